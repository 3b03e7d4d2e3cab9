package io.complexometer.export.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Constant;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.Locale;
import java.util.stream.Stream;

/** The first line of a sample log: the session, its network, its settings and its structure. */
final class SessionLine {

  /** Raised only when a field changes its meaning or goes; fields may be added without. */
  static final int SCHEMA = 1;

  private SessionLine() {}

  /**
   * The line.
   *
   * @param session what it is of
   * @param part number of the file that it begins, from 0
   */
  static ObjectNode of(Session session, int part) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("type", "session");
    line.put("schema", SCHEMA);
    line.put("session", session.id());
    if (part > 0) {
      line.put("part", part);
    }
    line.put("name", session.name());
    ObjectNode tags = line.putObject("tags");
    session.tags().forEach(tags::put);
    line.put("startMillis", session.startMillis());
    line.put("model", session.modelType());
    line.put("parameters", session.parameters());
    ArrayNode layers = line.putArray("layers");
    for (Layer layer : session.layers()) {
      identify(layers.addObject(), layer);
    }
    ArrayNode weights = line.putArray("weights");
    for (WeightMatrix matrix : session.matrices()) {
      identify(weights.addObject(), matrix)
          .put("rows", matrix.rows())
          .put("columns", matrix.columns());
    }
    ObjectNode settings = line.putObject("settings");
    session.settings().forEach(settings::put);
    ArrayNode fitted = line.putArray("fitted");
    session.fitted().forEach(series -> fitted.add(series.label()));
    if (!session.densities().isEmpty()) {
      Density.BOUNDS.forEach(line.putArray("spectralDensityBounds")::add);
    }
    session.criterion().ifPresent(criterion -> line.put("criterion", criterion));
    line.set("structure", session.structure().map(StructureJson::of).orElse(null));
    ArrayNode absent = line.putArray("absent");
    for (Constant constant : session.constants()) {
      if (constant.value() instanceof Value.Absent none) {
        SampleLine.addAbsent(absent, constant.series(), none);
      }
    }
    line.put("headline", session.headline().label());
    addSeries(line, session);
    return line;
  }

  /** What a reader needs to publish the session once more as it was. */
  private static void addSeries(ObjectNode line, Session session) {
    ArrayNode metrics = line.putArray("metrics");
    Stream.concat(
            session.series().stream(),
            session.constants().stream().map(constant -> constant.series()))
        .map(Series::metric)
        .distinct()
        .forEach(metric -> describe(metrics.addObject(), metric));
    ArrayNode series = line.putArray("series");
    session.series().forEach(one -> series.add(label(one)));
    ObjectNode constants = line.putObject("constants");
    for (Constant constant : session.constants()) {
      if (constant.value().isPresent()) {
        constants.put(label(constant.series()), constant.value().orNaN());
      } else {
        constants.putNull(label(constant.series()));
      }
    }
  }

  private static void describe(ObjectNode json, Metric metric) {
    json.put("measure", metric.measure()).put("name", metric.name());
    if (!metric.profile().isEmpty()) {
      json.put("profile", metric.profile());
    }
    json.put("scope", metric.scope().name().toLowerCase(Locale.ROOT));
    if (!metric.unit().isEmpty()) {
      json.put("unit", metric.unit());
    }
    json.put("description", metric.description());
  }

  /** A series in one word, the layer by its index: several may have one name. */
  static String label(Series series) {
    return label(series.metric())
        + series.layer().map(layer -> "/" + layer.index()).orElse("")
        + series.matrix().map(matrix -> "/" + matrix.parameter()).orElse("");
  }

  /** A metric in one word, as {@code absent} names it. */
  static String label(Metric metric) {
    return metric.key() + (metric.profile().isEmpty() ? "" : "." + metric.profile());
  }

  /** The session goes on after an iteration; what was logged of later ones is superseded. */
  static ObjectNode resumed(Session session, long iteration) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "resumed")
        .put("session", session.id())
        .put("iteration", iteration);
  }

  static ObjectNode identify(ObjectNode entry, Layer layer) {
    return entry.put("index", layer.index()).put("name", layer.name()).put("type", layer.type());
  }

  static ObjectNode identify(ObjectNode entry, WeightMatrix matrix) {
    return entry
        .put("layer", matrix.layer().index())
        .put("name", matrix.layer().name())
        .put("parameter", matrix.parameter());
  }
}
