package io.complexometer.export.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The laws of a log while it is read. A law is told once, and holds until the next of its series.
 * Of the laws that were fitted only the one that was decided on is told.
 */
final class LoggedLaws {

  private static final Value NONE = Value.absent(Fit.NOT_OF_THIS_LAW);
  private static final double UNKNOWN_THRESHOLD = 1; // of what has no law any is as good

  private final List<Trend> trends = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Nothing was fitted yet.
   *
   * @param fitted what laws are fitted to
   */
  LoggedLaws(List<Series> fitted) {
    ScalingLaw nothing =
        new ScalingLaw(Decision.TOO_SHORT, 0, 0, List.of(), Optional.empty(), List.of());
    for (Series series : fitted) {
      places.put(SessionLine.label(series), trends.size());
      trends.add(new Trend(series, nothing, -1, UNKNOWN_THRESHOLD));
    }
  }

  /** The newest of all, in the order of the series. */
  List<Trend> newest() {
    return trends;
  }

  /** Takes those that are new in a sample. */
  void take(JsonNode laws) {
    for (JsonNode law : laws) {
      Integer place = places.get(place(law));
      if (place != null) {
        trends.set(place, trend(trends.get(place).series(), law));
      }
    }
  }

  private static String place(JsonNode law) {
    String profile = law.path("profile").asText();
    return law.path("measure").asText()
        + (profile.isEmpty() ? "" : "." + profile)
        + (law.has("layer") ? "/" + law.get("layer").asInt() : "")
        + (law.has("parameter") ? "/" + law.get("parameter").asText() : "");
  }

  private static Trend trend(Series series, JsonNode json) {
    Decision decision =
        Arrays.stream(Decision.values())
            .filter(one -> one.label().equals(json.path("decision").asText()))
            .findFirst()
            .orElse(Decision.TOO_SHORT);
    Optional<Fit> best = Optional.of(json).filter(one -> one.has("family")).map(LoggedLaws::fit);
    List<Family> between = new ArrayList<>();
    json.path("between").forEach(family -> between.add(family(family)));
    ScalingLaw law =
        new ScalingLaw(
            decision,
            json.path("points").asInt(),
            number(json.path("decades")),
            best.stream().toList(),
            best,
            between);
    return new Trend(series, law, json.path("iteration").asLong(), number(json.path("threshold")));
  }

  private static Fit fit(JsonNode json) {
    List<Fit> ends = new ArrayList<>();
    json.path("ends").forEach(end -> ends.add(fit(end)));
    JsonNode interval = json.path("interval95");
    return new Fit(
        family(json.path("family")),
        value(json.path("exponent"), NONE),
        Optional.of(interval).filter(JsonNode::isArray).map(LoggedLaws::interval),
        value(json.path("earlierExponent"), NONE),
        value(json.path("breakTime"), NONE),
        value(json.path("timeConstant"), NONE),
        number(json.path("amplitude")),
        number(json.path("offset")),
        number(json.path("rho")),
        number(json.path("squares")),
        number(json.path("bic")),
        value(
            json.path("determination"),
            Value.absent(json.path("absent").path("determination").asText())),
        ends);
  }

  private static Interval interval(JsonNode pair) {
    Value open = Value.absent(Interval.OPEN);
    return new Interval(value(pair.path(0), open), value(pair.path(1), open));
  }

  private static Family family(JsonNode label) {
    return Arrays.stream(Family.values())
        .filter(family -> family.label().equals(label.asText()))
        .findFirst()
        .orElse(Family.CONSTANT);
  }

  private static Value value(JsonNode number, Value otherwise) {
    double value = number(number);
    return Double.isFinite(value) ? Value.of(value) : otherwise;
  }

  /** What is not finite is a text in JSON. */
  private static double number(JsonNode json) {
    if (!json.isTextual()) {
      return json.asDouble(Double.NaN);
    }
    return switch (json.textValue()) {
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }
}
