package io.complexometer.export;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a Prometheus registry over HTTP at {@code /metrics}:
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
 * <p>Other meters of the registry, also those that read NaN, are shown as they are.
 *
 * <p>There is no authentication yet. The endpoint therefore listens on the loopback address, unless
 * {@link Builder#host} says otherwise. Its threads do not keep the process alive.
 */
public final class PrometheusEndpoint implements AutoCloseable {

  /** The port unless another is chosen: the one that OpenTelemetry's Prometheus exporters use. */
  public static final int DEFAULT_PORT = 9464;

  private static final Logger log = LoggerFactory.getLogger(PrometheusEndpoint.class);

  private final HTTPServer server;

  private PrometheusEndpoint(HTTPServer server) {
    this.server = server;
  }

  /**
   * Describes an endpoint.
   *
   * @param registry what is served
   * @param binders the binders whose absent values are left out and explained; {@link
   *     Builder#start} binds them to the registry if they are not yet
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
    return server.getPort();
  }

  /** Stops serving. Meters stay in the registry: their binder removes them. */
  @Override
  public void close() {
    server.close();
  }

  /** Where an endpoint listens. */
  public static final class Builder {

    private final PrometheusMeterRegistry registry;
    private final List<ComplexityMeterBinder> binders;
    private String host = InetAddress.getLoopbackAddress().getHostAddress();
    private int port = DEFAULT_PORT;

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
     * Starts to serve.
     *
     * @return the endpoint
     * @throws BindException if the port is in use, or the address not of this machine; nothing was
     *     started or bound then
     * @throws IOException if the host is not known
     */
    public PrometheusEndpoint start() throws IOException {
      InetAddress address = InetAddress.getByName(host);
      PrometheusRegistry served = new PrometheusRegistry();
      served.register(new AbsenceCollector(registry, binders));
      PrometheusEndpoint endpoint = new PrometheusEndpoint(listen(address, served));
      try {
        binders.forEach(binder -> binder.bindTo(registry));
      } catch (RuntimeException e) {
        endpoint.close();
        throw e;
      }
      if (!address.isLoopbackAddress()) {
        log.warn(
            "Metrics can be read by anyone who reaches {}:{}: the endpoint has no authentication"
                + " yet",
            host,
            endpoint.getPort());
      }
      log.info("Metrics at http://{}:{}/metrics", host, endpoint.getPort());
      return endpoint;
    }

    private HTTPServer listen(InetAddress address, PrometheusRegistry served) throws IOException {
      try {
        return HTTPServer.builder()
            .inetAddress(address)
            .port(port)
            .registry(served)
            .buildAndStart();
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
