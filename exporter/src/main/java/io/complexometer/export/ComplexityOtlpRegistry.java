package io.complexometer.export;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.util.NamedThreadFactory;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;

/**
 * Micrometer's registry for OpenTelemetry, except that what it sends of a session is of one sample,
 * and that an absent value is left out: Micrometer would send NaN, which a backend may store, draw
 * or refuse.
 *
 * <pre>{@code
 * try (ComplexityMeterBinder meters = new ComplexityMeterBinder();
 *     ComplexityOtlpRegistry registry = new ComplexityOtlpRegistry(OtlpConfig.DEFAULT, meters);
 *     ComplexityListener listener = ComplexityListener.builder().sink(meters).build()) {
 *   listener.attach(model);
 *   model.fit(iterator, epochs);
 * }
 * }</pre>
 *
 * <p>It sends from a thread of its own, each {@code step} of its configuration, and once more when
 * it is closed: close it after the listener and before the binder. It needs {@code
 * io.micrometer:micrometer-registry-otlp} on the class path. Other meters are sent as ever.
 */
public final class ComplexityOtlpRegistry extends OtlpMeterRegistry implements AutoCloseable {
  private final List<ComplexityMeterBinder> binders;
  private final ThreadLocal<Boolean> publishing = ThreadLocal.withInitial(() -> false);

  /**
   * Binds the binders, and begins to send.
   *
   * @param config where to, and how often
   * @param binders whose sessions are sent as one sample each
   */
  public ComplexityOtlpRegistry(OtlpConfig config, ComplexityMeterBinder... binders) {
    this(config, new NamedThreadFactory("complexity-otlp"), binders);
  }

  private ComplexityOtlpRegistry(
      OtlpConfig config, ThreadFactory threads, ComplexityMeterBinder... binders) {
    super(config, Clock.SYSTEM, threads);
    this.binders = List.of(binders);
    for (ComplexityMeterBinder binder : binders) {
      binder.bindTo(this);
    }
    super.start(threads);
  }

  /** Begins to send. The constructor above calls it too, before there is anything to be sent. */
  @Override
  public void start(ThreadFactory threads) {
    if (binders != null) {
      super.start(threads);
    }
  }

  @Override
  protected void publish() {
    List<LiveSession> sessions =
        binders.stream().map(ComplexityMeterBinder::live).flatMap(Optional::stream).toList();
    try {
      // Micrometer asks its gauges on this thread.
      sessions.forEach(LiveSession::pin);
      publishing.set(true);
      super.publish();
    } finally {
      publishing.remove();
      sessions.forEach(LiveSession::unpin);
    }
  }

  /** All meters; while they are sent, those without a value excepted. */
  @Override
  public List<Meter> getMeters() {
    List<Meter> meters = super.getMeters();
    return publishing.get() ? meters.stream().filter(meter -> !isAbsent(meter)).toList() : meters;
  }

  private static boolean isAbsent(Meter meter) {
    return meter instanceof Gauge gauge
        && gauge.getId().getName().startsWith(SeriesName.PREFIX)
        && gauge.getId().getTag("session") != null // else a user's own with the same first word
        && Double.isNaN(gauge.value());
  }
}
