package io.complexometer.export.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Constant;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the line of a session. All is as it was but the structure, of which only the numbers are
 * there that are published.
 */
final class LoggedSession {

  private final JsonNode line;
  private final Map<Integer, Layer> layers = new LinkedHashMap<>();
  private final Map<String, WeightMatrix> matrices = new LinkedHashMap<>(); // by layer/parameter
  private final Map<String, Metric> metrics = new HashMap<>(); // by their label

  private LoggedSession(JsonNode line) {
    this.line = line;
    for (JsonNode layer : line.path("layers")) {
      int index = layer.path("index").asInt();
      layers.put(index, new Layer(index, text(layer, "name"), text(layer, "type")));
    }
    for (JsonNode matrix : line.path("weights")) {
      Layer layer = layers.get(matrix.path("layer").asInt());
      String parameter = text(matrix, "parameter");
      matrices.put(
          layer.index() + "/" + parameter,
          new WeightMatrix(
              layer, parameter, matrix.path("rows").asLong(), matrix.path("columns").asLong()));
    }
    for (JsonNode metric : line.path("metrics")) {
      Metric read = metric(metric);
      metrics.put(SessionLine.label(read), read);
    }
  }

  /**
   * The session.
   *
   * @param line of the log
   * @throws IOException if the line does not say enough; the message goes on after the file's name
   */
  static Session read(JsonNode line) throws IOException {
    if (line.path("schema").asInt() != SessionLine.SCHEMA) {
      throw new IOException(
          "is a log of schema %s, and this is a reader of schema %d: take the version that wrote it"
              .formatted(line.path("schema").asText("unknown"), SessionLine.SCHEMA));
    }
    if (!line.has("metrics") || !line.has("series")) {
      throw new IOException(
          "does not tell its metrics, as logs of earlier versions: it can only be fitted");
    }
    try {
      return new LoggedSession(line).session();
    } catch (RuntimeException e) {
      throw new IOException("has a damaged line of the session " + text(line, "session"), e);
    }
  }

  private Session session() {
    List<Series> series = new ArrayList<>();
    line.path("series").forEach(label -> series.add(series(label.asText())));
    return new Session(
        text(line, "session"),
        text(line, "name"),
        texts(line.path("tags")),
        line.path("startMillis").asLong(),
        text(line, "model"),
        line.path("parameters").asLong(),
        List.copyOf(layers.values()),
        List.copyOf(matrices.values()),
        texts(line.path("settings")),
        headline(),
        series,
        Optional.empty(),
        constants(),
        fitted(series),
        Optional.of(line.path("criterion")).filter(JsonNode::isTextual).map(JsonNode::asText),
        densities());
  }

  /** Of all matrices or of none; those between other bounds cannot be shown between ours. */
  private List<WeightMatrix> densities() {
    List<Double> bounds = new ArrayList<>();
    line.path("spectralDensityBounds").forEach(bound -> bounds.add(bound.asDouble()));
    return bounds.equals(Density.BOUNDS) ? List.copyOf(matrices.values()) : List.of();
  }

  private CpseProfile headline() {
    return Arrays.stream(CpseProfile.values())
        .filter(profile -> profile.label().equals(text(line, "headline")))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no headline"));
  }

  /** A series by its word: metric, index of the layer, parameter. */
  private Series series(String label) {
    String[] parts = label.split("/", 3);
    Metric metric = metrics.get(parts[0]);
    return switch (metric.scope()) {
      case NETWORK -> Series.of(metric);
      case LAYER -> Series.of(metric, layers.get(Integer.valueOf(parts[1])));
      case MATRIX -> Series.of(metric, matrices.get(parts[1] + "/" + parts[2]));
    };
  }

  private static Metric metric(JsonNode json) {
    return new Metric(
        text(json, "measure"),
        text(json, "name"),
        text(json, "profile"),
        Metric.Scope.valueOf(text(json, "scope").toUpperCase(Locale.ROOT)),
        text(json, "unit"),
        text(json, "description"));
  }

  private List<Constant> constants() {
    Map<String, String> reasons = reasons(line.path("absent"));
    List<Constant> constants = new ArrayList<>();
    for (Map.Entry<String, JsonNode> constant : line.path("constants").properties()) {
      constants.add(
          new Constant(
              series(constant.getKey()),
              constant.getValue().isNumber()
                  ? Value.of(constant.getValue().asDouble())
                  : Value.absent(reasons.get(constant.getKey()))));
    }
    return constants;
  }

  /** Those that laws are fitted to, which are listed with the names of layers. */
  private List<Series> fitted(List<Series> series) {
    List<Series> left = new ArrayList<>(series);
    left.add(Series.SCORE);
    List<Series> fitted = new ArrayList<>();
    for (JsonNode label : line.path("fitted")) {
      Series found =
          left.stream()
              .filter(one -> one.label().equals(label.asText()))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no series " + label));
      left.remove(found); // two layers may have one name
      fitted.add(found);
    }
    return fitted;
  }

  /**
   * The reasons of what is absent.
   *
   * @param absent the array of a line
   * @return by the label of the series
   */
  static Map<String, String> reasons(JsonNode absent) {
    Map<String, String> reasons = new HashMap<>();
    absent.forEach(entry -> reasons.put(label(entry), text(entry, "reason")));
    return reasons;
  }

  /** The label of the series that an entry of what is absent is about. */
  static String label(JsonNode absent) {
    return text(absent, "measure")
        + (absent.has("index") ? "/" + absent.get("index").asInt() : "")
        + (absent.has("parameter") ? "/" + text(absent, "parameter") : "");
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(one -> texts.put(one.getKey(), one.getValue().asText()));
    return texts;
  }

  private static String text(JsonNode json, String key) {
    return json.path(key).asText();
  }
}
