package io.complexometer.examples.fitting;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The series of a sample log, found in its samples: all numbers there that are measures. */
final class SampleLogCourses {
  private static final Set<String> OF_THE_SAMPLE =
      Set.of("session", "iteration", "epoch", "wallTimeMillis", "carried");
  private static final Set<String> OF_THE_PLACE =
      Set.of("index", "name", "type", "layer", "parameter");

  /** What the log does not say: of these ratios mean nothing. */
  private static final Set<String> LOGARITHMS =
      Set.of("cpse", "cpseWithoutFirstDistance", "cpseNullMean", "cpseNullStandardDeviation");

  private final List<SeriesPattern> wanted;
  private final CpseProfile headline;
  private final Map<String, Course> courses = new LinkedHashMap<>();
  private JsonNode carried;
  private long iteration;

  SampleLogCourses(List<SeriesPattern> wanted, CpseProfile headline) {
    this.wanted = wanted;
    this.headline = headline;
  }

  /** The same of another run. */
  SampleLogCourses anew() {
    return new SampleLogCourses(wanted, headline);
  }

  Collection<Course> all() {
    return courses.values();
  }

  /** Those that a pattern means, and that have points. */
  List<Course> matching(SeriesPattern pattern) {
    return courses.values().stream()
        .filter(course -> course.count() > 0 && pattern.matches(course.series(), headline))
        .toList();
  }

  /** Takes what a sample has. */
  void add(JsonNode sample) {
    iteration = sample.get("iteration").asLong();
    carried = sample.path("carried");
    addAll(sample, OF_THE_SAMPLE, "", Series::of);
    for (JsonNode entry : sample.path("layers")) {
      Layer layer = layer(entry, "index");
      addAll(entry, OF_THE_PLACE, layer.index() + "/", metric -> Series.of(metric, layer));
    }
    for (JsonNode entry : sample.path("weights")) {
      WeightMatrix matrix =
          new WeightMatrix(layer(entry, "layer"), entry.path("parameter").asText(), 0, 0);
      String place = matrix.layer().index() + "/" + matrix.parameter() + "/";
      addAll(entry, OF_THE_PLACE, place, metric -> Series.of(metric, matrix));
    }
  }

  private static Layer layer(JsonNode entry, String index) {
    return new Layer(
        entry.path(index).asInt(), entry.path("name").asText(), entry.path("type").asText());
  }

  /** Makes a metric the series of a place. */
  private interface Placing {
    Series of(Metric metric);
  }

  private void addAll(JsonNode owner, Set<String> others, String place, Placing placing) {
    for (Map.Entry<String, JsonNode> field : owner.properties()) {
      if (others.contains(field.getKey())) {
        continue;
      }
      if (field.getValue().isObject()) {
        field
            .getValue()
            .properties()
            .forEach(one -> add(place, field.getKey(), one.getKey(), one.getValue(), placing));
      } else {
        add(place, field.getKey(), "", field.getValue(), placing);
      }
    }
  }

  private void add(String place, String key, String profile, JsonNode number, Placing placing) {
    double value = number.isNumber() ? number.asDouble() : Double.NaN;
    if (Double.isFinite(value)) {
      boolean old = carried.path(key).isIntegralNumber();
      courses
          .computeIfAbsent(place + key + "." + profile, any -> course(key, profile, placing))
          .add(old ? carried.get(key).asLong() : iteration, old, value);
    }
  }

  private Course course(String key, String profile, Placing placing) {
    String unit = LOGARITHMS.contains(key) ? "log10" : "";
    Series series =
        placing.of(new Metric("", key, profile, Metric.Scope.NETWORK, unit, "")); // scope is unused
    return new Course(
        series, wanted.stream().anyMatch(pattern -> pattern.matches(series, headline)));
  }
}
