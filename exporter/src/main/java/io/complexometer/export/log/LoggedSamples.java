package io.complexometer.export.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the samples of a session, line by line: of laws a line tells only those that are new. */
final class LoggedSamples {

  /** Why a value is absent that is neither in its line nor among what is absent there. */
  static final String NOT_LOGGED = "not logged";

  private final Session session;
  private final List<String> labels;
  private LoggedLaws laws;

  LoggedSamples(Session session) {
    this.session = session;
    this.labels = session.series().stream().map(SessionLine::label).toList();
    this.laws = new LoggedLaws(session.fitted());
  }

  Session session() {
    return session;
  }

  /** A file begins here, or the run was taken up again: all laws are told once more. */
  void anew() {
    laws = new LoggedLaws(session.fitted());
  }

  /**
   * A sample.
   *
   * @param line of the log, one of this session
   * @throws IllegalArgumentException if it has no iteration, epoch or time, or numbers that none of
   *     ours can be
   */
  Sample read(JsonNode line) {
    for (String key : List.of("iteration", "epoch", "wallTimeMillis")) { // 0 would be a wrong place
      if (!line.path(key).isIntegralNumber() || !line.path(key).canConvertToLong()) {
        throw new IllegalArgumentException("no whole number as " + key);
      }
    }
    laws.take(line.path("laws"));
    Map<String, String> reasons = LoggedSession.reasons(line.path("absent"));
    Set<String> never = new HashSet<>();
    for (JsonNode entry : line.path("absent")) {
      if (entry.path("iteration").asLong() < 0) {
        never.add(LoggedSession.label(entry));
      }
    }
    Map<Integer, JsonNode> layers = new HashMap<>();
    line.path("layers").forEach(layer -> layers.put(layer.path("index").asInt(), layer));
    Map<String, JsonNode> weights = new HashMap<>();
    for (JsonNode matrix : line.path("weights")) {
      weights.put(matrix.path("layer").asInt() + "/" + matrix.path("parameter").asText(), matrix);
    }
    long iteration = iteration(line);
    List<Reading> readings = new ArrayList<>(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      Series series = session.series().get(i);
      JsonNode owner = owner(series, line, layers, weights);
      long measured =
          never.contains(labels.get(i))
              ? -1
              : line.path("carried").path(series.metric().key()).asLong(iteration);
      readings.add(
          new Reading(series, value(owner, series.metric(), reasons.get(labels.get(i))), measured));
    }
    return new Sample(
        session.id(),
        iteration,
        line.path("epoch").asInt(),
        line.path("wallTimeMillis").asLong(),
        value(line.path("score"), reasons.get("score")),
        readings,
        laws.newest(),
        Optional.of(line.path("stop")).filter(JsonNode::isTextual).map(JsonNode::asText),
        densities(line, weights));
  }

  private List<Density> densities(JsonNode line, Map<String, JsonNode> weights) {
    long measured = line.path("carried").path(SampleLine.DENSITY).asLong(iteration(line));
    Map<String, JsonNode> absent = new HashMap<>();
    for (JsonNode entry : line.path("absent")) {
      if (entry.path("measure").asText().equals(SampleLine.DENSITY)) {
        absent.put(entry.path("index").asInt() + "/" + entry.path("parameter").asText(), entry);
      }
    }
    List<Density> densities = new ArrayList<>();
    for (WeightMatrix matrix : session.densities()) {
      String key = matrix.layer().index() + "/" + matrix.parameter();
      List<Integer> counts = new ArrayList<>();
      weights
          .getOrDefault(key, MissingNode.getInstance())
          .path(SampleLine.DENSITY)
          .forEach(count -> counts.add(count.asInt()));
      JsonNode none = absent.getOrDefault(key, MissingNode.getInstance());
      densities.add(
          counts.isEmpty()
              ? new Density(
                  matrix,
                  counts,
                  Optional.of(none.path("reason").asText(NOT_LOGGED)),
                  none.path("iteration").asLong(measured))
              : new Density(matrix, counts, Optional.empty(), measured));
    }
    return densities;
  }

  private static long iteration(JsonNode line) {
    return line.path("iteration").asLong();
  }

  private static JsonNode owner(
      Series series, JsonNode line, Map<Integer, JsonNode> layers, Map<String, JsonNode> weights) {
    JsonNode none = MissingNode.getInstance();
    return switch (series.metric().scope()) {
      case NETWORK -> line;
      case LAYER -> layers.getOrDefault(series.layer().orElseThrow().index(), none);
      case MATRIX ->
          weights.getOrDefault(
              series.layer().orElseThrow().index()
                  + "/"
                  + series.matrix().orElseThrow().parameter(),
              none);
    };
  }

  private static Value value(JsonNode owner, Metric metric, String reason) {
    JsonNode value = owner.path(metric.key());
    return value(metric.profile().isEmpty() ? value : value.path(metric.profile()), reason);
  }

  private static Value value(JsonNode number, String reason) {
    return number.isNumber()
        ? Value.of(number.asDouble())
        : Value.absent(reason == null ? NOT_LOGGED : reason);
  }
}
