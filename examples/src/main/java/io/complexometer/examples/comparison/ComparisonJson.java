package io.complexometer.examples.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.AnalysisJson;
import io.complexometer.examples.analysis.AnalysisSettings;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.measure.Value;
import io.complexometer.measure.circular.CircularSpectralDifference;
import io.complexometer.measure.circular.EquivalenceThreshold;
import java.util.Optional;

/** Writes a comparison for programs. What is absent is null, and its reason is listed. */
public final class ComparisonJson {
  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final ArrayNode absent = mapper.createArrayNode();

  private ComparisonJson() {}

  /**
   * Writes a comparison as one JSON object.
   *
   * @param comparison what was found
   * @param settings how the networks were measured
   * @return the text
   */
  public static String of(Comparison comparison, AnalysisSettings settings) {
    ComparisonJson json = new ComparisonJson();
    json.putAnalysis("a", comparison.a(), settings);
    json.putAnalysis("b", comparison.b(), settings);
    json.putLayers(comparison);
    json.putCircular(comparison);
    json.putEquivalence(comparison);
    json.root
        .putObject("settings")
        .put("ensemble", comparison.settings().ensemble().name())
        .put("draws", comparison.settings().draws())
        .put("seed", comparison.settings().seed());
    json.root.set("absent", json.absent);
    try {
      return json.mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json.root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void putAnalysis(String name, Analysis analysis, AnalysisSettings settings) {
    try {
      root.set(name, mapper.readTree(AnalysisJson.of(analysis, settings)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void putLayers(Comparison comparison) {
    ArrayNode layers = root.putArray("layers");
    for (Pair pair : comparison.matrices()) {
      ObjectNode layer = layers.addObject().put("index", pair.index());
      layer.set("a", matrix(pair.a()));
      layer.set("b", matrix(pair.b()));
    }
  }

  private JsonNode matrix(Optional<MatrixAnalysis> matrix) {
    if (matrix.isEmpty()) {
      return mapper.nullNode();
    }
    ObjectNode node =
        mapper
            .createObjectNode()
            .put("name", matrix.get().matrix().layer().name())
            .put("parameter", matrix.get().matrix().parameter())
            .put("rows", matrix.get().matrix().rows())
            .put("columns", matrix.get().matrix().columns());
    put(node, "spectralNorm", matrix.get().summary().spectralNorm());
    put(node, "stableRank", matrix.get().summary().stableRank());
    put(node, "alpha", matrix.get().summary().tail().alpha());
    return node;
  }

  private void putCircular(Comparison comparison) {
    if (comparison.circular().isEmpty()) {
      root.putNull("circular");
      addAbsent("circular", comparison.verdict().reason().orElseThrow());
      return;
    }
    CircularComparison circular = comparison.circular().get();
    ObjectNode node = root.putObject("circular");
    CircularSpectralDifference.binCentres().forEach(node.putArray("binCentres")::add);
    putCurve(node, "a", circular.a());
    putCurve(node, "b", circular.b());
    circular.difference().forEach(node.putArray("difference")::add);
  }

  private void putCurve(ObjectNode parent, String name, CircularSpectralDifference difference) {
    ObjectNode node = parent.putObject(name);
    difference.curve().forEach(node.putArray("curve")::add);
    String path = "circular." + name + ".";
    put(node, path, "decayRate", difference.decayRate());
    put(node, path, "prefactor", difference.prefactor());
    put(node, path, "spikeAtZero", difference.spikeAtZero());
  }

  private void putEquivalence(Comparison comparison) {
    ObjectNode node = root.putObject("equivalence");
    String path = "equivalence.";
    Optional<CircularComparison> circular = comparison.circular();
    Value none = Value.absent(comparison.verdict().reason().orElse(""));
    put(node, path, "statistic", circular.map(CircularComparison::statistic).orElse(none));
    put(node, path, "delta", circular.map(CircularComparison::threshold).orElse(none));
    circular
        .flatMap(CircularComparison::equivalence)
        .ifPresent(
            equivalence -> {
              EquivalenceThreshold threshold = equivalence.threshold();
              node.put("quantile", threshold.quantile())
                  .put("pairs", threshold.pairs())
                  .put("sameShapes", threshold.a().equals(threshold.b()));
            });
    comparison
        .verdict()
        .equivalent()
        .ifPresentOrElse(
            equivalent -> node.put("equivalent", (boolean) equivalent),
            () -> node.putNull("equivalent"));
    node.put("verdict", comparison.verdict().sentence());
  }

  /** A number whose reason stands with the analysis of its network. */
  private static void put(ObjectNode node, String name, Value value) {
    if (value.isPresent()) {
      node.put(name, value.orNaN());
    } else {
      node.putNull(name);
    }
  }

  private void put(ObjectNode node, String path, String name, Value value) {
    put(node, name, value);
    if (value instanceof Value.Absent reason) {
      addAbsent(path + name, reason.reason());
    }
  }

  private void addAbsent(String measure, String reason) {
    absent.addObject().put("measure", measure).put("reason", reason);
  }
}
