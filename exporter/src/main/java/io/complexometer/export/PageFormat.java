package io.complexometer.export;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;

/**
 * The two languages that a Prometheus server understands. They differ in what stands above the
 * lines of one name, and in how a page ends.
 */
enum PageFormat {
  /** Prometheus's text format, version 0.0.4: for whoever asks for nothing else, as a browser. */
  TEXT(PrometheusTextFormatWriter.create()),
  /** OpenMetrics, version 1.0.0: what Prometheus servers ask for. */
  OPEN_METRICS(OpenMetricsTextFormatWriter.create());

  @SuppressWarnings("ImmutableEnumChecker") // a writer has settings, and remembers nothing
  private final ExpositionFormatWriter writer;

  PageFormat(ExpositionFormatWriter writer) {
    this.writer = writer;
  }

  /** What a request with this header gets. */
  static PageFormat of(String accept) {
    return OPEN_METRICS.writer.accepts(accept) ? OPEN_METRICS : TEXT;
  }

  String contentType() {
    return writer.getContentType();
  }

  /** The library's own, for snapshots; it ends the page. */
  ExpositionFormatWriter writer() {
    return writer;
  }

  /**
   * What stands above the lines of one name.
   *
   * @param name of the family
   * @param type of OpenMetrics
   * @param help one sentence
   */
  String head(String name, String type, String help) {
    if (this == OPEN_METRICS) {
      return "# TYPE " + name + " " + type + "\n# HELP " + name + " " + escaped(help) + "\n";
    }
    String line =
        switch (type) {
          case "info" -> name + "_info";
          case "counter" -> name + "_total";
          default -> name;
        };
    String known = type.equals("info") ? "gauge" : type;
    String text = help.replace("\\", "\\\\").replace("\n", "\\n"); // quotes stay as they are
    return "# HELP " + line + " " + text + "\n# TYPE " + line + " " + known + "\n";
  }

  /** A text between quotes; in OpenMetrics also one that explains. */
  static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"");
  }
}
