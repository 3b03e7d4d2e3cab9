package io.complexometer.export;

import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes a session's metrics to a Prometheus Pushgateway, for batch jobs that end before anybody
 * could scrape them, or that nobody can reach:
 *
 * <pre>{@code
 * try (PushGatewaySink push = PushGatewaySink.builder(URI.create("http://127.0.0.1:9091")).build();
 *     ComplexityListener listener = ComplexityListener.builder().sink(push).build()) {
 *   listener.attach(model);
 *   model.fit(iterator, epochs);
 * }
 * }</pre>
 *
 * <p>What arrives is what {@link PrometheusEndpoint} would show of the session: the values of one
 * sample, and in place of those that are absent their reasons. It is one group of the gateway, with
 * the labels {@code job} and {@code session}, and replaces what was pushed of the session before.
 * Meters of other registries are not pushed.
 *
 * <p>It is pushed when the listener is closed, and with {@link Builder#every} also before, on a
 * thread of its own. The training never waits for it: while a push is slow, or fails and is tried
 * again, newer samples take the place of older ones. Failures are counted by {@code
 * complexity_push_failures_total}.
 *
 * <p>One sink serves one session. Close it after the listener: {@link #close} waits for the last
 * push.
 */
public final class PushGatewaySink implements SampleSink, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PushGatewaySink.class);

  private final Builder settings;
  private final ComplexityMeterBinder binder;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Optional<SessionPush> push = Optional.empty();
  private long samples;
  private boolean ended;
  private boolean kept;
  private boolean closed;

  private PushGatewaySink(Builder settings) {
    this.settings = settings;
    this.binder =
        settings.health ? new ComplexityMeterBinder() : ComplexityMeterBinder.withoutHealth();
    binder.bindTo(registry);
  }

  /**
   * Describes a sink.
   *
   * @param gateway such as {@code http://127.0.0.1:9091}; https, and a path before the gateway's
   *     own, are possible
   * @return the description
   * @throws IllegalArgumentException if it is no such address, or has a user in it: see {@link
   *     Builder#basicAuth}
   */
  public static Builder builder(URI gateway) {
    return new Builder(gateway);
  }

  /**
   * Starts the thread that pushes.
   *
   * @throws IllegalStateException if this sink had a session before, or is closed
   */
  @Override
  public synchronized void begin(Session session, Supplier<Health> health) {
    if (closed || push.isPresent()) {
      throw new IllegalStateException(
          "a sink pushes one session: make another for session " + session.id());
    }
    binder.begin(session, health);
    List<MeterRegistry> registries = new ArrayList<>(List.of(registry));
    settings.registry.ifPresent(registries::add);
    String name = session.id() + " to " + settings.gateway;
    PushLoop loop = new PushLoop(name, settings.client(session, pushed()), settings.backoff());
    push = Optional.of(SessionPush.start(session, name, loop, registries));
  }

  private PrometheusRegistry pushed() {
    PrometheusRegistry pushed = new PrometheusRegistry();
    pushed.register(new AbsenceCollector(registry, List.of(binder)));
    return pushed;
  }

  /** Leaves a note for the thread that pushes, if this sample is one to be pushed. */
  @Override
  public synchronized void accept(Sample sample) {
    binder.accept(sample);
    if (settings.every > 0 && samples % settings.every == 0) {
      push.ifPresent(SessionPush::note);
    }
    samples++;
  }

  /** Leaves a note that the last sample is to be pushed. */
  @Override
  public synchronized void end() {
    ended = true;
    push.ifPresent(SessionPush::note);
  }

  /**
   * Tells whether all that was to be pushed has arrived.
   *
   * @return false also if nothing was to be
   */
  public boolean hasArrived() {
    return push.filter(SessionPush::hasArrived).isPresent();
  }

  /**
   * Leaves the session at the gateway when it ends, whatever {@link Builder#deleteAfter} said: for
   * a run that did not end well.
   */
  public synchronized void keep() {
    kept = true;
  }

  /**
   * Waits until the last sample has been pushed, for ten seconds or what {@link Builder#waitAtMost}
   * said; and then, if {@link Builder#deleteAfter} asked for it, until the session has been deleted
   * at the gateway. What was not done by then is not done, and logged.
   *
   * <p>If the thread is interrupted it does not wait longer: a session that waits to be deleted is
   * deleted at once, and the thread is still interrupted.
   */
  @Override
  public void close() {
    Optional<Duration> deleteAfter;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (!ended) {
        push.ifPresent(SessionPush::note);
      }
      deleteAfter = ended && !kept ? settings.deleteAfter : Optional.empty();
    }
    push.ifPresent(last -> last.finish(settings.waitAtMost, deleteAfter));
  }

  /** Where and when a sink pushes. */
  public static final class Builder {
    private static final Pattern LABEL = Pattern.compile("(?!__)[A-Za-z_][A-Za-z0-9_]*");
    private static final String SESSION = "session";

    private final URI gateway;
    private final Map<String, String> group = new TreeMap<>();
    private String job = "complexometer";
    private int every;
    private Optional<String> user = Optional.empty();
    private Optional<String> secret = Optional.empty();
    private Optional<MeterRegistry> registry = Optional.empty();
    private Optional<Duration> deleteAfter = Optional.empty();
    private Duration waitAtMost = Duration.ofSeconds(10);
    private Duration firstPause = Duration.ofSeconds(1);
    private boolean health = true;

    private Builder(URI gateway) {
      boolean known =
          "http".equalsIgnoreCase(gateway.getScheme())
              || "https".equalsIgnoreCase(gateway.getScheme());
      if (gateway.getRawUserInfo() != null) { // not in the message: it holds a password
        throw new IllegalArgumentException(
            "the gateway's address has a user in it: give the address without, and basicAuth");
      }
      if (!known
          || gateway.getHost() == null
          || gateway.getRawQuery() != null
          || gateway.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "'%s' is no address of a Pushgateway such as http://127.0.0.1:9091".formatted(gateway));
      }
      this.gateway = gateway;
    }

    /**
     * Names the job; {@code complexometer} unless set.
     *
     * @param job the label {@code job}, not empty
     * @return this
     * @throws IllegalArgumentException if it is empty
     */
    public Builder job(String job) {
      if (job.isEmpty()) {
        throw new IllegalArgumentException("the gateway wants a job that is not empty");
      }
      this.job = job;
      return this;
    }

    /**
     * Leaves out what the monitor tells of itself: for samples that are {@linkplain
     * io.complexometer.export.log.SampleLogReader read from a log}, which does not have it.
     *
     * @return this
     */
    public Builder withoutHealth() {
      this.health = false;
      return this;
    }

    /**
     * Adds a label to the group, such as {@code instance}. The gateway writes it over a label of
     * the same name that a metric has.
     *
     * @param label letters, digits and underscores, beginning with none of the digits; none that
     *     the metrics use themselves
     * @param value any text
     * @return this
     * @throws IllegalArgumentException if it is no such label
     */
    public Builder group(String label, String value) {
      if (!LABEL.matcher(label).matches() || label.equals("job") || SessionTags.isReserved(label)) {
        throw new IllegalArgumentException(
            "'%s' cannot be a label of the group: take another name".formatted(label));
      }
      group.put(label, value);
      return this;
    }

    /**
     * Pushes also before the end: the first sample, and each n-th after it.
     *
     * @param samples n, at least 1
     * @return this
     * @throws IllegalArgumentException if it is less
     */
    public Builder every(int samples) {
      if (samples < 1) {
        throw new IllegalArgumentException("every " + samples + " samples: must be at least 1");
      }
      this.every = samples;
      return this;
    }

    /**
     * Names itself to the gateway, or to the proxy before it. Over http the password crosses the
     * network as it is.
     *
     * @param user the user
     * @param password its password
     * @return this
     */
    public Builder basicAuth(String user, String password) {
      this.user = Optional.of(user);
      this.secret = Optional.of(password);
      return this;
    }

    /**
     * Shows a token to the proxy before the gateway. Over http it crosses the network as it is.
     *
     * @param token the token
     * @return this
     */
    public Builder bearerToken(String token) {
      this.user = Optional.empty();
      this.secret = Optional.of(token);
      return this;
    }

    /**
     * Counts failures also in a registry of the user's: at the gateway, which is where they are
     * pushed to, they are seen only when it works again.
     *
     * @param registry where {@code complexity.push.failures} shall appear until the sink is closed
     * @return this
     */
    public Builder countFailuresIn(MeterRegistry registry) {
      this.registry = Optional.of(registry);
      return this;
    }

    /**
     * Bounds the wait of {@link PushGatewaySink#close} for the last push, and for a deletion; ten
     * seconds unless set.
     *
     * @param most not negative
     * @return this
     */
    public Builder waitAtMost(Duration most) {
      this.waitAtMost = Patience.of(most);
      return this;
    }

    /**
     * Deletes the session at the gateway after its listener was closed and the last sample has
     * arrived, so that a dead run is not scraped for ever. A run that is killed, or whose last
     * sample does not arrive, stays there; so does one that you {@link PushGatewaySink#keep}.
     *
     * <p>Nobody can ask a gateway whether a sample has been scraped: it has to stay for the
     * interval between two scrapes of it at least, or the last sample is never seen. {@link
     * PushGatewaySink#close} waits that long.
     *
     * @param after how long it stays, not negative
     * @return this
     */
    public Builder deleteAfter(Duration after) {
      this.deleteAfter = Optional.of(Patience.of(after));
      return this;
    }

    /** The longest pause after a first failure, for tests in a hurry. */
    Builder firstPause(Duration pause) {
      this.firstPause = pause;
      return this;
    }

    /**
     * Makes the sink. Nothing is sent before its session begins.
     *
     * @return the sink
     */
    public PushGatewaySink build() {
      if (secret.isPresent() && "http".equalsIgnoreCase(gateway.getScheme())) {
        log.warn("Credentials for {} can be read by anyone between: use https", gateway);
      }
      return new PushGatewaySink(this);
    }

    private Backoff backoff() {
      return new Backoff(firstPause, firstPause.multipliedBy(60));
    }

    private GatewayClient client(Session session, PrometheusRegistry pushed) {
      Map<String, String> labels = new TreeMap<>(group);
      labels.put(SESSION, session.id());
      return new GatewayClient(gateway, job, labels, this::authorize, pushed);
    }

    private void authorize(PushGateway.Builder client) {
      secret.ifPresent(
          shown ->
              user.ifPresentOrElse(
                  name -> client.basicAuth(name, shown), () -> client.bearerToken(shown)));
    }
  }
}
