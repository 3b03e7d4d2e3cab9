package io.complexometer.export.log;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Projection;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import java.util.List;

/**
 * The laws that are new in a sample's line. A parameter that a law does not have is left out; an
 * interval is a pair, of which an end that is open is null.
 */
final class LawJson {

  private LawJson() {}

  /**
   * Those that were fitted since the line before.
   *
   * @param now the sample's trends
   * @param before those of the line before, in the same order; none at the beginning
   */
  static ArrayNode changed(List<Trend> now, List<Trend> before) {
    ArrayNode laws = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < now.size(); i++) {
      long known = before.isEmpty() ? -1 : before.get(i).iteration();
      if (now.get(i).iteration() != known) {
        add(laws.addObject(), now.get(i));
      }
    }
    return laws;
  }

  private static void add(ObjectNode json, Trend trend) {
    Series series = trend.series();
    ScalingLaw law = trend.law();
    json.put("measure", series.metric().key());
    if (!series.metric().profile().isEmpty()) {
      json.put("profile", series.metric().profile());
    }
    series.layer().ifPresent(one -> json.put("layer", one.index()).put("name", one.name()));
    series.matrix().ifPresent(one -> json.put("parameter", one.parameter()));
    json.put("iteration", trend.iteration());
    json.put("decision", law.decision().label());
    if (!law.between().isEmpty()) {
      ArrayNode between = json.putArray("between");
      law.between().forEach(family -> between.add(family.label()));
    }
    json.put("points", law.points()).put("decades", law.decades());
    json.put("threshold", trend.threshold());
    law.best()
        .ifPresent(
            fit -> {
              add(json, fit);
              put(json, "asymptote", trend.asymptote(), 0);
              put(json, "settledIteration", trend.settled(), 1); // of t = iteration + 1
            });
  }

  private static void add(ObjectNode json, Fit fit) {
    json.put("family", fit.family().label());
    put(json, "exponent", fit.exponent());
    fit.interval().ifPresent(ends -> json.set("interval95", pair(ends.low(), ends.high(), 0)));
    put(json, "earlierExponent", fit.earlierExponent());
    put(json, "breakTime", fit.breakTime());
    put(json, "timeConstant", fit.timeConstant());
    json.put("amplitude", fit.amplitude()).put("offset", fit.offset());
    json.put("rho", fit.rho()).put("squares", fit.squares()).put("bic", fit.bic());
    if (fit.determination() instanceof Value.Absent none) {
      json.withObjectProperty("absent").put("determination", none.reason());
    }
    put(json, "determination", fit.determination());
    if (!fit.ends().isEmpty()) {
      ArrayNode ends = json.putArray("ends");
      fit.ends().forEach(end -> add(ends.addObject(), end));
    }
  }

  private static void put(ObjectNode json, String key, Value value) {
    if (value.isPresent()) {
      json.put(key, value.orNaN());
    }
  }

  private static void put(ObjectNode json, String key, Projection projection, int less) {
    if (projection.value() instanceof Value.Absent none) {
      json.withObjectProperty("absent").put(key, none.reason());
      return;
    }
    json.put(key, projection.value().orNaN() - less);
    if (projection.low().isPresent()) {
      json.set(key + "95", pair(projection.low(), projection.high(), less));
    }
  }

  private static ArrayNode pair(Value low, Value high, int less) {
    ArrayNode pair = JsonNodeFactory.instance.arrayNode();
    for (Value end : List.of(low, high)) {
      if (end.isPresent()) {
        pair.add(end.orNaN() - less);
      } else {
        pair.addNull();
      }
    }
    return pair;
  }
}
