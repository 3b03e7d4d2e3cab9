package io.complexometer.export;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.pushgateway.Format;
import io.prometheus.metrics.exporter.pushgateway.PushGateway;
import io.prometheus.metrics.exporter.pushgateway.Scheme;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** One group of a Pushgateway, through Prometheus' client library. */
final class GatewayClient implements PushLoop.Gateway {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(10);

  private final PushGateway client;

  /**
   * Connects to nothing yet.
   *
   * @param gateway http or https; a host, perhaps a port, perhaps a path
   * @param job the group's job
   * @param labels the group's other labels
   * @param credentials adds what the gateway asks for
   * @param pushed what is collected anew for each push
   */
  GatewayClient(
      URI gateway,
      String job,
      Map<String, String> labels,
      Consumer<PushGateway.Builder> credentials,
      PrometheusRegistry pushed) {
    // Properties of the system would redirect a push, and the credentials with it, without a word.
    PushGateway.Builder builder =
        PushGateway.builder(PrometheusProperties.builder().build())
            .scheme(Scheme.fromString(gateway.getScheme().toLowerCase(Locale.ROOT)))
            .address(gateway.getRawAuthority() + gateway.getRawPath().replaceFirst("/+$", ""))
            .job(job)
            .format(Format.PROMETHEUS_TEXT)
            .escapingScheme(EscapingScheme.UNDERSCORE_ESCAPING)
            .connectionTimeout(CONNECTION_TIMEOUT)
            .readTimeout(READ_TIMEOUT)
            .connectionFactory(GatewayClient::open)
            .registry(pushed);
    labels.forEach(builder::groupingKey);
    credentials.accept(builder);
    this.client = builder.build();
  }

  private static HttpURLConnection open(URL url) throws IOException {
    // The library writes a blank in a path as that of a form, which the gateway does not undo.
    URL written = URI.create(url.toString().replace("+", "%20")).toURL();
    HttpURLConnection connection = (HttpURLConnection) written.openConnection();
    connection.setInstanceFollowRedirects(false); // credentials are for this address alone
    return connection;
  }

  @Override
  public void push() throws IOException {
    client.push(); // replaces the group, or what has turned absent would stay there
  }

  @Override
  public void delete() throws IOException {
    client.delete();
  }
}
