package io.complexometer.export.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Constant;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Session;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;

/** The first line of a sample log: the session, its network, its settings and its structure. */
final class SessionLine {

  /** Raised only when a field changes its meaning or goes; fields may be added without. */
  static final int SCHEMA = 1;

  private SessionLine() {}

  static ObjectNode of(Session session) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("type", "session");
    line.put("schema", SCHEMA);
    line.put("session", session.id());
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
    return line;
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
