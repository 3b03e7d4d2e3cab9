package io.complexometer.export;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of an endpoint: metrics, and that it is there. */
final class EndpointPages implements HttpHandler {
  /** Tells that the endpoint is there. */
  static final String HEALTHY = "/-/healthy";

  private static final Logger log = LoggerFactory.getLogger(PrometheusEndpoint.class);
  private static final String NAME = "name[]=";

  private final MetricsPage metrics;
  private final AtomicBoolean complained = new AtomicBoolean();

  EndpointPages(MetricsPage metrics) {
    this.metrics = metrics;
  }

  /** Answers a request that the gate has let through. */
  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestURI().getRawPath().equals(HEALTHY)) {
        send(exchange, "text/plain; charset=utf-8", "Healthy.\n".getBytes(StandardCharsets.UTF_8));
        return;
      }
      PageFormat format = PageFormat.of(header(exchange, "Accept"));
      MetricsPage.Rendered page;
      try {
        page = metrics.render(format, names(exchange.getRequestURI().getRawQuery()));
      } catch (RuntimeException e) {
        if (complained.compareAndSet(false, true)) {
          log.warn("A scrape failed; further ones that do are only answered with status 500", e);
        }
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      send(exchange, format.contentType(), page.content().toBytes());
      if (exchange.getRequestMethod().equals("GET")) {
        page.arrived().run();
      }
    }
  }

  private static String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null ? "" : String.join(",", values);
  }

  private static Set<String> names(String query) {
    Set<String> names = new LinkedHashSet<>();
    for (String part : query == null ? new String[0] : query.split("&", -1)) {
      String parameter = decoded(part);
      if (parameter.startsWith(NAME)) {
        names.add(parameter.substring(NAME.length()));
      }
    }
    return names;
  }

  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // an escape that is none
      return "";
    }
  }

  private static void send(HttpExchange exchange, String type, byte... page) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    // on the same machine it takes longer to compress than to send
    boolean near = exchange.getRemoteAddress().getAddress().isLoopbackAddress();
    if (!near && header(exchange, "Accept-Encoding").contains("gzip")) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = new FastGzip(exchange.getResponseBody())) {
        out.write(page);
      }
    } else {
      exchange.sendResponseHeaders(200, page.length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(page);
      }
    }
  }

  /** Pages repeat themselves so much that trying hard gains little: a third of the time. */
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 1 << 16);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
