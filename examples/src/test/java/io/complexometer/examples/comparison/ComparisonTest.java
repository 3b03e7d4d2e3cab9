package io.complexometer.examples.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.report.MadeUpModels;
import io.complexometer.measure.circular.CircularEnsemble;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The measures themselves are tested against fixtures where they are: in the listener. */
final class ComparisonTest {
  private static final int[][] SHAPES = {{40, 30}, {30, 40}, {12, 30}};

  private static Analysis random(String name, long seed, double spike, int[]... shapes) {
    return MadeUpModels.analysis(MadeUpModels.weights(name, seed, spike, shapes));
  }

  private static Comparison compare(Analysis a, Analysis b) {
    return Comparison.of(a, b, ComparisonSettings.DEFAULT, MadeUpModels.NOBODY);
  }

  private static JsonNode json(Comparison comparison) throws Exception {
    return new ObjectMapper().readTree(ComparisonJson.of(comparison, MadeUpModels.SETTINGS));
  }

  private static String table(Comparison comparison) {
    StringWriter text = new StringWriter();
    new ComparisonTable(new PrintWriter(text), comparison).print();
    return text.toString();
  }

  private static Set<String> absent(JsonNode json) {
    Set<String> absent = new TreeSet<>();
    json.get("absent")
        .forEach(
            none -> absent.add(none.get("measure").asText() + ": " + none.get("reason").asText()));
    return absent;
  }

  /** The same weights: only the circular draws differ. */
  @ParameterizedTest
  @EnumSource
  void verdict_identicalNetworks(CircularEnsemble ensemble) {
    Analysis network = random("a.npz", 1, 0, SHAPES);
    Comparison comparison =
        Comparison.of(
            network, network, new ComparisonSettings(ensemble, 20, 5), MadeUpModels.NOBODY);
    assertEquals(Optional.of(true), comparison.verdict().equivalent());
    double delta = comparison.circular().orElseThrow().threshold().orNaN();
    double statistic = comparison.circular().orElseThrow().statistic().orNaN();
    assertTrue(statistic < delta / 2, () -> statistic + " beside " + delta);
  }

  /** Chance alone: 95 of 100 pairs by construction; 38 of 40 with a deviation of 1.4. */
  @Test
  void verdict_randomNetworks() {
    int equivalent = 0;
    for (int i = 0; i < 40; i++) {
      Comparison comparison =
          Comparison.of(
              random("a.npz", 2L * i, 0, SHAPES),
              random("b.npz", 2L * i + 1, 0, SHAPES),
              new ComparisonSettings(CircularEnsemble.CUE, 20, i),
              MadeUpModels.NOBODY);
      equivalent += comparison.verdict().equivalent().orElseThrow() ? 1 : 0;
    }
    assertTrue(equivalent >= 33, equivalent + " of 40");
  }

  /** One direction that stands out, as training makes it, moves all that is divided by it. */
  @Test
  void verdict_spikedNetwork() {
    Comparison comparison = compare(random("a.npz", 1, 0, SHAPES), random("b.npz", 2, 3, SHAPES));
    assertEquals(Optional.of(false), comparison.verdict().equivalent());
    assertTrue(comparison.verdict().sentence().startsWith("Not equivalent: "));
    assertTrue(comparison.verdict().sentence().endsWith("it cannot tell."));
    assertTrue(table(comparison).contains("\nNot equivalent: "), table(comparison));
  }

  /** A matrix times a number has the same curve. */
  @Test
  void verdict_doesNotSeeScale() {
    StoredModel model = MadeUpModels.weights("a.npz", 1, 0, SHAPES);
    List<StoredWeights> scaled = new ArrayList<>();
    for (StoredWeights one : model.weights()) {
      Matrix.Doubles matrix = (Matrix.Doubles) one.matrix().get();
      double[] data = matrix.data().clone();
      for (int i = 0; i < data.length; i++) {
        data[i] *= 8;
      }
      Matrix larger = new Matrix.Doubles(matrix.rows(), matrix.columns(), data);
      scaled.add(new StoredWeights(one.description(), () -> larger));
    }
    Analysis a = MadeUpModels.analysis(model);
    Analysis b = MadeUpModels.analysis(MadeUpModels.model("b.npz", scaled));
    assertEquals(compare(a, a).circular(), compare(a, b).circular());
  }

