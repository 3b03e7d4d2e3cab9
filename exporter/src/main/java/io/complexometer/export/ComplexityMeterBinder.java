package io.complexometer.export;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes a session as Micrometer meters, in any registry:
 *
 * <pre>{@code
 * ComplexityMeterBinder meters = new ComplexityMeterBinder();
 * meters.bindTo(registry);
 * ComplexityListener listener = ComplexityListener.builder().sink(meters).build();
 * }</pre>
 *
 * <p>Meters that come out, as Prometheus writes them:
 *
 * <pre>
 * complexity_training_iteration{session="lenet-20260101T120000"} 500.0
 * complexity_cpse{profile="scaleFree",session="lenet-20260101T120000"} 1.25
 * complexity_effective_dimension{layer="02_conv2",session="lenet-20260101T120000"} 17.5
 * complexity_samples_total{session="lenet-20260101T120000"} 6.0
 * </pre>
 *
 * <p>The meters are registered when the session begins, or when a registry is bound after that, and
 * removed when it is closed: until then the last sample of a finished run can be read. A sample in
 * between replaces what they read and registers nothing. A value that is absent reads NaN; {@link
 * PrometheusEndpoint} publishes the reason instead.
 *
 * <p>A layer is named by its index, padded with zeros to the digits of the last one and at least to
 * two, and its name: {@code 02_conv2}.
 *
 * <p>One binder serves one listener at a time. Several may share a registry: each meter carries the
 * session's id as the tag {@code session}, and the sessions must have the same keys of user's tags.
 * Safe for use by several threads.
 */
public final class ComplexityMeterBinder implements MeterBinder, SampleSink, AutoCloseable {

  private final Map<MeterRegistry, List<Meter>> registries = new LinkedHashMap<>();
  private final boolean healthKnown;
  private volatile Optional<LiveSession> live = Optional.empty();

  /** A binder without registries and without a session. */
  public ComplexityMeterBinder() {
    this(true);
  }

  private ComplexityMeterBinder(boolean healthKnown) {
    this.healthKnown = healthKnown;
  }

  /**
   * A binder for a run that is read from a log. What the monitor itself did and took is not known
   * of it, so there are no meters of that.
   *
   * @return a binder without registries and without a session
   */
  public static ComplexityMeterBinder withoutHealth() {
    return new ComplexityMeterBinder(false);
  }

  /**
   * Adds a registry, before or after the session begins. A registry that was added before is left
   * as it is.
   *
   * @param registry where the session's meters shall appear
   * @throws IllegalStateException if the registry holds another session with other tag keys
   */
  @Override
  public synchronized void bindTo(MeterRegistry registry) {
    if (registries.putIfAbsent(registry, new ArrayList<>()) != null || live.isEmpty()) {
      return;
    }
    try {
      register(live.get(), registry);
    } catch (RuntimeException e) {
      remove(registry);
      registries.remove(registry);
      throw e;
    }
  }

  /**
   * Registers the session's meters in all registries.
   *
   * @throws IllegalStateException if this binder still publishes a session, or a registry holds
   *     another session with other tag keys; then no registry shows the new one
   */
  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    if (live.isPresent()) {
      throw new IllegalStateException(
          "this binder still publishes session "
              + live.get().session().id()
              + ": close it first, or use another for session "
              + session.id());
    }
    LiveSession begun = new LiveSession(session, Optional.of(health).filter(any -> healthKnown));
    live = Optional.of(begun);
    try {
      registries.keySet().forEach(registry -> register(begun, registry));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Replaces what the meters read.
   *
   * @throws IllegalStateException if no session has begun
   * @throws IllegalArgumentException if the sample belongs to another session
   */
  @Override
  public void accept(Sample sample) {
    live.orElseThrow(() -> new IllegalStateException("no session has begun")).publish(sample);
  }

  /** Removes the session's meters from all registries, which stay bound for a next session. */
  @Override
  public synchronized void close() {
    registries.keySet().forEach(this::remove);
    live = Optional.empty();
  }

  /** The session that is published now. */
  Optional<LiveSession> live() {
    return live;
  }

  private void register(LiveSession session, MeterRegistry registry) {
    SessionMeters.register(session, registry, registries.get(registry));
  }

  private void remove(MeterRegistry registry) {
    List<Meter> meters = registries.get(registry);
    meters.forEach(registry::remove);
    meters.clear();
  }
}
