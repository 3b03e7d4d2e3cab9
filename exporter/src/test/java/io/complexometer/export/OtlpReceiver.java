package io.complexometer.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.registry.otlp.OtlpConfig;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Receives metrics as an OpenTelemetry collector does, over HTTP, and keeps what it is sent. */
final class OtlpReceiver implements AutoCloseable {
  private final HttpServer server;
  private final List<ExportMetricsServiceRequest> requests =
      Collections.synchronizedList(new ArrayList<>());

  OtlpReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/metrics", this::receive);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    requests.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  OtlpConfig config(Duration step) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/v1/metrics";
    Map<String, String> settings =
        Map.of("otlp.url", url, "otlp.step", step.toMillis() + "ms", "otlp.headers", "team=vision");
    return settings::get;
  }

  /** The metrics of each request, by name. */
  List<Map<String, Metric>> received() {
    return List.copyOf(requests).stream().map(OtlpReceiver::metrics).toList();
  }

  /** The metrics of the last request. */
  Map<String, Metric> last() {
    List<Map<String, Metric>> received = received();
    return received.get(received.size() - 1);
  }

  private static Map<String, Metric> metrics(ExportMetricsServiceRequest request) {
    return request.getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .collect(Collectors.toMap(Metric::getName, metric -> metric));
  }

  /** The values of a gauge or a counter, by attributes. */
  static Map<Map<String, String>, Double> points(Metric metric) {
    List<NumberDataPoint> points =
        metric.hasGauge()
            ? metric.getGauge().getDataPointsList()
            : metric.getSum().getDataPointsList();
    Map<Map<String, String>, Double> values = new HashMap<>();
    for (NumberDataPoint point : points) {
      values.put(attributes(point.getAttributesList()), point.getAsDouble());
    }
    return values;
  }

  static Map<String, String> attributes(List<KeyValue> attributes) {
    Map<String, String> texts = new TreeMap<>();
    for (KeyValue attribute : attributes) {
      texts.put(attribute.getKey(), attribute.getValue().getStringValue());
    }
    return texts;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
