package io.complexometer.export.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sample's line of a sample log. A metric's key is its name in camel case; a metric with profiles
 * is an object of one number for each.
 */
final class SampleLine {

  /** The key of the counts of eigenvalues, whose bounds are in the session's line. */
  static final String DENSITY = "spectralDensity";

  private final Sample sample;
  private final ObjectNode line = JsonNodeFactory.instance.objectNode();
  private final ArrayNode layers = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode weights = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode absent = JsonNodeFactory.instance.arrayNode();
  private final ObjectNode carried = JsonNodeFactory.instance.objectNode();
  private final Map<Layer, ObjectNode> layerEntries = new HashMap<>();
  private final Map<WeightMatrix, ObjectNode> matrixEntries = new HashMap<>();

  private SampleLine(Sample sample) {
    this.sample = sample;
  }

  /**
   * The line.
   *
   * @param sample what it is of
   * @param before trends that the log tells already; none at the beginning
   */
  static ObjectNode of(Sample sample, List<Trend> before) {
    return new SampleLine(sample).line(before);
  }

  private ObjectNode line(List<Trend> before) {
    line.put("session", sample.session());
    line.put("iteration", sample.iteration());
    line.put("epoch", sample.epoch());
    line.put("wallTimeMillis", sample.wallTimeMillis());
    if (sample.score() instanceof Value.Absent none) {
      absent.addObject().putNull("layer").put("measure", "score").put("reason", none.reason());
    } else {
      line.put("score", sample.score().orNaN());
    }
    sample.readings().forEach(this::add);
    sample.densities().forEach(this::add);
    line.set("layers", layers);
    line.set("weights", weights);
    line.set("absent", absent);
    line.set("carried", carried);
    line.set("laws", LawJson.changed(sample.trends(), before));
    sample.stop().ifPresent(why -> line.put("stop", why));
    return line;
  }

  private void add(Reading reading) {
    Series series = reading.series();
    Metric metric = series.metric();
    String key = metric.key();
    ObjectNode owner = owner(series);
    if (reading.value() instanceof Value.Absent none) {
      ObjectNode entry = addAbsent(absent, series, none);
      if (reading.iteration() < 0) {
        entry.put("iteration", reading.iteration());
      }
    } else if (metric.profile().isEmpty()) {
      owner.put(key, reading.value().orNaN());
    } else {
      owner.withObjectProperty(key).put(metric.profile(), reading.value().orNaN());
    }
    if (reading.iteration() >= 0 && reading.iteration() < sample.iteration()) {
      // All series of a measure are measured together; should one lag behind, it is told.
      carried.put(key, Math.min(reading.iteration(), carried.path(key).asLong(Long.MAX_VALUE)));
    }
  }

  private void add(Density density) {
    ObjectNode owner = owner(density.matrix());
    if (density.absence().isPresent()) {
      ObjectNode entry = absent.addObject();
      entry
          .put("layer", density.matrix().layer().name())
          .put("index", density.matrix().layer().index())
          .put("parameter", density.matrix().parameter())
          .put("measure", DENSITY)
          .put("reason", density.absence().get());
      if (density.iteration() < 0) {
        entry.put("iteration", density.iteration());
      }
    } else {
      density.counts().forEach(owner.putArray(DENSITY)::add);
    }
    if (density.iteration() >= 0 && density.iteration() < sample.iteration()) {
      carried.put(DENSITY, density.iteration());
    }
  }

  private ObjectNode owner(WeightMatrix wanted) {
    return matrixEntries.computeIfAbsent(
        wanted, matrix -> SessionLine.identify(weights.addObject(), matrix));
  }

  private ObjectNode owner(Series series) {
    return switch (series.metric().scope()) {
      case NETWORK -> line;
      case LAYER ->
          layerEntries.computeIfAbsent(
              series.layer().orElseThrow(),
              layer -> SessionLine.identify(layers.addObject(), layer));
      case MATRIX -> owner(series.matrix().orElseThrow());
    };
  }

  /** Says that a series has no value, and why. */
  static ObjectNode addAbsent(ArrayNode absent, Series series, Value.Absent none) {
    ObjectNode entry = absent.addObject();
    series
        .layer()
        .ifPresentOrElse(
            layer -> entry.put("layer", layer.name()).put("index", layer.index()),
            () -> entry.putNull("layer"));
    series.matrix().ifPresent(matrix -> entry.put("parameter", matrix.parameter()));
    String key = series.metric().key();
    String profile = series.metric().profile();
    entry.put("measure", profile.isEmpty() ? key : key + "." + profile);
    return entry.put("reason", none.reason());
  }
}
