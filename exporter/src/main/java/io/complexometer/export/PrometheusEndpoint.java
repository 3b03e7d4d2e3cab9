package io.complexometer.export;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves sessions and a Prometheus registry over HTTP at {@code /metrics}:
 *
 * <pre>{@code
 * PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
 * ComplexityMeterBinder meters = new ComplexityMeterBinder();
 * try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry, meters).start();
 *     ComplexityListener listener = ComplexityListener.builder().sink(meters).build()) {
 *   listener.attach(model);
 *   model.fit(iterator, epochs);
 * }
 * }</pre>
 *
 * <p>A scrape shows one sample of each session. A value that is absent is left out, and its reason
 * shown instead:
 *
 * <pre>
 * complexity_absent{layer="02_conv2",measure="effectiveDimension",
 *     metric="complexity_effective_dimension",parameter="",profile="",reason="no variance",
 *     series="",session="lenet-20260101T120000"} 1.0
 * </pre>
 *
 * <p>Other meters of the registry, also those that read NaN, are shown as they are. Tags that all
 * meters of the registry have ({@code commonTags}) are those of the sessions', too; its other
 * filters do not see them.
 *
 * <p>It listens on the loopback address, unless {@link Builder#host} says otherwise; asks for a
 * password if {@link Builder#basicAuth} is set, and encrypts if {@link Builder#tls} is. {@code
 * /-/healthy} tells that it is there. Its threads do not keep the process alive: before a short run
 * ends, {@link #awaitScrape} waits until its last sample has been read.
 */
public final class PrometheusEndpoint implements AutoCloseable {

  /** The port unless another is chosen: the one that OpenTelemetry's Prometheus exporters use. */
  public static final int DEFAULT_PORT = 9464;

  private static final Logger log = LoggerFactory.getLogger(PrometheusEndpoint.class);

  private static final String METRICS = "/metrics";

  private final EndpointServer server;
  private final EndpointGate gate;
  private final List<ComplexityMeterBinder> binders;

  private PrometheusEndpoint(
      EndpointServer server, EndpointGate gate, List<ComplexityMeterBinder> binders) {
    this.server = server;
    this.gate = gate;
    this.binders = List.copyOf(binders);
  }

  /**
   * Describes an endpoint.
   *
   * @param registry whose meters are served beside the sessions
   * @param binders whose sessions are served; they need not be bound to the registry, which would
   *     only make scrapes slower
   * @return the description
   */
  public static Builder builder(
      PrometheusMeterRegistry registry, ComplexityMeterBinder... binders) {
    return new Builder(registry, List.of(binders));
  }

  /**
   * The port that the endpoint listens on.
   *
   * @return the port, never 0
   */
  public int getPort() {
    return server.port();
  }

  /**
   * Waits until the newest sample of every session has been scraped: to be called at the end of a
   * run that may be shorter than the interval between two scrapes. A scrape counts once its whole
   * page was sent; one of chosen names, or of the head alone, does not.
   *
   * @param most how long to wait
   * @param countdown told the seconds that remain, once a second
   * @return whether they have been scraped
   * @throws InterruptedException if the thread is interrupted
   */
  public boolean awaitScrape(Duration most, LongConsumer countdown) throws InterruptedException {
    long end = System.nanoTime() + Patience.of(most).toNanos();
    long told = Long.MAX_VALUE;
    while (!isScraped()) {
      long remaining = end - System.nanoTime();
      if (remaining <= 0) {
        return false;
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(remaining + TimeUnit.SECONDS.toNanos(1) - 1);
      if (seconds < told) {
        countdown.accept(seconds);
        told = seconds;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    return true;
  }

  private boolean isScraped() {
    return binders.stream()
        .map(ComplexityMeterBinder::live)
        .flatMap(Optional::stream)
        .allMatch(LiveSession::isScraped);
  }

  /** Stops serving. Meters stay in the registry: their binder removes them. */
  @Override
  public void close() {
    server.close();
    gate.close();
  }

  /** Where an endpoint listens, and to whom. */
  public static final class Builder {
    private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~/-]*");

    private final PrometheusMeterRegistry registry;
    private final List<ComplexityMeterBinder> binders;
    private String host = InetAddress.getLoopbackAddress().getHostAddress();
    private int port = DEFAULT_PORT;
    private String path = METRICS;
    private Optional<PasswordFile> passwords = Optional.empty();
    private Optional<SSLContext> tls = Optional.empty();

    private Builder(PrometheusMeterRegistry registry, List<ComplexityMeterBinder> binders) {
      this.registry = registry;
      this.binders = binders;
    }

    /**
     * Listens on another address than loopback, where whoever reaches the machine can read all
     * metrics.
     *
     * @param host name or address of one of this machine's interfaces; {@code 0.0.0.0} for all
     * @return this
     */
    public Builder host(String host) {
      this.host = host;
      return this;
    }

    /**
     * Listens on another port than {@value #DEFAULT_PORT}.
     *
     * @param port from 1 to 65535, or 0 for any that is free: see {@link #getPort}
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public Builder port(int port) {
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port " + port + " is not from 0 to 65535");
      }
      this.port = port;
      return this;
    }

    /**
     * Serves metrics at another path than {@code /metrics}.
     *
     * @param path begins with a slash, and has none of the characters {@code ?#%} and no space
     * @return this
     * @throws IllegalArgumentException if it is no such path
     */
    public Builder path(String path) {
      if (!PATH.matcher(path).matches() || path.equals(EndpointPages.HEALTHY)) {
        throw new IllegalArgumentException(
            "'%s' is no path: begin with a slash, then letters, digits and -._~/".formatted(path));
      }
      this.path = path;
      return this;
    }

    /**
     * Asks for a user and a password, also for {@code /-/healthy}. Without {@link #tls} they cross
     * the network as they are.
     *
     * @param file as {@code htpasswd -nB USER} writes it: {@code user:bcrypt hash} on each line; it
     *     is read now, and not again
     * @return this
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is none of a user, or there is none
     */
    public Builder basicAuth(Path file) throws IOException {
      this.passwords = Optional.of(PasswordFile.read(file));
      return this;
    }

    /**
     * Encrypts, with a certificate and key from one file.
     *
     * @param pkcs12 customarily {@code *.p12}
     * @param password of file and key
     * @return this
     * @throws IOException if it cannot be read, or the password is wrong
     * @throws IllegalArgumentException if it has no private key
     */
    public Builder tls(Path pkcs12, char... password) throws IOException {
      this.tls = Optional.of(TlsFiles.pkcs12(pkcs12, password));
      return this;
    }

    /**
     * Encrypts, with a certificate and key from PEM files.
     *
     * @param certificates the endpoint's own first, then those up to its root
     * @param key its private key, PKCS #8 and not encrypted
     * @return this
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if one does not hold what it should
     */
    public Builder tls(Path certificates, Path key) throws IOException {
      this.tls = Optional.of(TlsFiles.pem(certificates, key));
      return this;
    }

    /**
     * Starts to serve.
     *
     * @return the endpoint
     * @throws BindException if the port is in use, or the address not of this machine
     * @throws IOException if the host is not known
     */
    public PrometheusEndpoint start() throws IOException {
      InetAddress address = InetAddress.getByName(host);
      Set<String> paths =
          path.equals(METRICS)
              ? Set.of("/", METRICS, EndpointPages.HEALTHY)
              : Set.of(path, EndpointPages.HEALTHY);
      EndpointGate gate = new EndpointGate(paths, passwords, registry);
      PrometheusEndpoint endpoint;
      try {
        endpoint = new PrometheusEndpoint(listen(address, gate), gate, binders);
      } catch (IOException | RuntimeException e) {
        gate.close();
        throw e;
      }
      if (!address.isLoopbackAddress()) {
        warnOfReaders(endpoint.getPort());
      }
      log.info(
          "Metrics at {}://{}:{}{}",
          tls.isPresent() ? "https" : "http",
          host,
          endpoint.getPort(),
          path);
      return endpoint;
    }

    private void warnOfReaders(int open) {
      if (passwords.isEmpty()) {
        log.warn(
            "Metrics can be read by anyone who reaches {}:{}: set basicAuth(file), and tls(..)",
            host,
            open);
      } else if (tls.isEmpty()) {
        log.warn("Passwords for {}:{} can be read by anyone between: set tls(..)", host, open);
      }
    }

    private EndpointServer listen(InetAddress address, EndpointGate gate) throws IOException {
      MetricsPage page = new MetricsPage(registry, binders, gate.commonTags());
      try {
        return EndpointServer.start(
            new InetSocketAddress(address, port), tls, gate, new EndpointPages(page));
      } catch (BindException e) {
        BindException clear =
            new BindException(
                "cannot listen on "
                    + host
                    + ":"
                    + port
                    + " ("
                    + e.getMessage()
                    + "): choose another port, or 0 for any that is free");
        clear.initCause(e);
        throw clear;
      }
    }
  }
}
