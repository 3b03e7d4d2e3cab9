package io.complexometer.examples.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.export.log.StructureJson;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.network.WeightMatrix;
import java.util.Locale;
import java.util.Optional;

/** Writes an analysis for programs. What is absent is null, and its reason is listed. */
public final class AnalysisJson {
  private static final CpseProfile HEADLINE = CpseProfile.SCALE_FREE;

  private final ObjectMapper mapper = new ObjectMapper();
  private final ObjectNode root = mapper.createObjectNode();
  private final Analysis analysis;

  private AnalysisJson(Analysis analysis) {
    this.analysis = analysis;
  }

  /**
   * Writes an analysis as one JSON object.
   *
   * @param analysis what was measured
   * @param settings how
   * @return the text
   */
  public static String of(Analysis analysis, AnalysisSettings settings) {
    AnalysisJson json = new AnalysisJson(analysis);
    json.root.put("name", analysis.name()).put("format", analysis.format());
    json.putSettings(settings);
    json.putCpse();
    json.putLayers();
    json.root.set("structure", analysis.structure().map(StructureJson::of).orElse(null));
    json.putRemarks();
    try {
      return json.mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json.root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private void putSettings(AnalysisSettings settings) {
    ObjectNode node =
        root.putObject("settings")
            .put("seed", settings.seed())
            .put("randomNetworks", AnalysisSettings.RANDOM_NETWORKS)
            .put("structureLevel", settings.level().name().toLowerCase(Locale.ROOT));
    if (settings.probe().isEmpty()) {
      node.putNull("probeExamples");
    } else {
      node.put("probeExamples", settings.probe().get(0).size(0));
    }
  }

  private void putCpse() {
    ObjectNode cpse = root.putObject("cpse");
    for (CpseProfile profile : CpseProfile.values()) {
      put(cpse, profile.label(), analysis.cpse().get(profile));
    }
    putNull(cpse.putObject("null"), HEADLINE);
    ObjectNode nulls = root.putObject("nulls");
    for (CpseProfile profile : CpseProfile.values()) {
      putNull(nulls.putObject(profile.label()), profile);
    }
  }

  private void putNull(ObjectNode node, CpseProfile profile) {
    BesideRandom measured = BesideRandom.of(analysis, profile);
    put(node, "mean", measured.random().mean());
    put(node, "standardDeviation", measured.random().standardDeviation());
    put(node, "z", measured.z());
  }

  private void putLayers() {
    ArrayNode layers = root.putArray("layers");
    for (Entry entry : Entry.of(analysis)) {
      ObjectNode node = layers.addObject();
      node.put("index", entry.layer().index())
          .put("name", entry.layer().name())
          .put("type", entry.layer().type());
      putMatrix(node, entry.matrix());
      putActivity(node, entry.activity());
    }
  }

  private static void putMatrix(ObjectNode node, Optional<MatrixAnalysis> measured) {
    Optional<WeightMatrix> matrix = measured.map(MatrixAnalysis::matrix);
    node.put("parameter", matrix.map(WeightMatrix::parameter).orElse(null))
        .put("rows", matrix.map(WeightMatrix::rows).orElse(null))
        .put("columns", matrix.map(WeightMatrix::columns).orElse(null));
    if (measured.isEmpty()) {
      for (String name :
          new String[] {
            "spectralNorm", "frobeniusNorm", "stableRank", "effectiveRank", "conditionNumber",
            "alpha", "alphaHat", "randomAlpha", "tail", "estimate"
          }) {
        node.putNull(name);
      }
      return;
    }
    SpectralSummary summary = measured.get().summary();
    put(node, "spectralNorm", summary.spectralNorm());
    put(node, "frobeniusNorm", summary.frobeniusNorm());
    put(node, "stableRank", summary.stableRank());
    put(node, "effectiveRank", summary.effectiveRank());
    put(node, "conditionNumber", summary.conditionNumber());
    put(node, "alpha", summary.tail().alpha());
    put(node, "alphaHat", summary.alphaHat());
    put(node, "randomAlpha", measured.get().randomAlpha());
    putTail(node, summary.tail());
    measured
        .get()
        .spectrum()
        .accuracy()
        .ifPresentOrElse(
            accuracy -> putAccuracy(node.putObject("estimate"), accuracy),
            () -> node.putNull("estimate"));
  }

  private static void putTail(ObjectNode node, PowerLawTail tail) {
    if (!tail.alpha().isPresent()) {
      node.putNull("tail");
      return;
    }
    node.putObject("tail")
        .put("xmin", tail.xmin().orNaN())
        .put("distance", tail.distance().orNaN())
        .put("eigenvalues", (int) tail.eigenvalues().orNaN())
        .put("standardError", tail.standardError().orNaN())
        .put("reliable", tail.reliable().orNaN() == 1);
  }

  private static void putAccuracy(ObjectNode node, SpectrumAccuracy accuracy) {
    put(node, "standardError", accuracy.standardError());
    node.put("quadratureError", accuracy.quadratureError())
        .put("largestResidual", accuracy.largestResidual())
        .put("resolvedEigenvalues", accuracy.resolved());
  }

  private static void putActivity(ObjectNode node, Optional<LayerActivity> measured) {
    if (measured.isEmpty()) {
      node.putNull("effectiveDimension").putNull("nonlinearityBits").putNull("activations");
      return;
    }
    LayerActivity activity = measured.get();
    put(node, "effectiveDimension", activity.effectiveDimension());
    put(node, "nonlinearityBits", activity.nonlinearityBits());
    node.putObject("activations")
        .put("rows", activity.rows())
        .put("units", activity.units())
        .put("binaryUnits", activity.binaryUnits())
        .put("estimator", activity.estimator().isEmpty() ? null : activity.estimator());
  }

  private void putRemarks() {
    ArrayNode absent = root.putArray("absent");
    for (Absent none : analysis.absent()) {
      absent
          .addObject()
          .put("layer", none.layer().map(layer -> layer.name()).orElse(null))
          .put("parameter", none.parameter().orElse(null))
          .put("measure", none.measure())
          .put("reason", none.reason());
    }
    analysis.notices().forEach(root.putArray("notices")::add);
    analysis.faults().forEach(root.putArray("faults")::add);
  }

  private static void put(ObjectNode node, String name, Value value) {
    if (value instanceof Value.Present present) {
      node.put(name, present.number());
    } else {
      node.putNull(name);
    }
  }
}