  /** E is the standard deviation of the curves' difference over x &gt; 0, reckoned by hand. */
  @Test
  void json_curvesGiveTheStatistic() throws Exception {
    JsonNode json = json(compare(random("a.npz", 1, 0, SHAPES), random("b.npz", 2, 1, SHAPES)));
    JsonNode circular = json.get("circular");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 40; i++) {
      double a = circular.get("a").get("curve").get(i).asDouble();
      double b = circular.get("b").get("curve").get(i).asDouble();
      assertEquals(a - b, circular.get("difference").get(i).asDouble(), 1e-15);
      if (circular.get("binCentres").get(i).asDouble() > 0) {
        sum += a - b;
        squares += (a - b) * (a - b);
      }
    }
    double deviation = Math.sqrt(squares / 20 - (sum / 20) * (sum / 20));
    assertEquals(deviation, json.get("equivalence").get("statistic").asDouble(), 1e-12);
    // 40 x 30 has ten zeros; 12 x 30 none: 10 of 3 times 40
    assertEquals(10 / 120.0, circular.get("a").get("spikeAtZero").asDouble(), 1e-15);
  }

  @Test
  void json_isComplete() throws Exception {
    Analysis a = MadeUpModels.complete("a.zip", 1, 0);
    Analysis b = random("b.npz", 2, 0, new int[] {120, 80}, new int[] {90, 120});
    JsonNode json = json(compare(a, b));
    assertEquals("a.zip", json.get("a").get("name").asText());
    assertEquals(26_680, json.get("a").get("structure").get("parameters").asLong());
    assertTrue(json.get("b").get("structure").isNull());
    assertEquals(
        a.cpse().values().stream().filter(value -> value.isPresent()).count(),
        json.get("a").get("cpse").properties().stream()
            .filter(entry -> entry.getValue().isNumber())
            .count());
    assertEquals(4, json.get("layers").size());
    assertTrue(json.get("layers").get(3).get("b").isNull());
    JsonNode last = json.get("layers").get(3).get("a");
    assertEquals("layer3", last.get("name").asText());
    assertEquals(10, last.get("rows").asInt());
    assertEquals(
        a.matrices().get(3).summary().stableRank().orNaN(), last.get("stableRank").asDouble());
    assertTrue(last.get("alpha").isNull());
    JsonNode equivalence = json.get("equivalence");
    assertEquals(0.95, equivalence.get("quantile").asDouble());
    assertEquals(200, equivalence.get("pairs").asInt());
    assertFalse(equivalence.get("sameShapes").asBoolean());
    assertEquals(
        equivalence.get("statistic").asDouble() <= equivalence.get("delta").asDouble(),
        equivalence.get("equivalent").asBoolean());
    assertTrue(
        equivalence.get("verdict").asText().endsWith("shapes that differ it sees mostly these."));
    assertEquals("CUE", json.get("settings").get("ensemble").asText());
    assertEquals(20, json.get("settings").get("draws").asInt());
    assertEquals(Set.of(), absent(json));
  }

  @Test
  void verdict_noneWithoutWeights() throws Exception {
    Analysis a = MadeUpModels.complete("a.zip", 1, 0);
    Analysis b =
        new Analysis(
            "config.json",
            "Deeplearning4j configuration",
            a.structure(),
            List.of(),
            List.of(),
            MadeUpModels.analysis(MadeUpModels.model("b", List.of())).cpse(),
            MadeUpModels.analysis(MadeUpModels.model("b", List.of())).nulls(),
            List.of(),
            List.of(),
            List.of());
    Comparison comparison = compare(a, b);
    assertEquals(
        "No verdict: too few weight matrices in one of the files.",
        comparison.verdict().sentence());
    JsonNode json = json(comparison);
    assertTrue(json.get("circular").isNull());
    assertTrue(json.get("equivalence").get("equivalent").isNull());
    assertEquals(
        Set.of(
            "circular: too few weight matrices",
            "equivalence.statistic: too few weight matrices",
            "equivalence.delta: too few weight matrices"),
        absent(json));
    assertTrue(table(comparison).contains("parameters"), table(comparison));
  }

  @Test
  void verdict_noneOfNonFiniteWeights() throws Exception {
    Matrix broken = new Matrix.Doubles(2, 2, new double[] {1, Double.NaN, 3, 4});
    List<StoredWeights> weights =
        new ArrayList<>(MadeUpModels.weights("b.npz", 2, 0, SHAPES).weights());
    weights.set(0, new StoredWeights(weights.get(0).description(), () -> broken));
    Analysis whole = random("a.npz", 1, 0, SHAPES);
    Comparison comparison =
        compare(whole, MadeUpModels.analysis(MadeUpModels.model("b.npz", weights)));
    assertEquals(Optional.empty(), comparison.verdict().equivalent());
    assertTrue(json(comparison).get("equivalence").get("equivalent").isNull());
  }

  /** Of a file with a damaged matrix E would be that of other networks. */
  @Test
  void verdict_noneOfHalfANetwork() {
    StoredModel whole = MadeUpModels.weights("a.npz", 1, 0, SHAPES);
    StoredModel half =
        new StoredModel(
            "b.npz",
            ".npz file",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            whole.weights().subList(0, 2),
            List.of(),
            List.of("b.npz: layer2: truncated"));
    Comparison comparison = compare(MadeUpModels.analysis(whole), MadeUpModels.analysis(half));
    assertEquals("No verdict: a weight matrix is missing.", comparison.verdict().sentence());
    assertTrue(table(comparison).contains("No verdict: "), table(comparison));
  }

  /** Random spectra differ by less than the error of an estimate. */
  @Test
  void verdict_noneOfEstimatedSpectra() throws Exception {
    Analysis exact = random("a.npz", 1, 0, SHAPES);
    List<MatrixAnalysis> matrices = new ArrayList<>(exact.matrices());
    Matrix weights = MadeUpModels.weights("a.npz", 1, 0, SHAPES).weights().get(0).matrix().get();
    try (GramWorkspace workspace = new GramWorkspace()) {
      WeightSpectrum estimate = WeightSpectrum.of(weights, workspace, 8);
      MatrixAnalysis first = matrices.get(0);
      matrices.set(
          0,
          new MatrixAnalysis(
              first.matrix(), estimate, SpectralSummary.of(estimate, 30), first.randomAlpha()));
    }
    Analysis estimated =
        new Analysis(
            "b.npz",
            ".npz file",
            Optional.empty(),
            matrices,
            List.of(),
            exact.cpse(),
            exact.nulls(),
            List.of(),
            List.of(),
            List.of());
    JsonNode json = json(compare(exact, estimated));
    assertEquals(Set.of("equivalence.delta: estimated spectrum"), absent(json));
    assertTrue(json.get("equivalence").get("statistic").isNumber());
    assertTrue(
        json.get("equivalence")
            .get("verdict")
            .asText()
            .startsWith("No verdict: estimated spectrum of a very large layer"));
  }

  @Test
  void seconds_growsWithRowsAndDraws() {
    Analysis a = random("a.npz", 1, 0, SHAPES);
    Analysis other = random("b.npz", 1, 0, new int[] {41, 30}, new int[] {30, 41});
    double once = CircularComparison.seconds(a, a, ComparisonSettings.DEFAULT);
    ComparisonSettings twice = new ComparisonSettings(CircularEnsemble.CUE, 40, 1);
    assertEquals(2 * once, CircularComparison.seconds(a, a, twice), 1e-9);
    assertTrue(CircularComparison.seconds(a, other, ComparisonSettings.DEFAULT) > 1.5 * once);
  }
}
