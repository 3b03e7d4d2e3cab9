package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class AnalysisReportTest {
  private static final double PLOTTED = 1e-5; // six digits

  private static JsonNode data(Page page, String chart, int dataset) throws Exception {
    return page.chart(chart).get("data").get("datasets").get(dataset).get("data");
  }

  private static void near(double expected, JsonNode actual) {
    assertEquals(expected, actual.asDouble(), PLOTTED * Math.abs(expected));
  }

  @Test
  void page_cpseIsTheAnalysis() throws Exception {
    Analysis analysis = MadeUpModels.complete("model.zip", 3, 1);
    Page page = new Page(AnalysisReport.page(analysis));
    JsonNode marks = data(page, "cPSE beside random networks", 0);
    JsonNode bars = data(page, "cPSE beside random networks", 1);
    List<List<String>> digits = page.titles("profile");
    for (CpseProfile profile : CpseProfile.values()) {
      int row = List.of(CpseProfile.values()).indexOf(profile);
      double cpse = analysis.cpse().get(profile).orNaN();
      DepthMatchedNull random = analysis.nulls().get(profile);
      double mean = random.mean().orNaN();
      double deviation = random.standardDeviation().orNaN();
      near(cpse, marks.get(row));
      near(mean - 2 * deviation, bars.get(row).get(0));
      near(mean + 2 * deviation, bars.get(row).get(1));
      assertEquals(profile.label(), page.table("profile").get(row + 1).get(0));
      List<Double> shown = digits.get(row + 1).subList(1, 5).stream().map(Double::valueOf).toList();
      assertEquals(List.of(cpse, mean, deviation, (cpse - mean) / deviation), shown);
    }
  }

  /** Over the k-th largest of N eigenvalues stands k / N; a tail ends where its law says. */
  @Test
  void page_spectraAreTheAnalysis() throws Exception {
    Analysis analysis = MadeUpModels.complete("model.zip", 4, 1);
    Page page = new Page(AnalysisReport.page(analysis));
    JsonNode datasets =
        page.chart("Eigenvalues of the weight matrices").get("data").get("datasets");
    assertEquals(2 * analysis.matrices().size(), datasets.size());
    for (int i = 0; i < analysis.matrices().size(); i++) {
      MatrixAnalysis matrix = analysis.matrices().get(i);
      JsonNode curve = datasets.get(2 * i);
      assertEquals("layer" + i, curve.get("label").asText());
      int order = matrix.spectrum().order();
      int before = 0;
      for (JsonNode point : curve.get("data")) {
        int rank = (int) Math.round(point.get("y").asDouble() * order);
        assertTrue(rank > before);
        before = rank;
        near((double) rank / order, point.get("y"));
        near(matrix.spectrum().eigenvalue(rank - 1), point.get("x"));
      }
      assertEquals(matrix.spectrum().stored(), before); // Gaussian: of full rank
      JsonNode law = datasets.get(2 * i + 1).get("data");
      assertEquals(i < 3, law.size() == 2); // of ten eigenvalues there is none
      if (i < 3) {
        double slope =
            Math.log(law.get(1).get("y").asDouble() / law.get(0).get("y").asDouble())
                / Math.log(law.get(1).get("x").asDouble() / law.get(0).get("x").asDouble());
        assertEquals(1 - matrix.summary().tail().alpha().orNaN(), slope, 1e-3);
        near(matrix.summary().tail().xmin().orNaN(), law.get(0).get("x"));
        near(matrix.summary().tail().eigenvalues().orNaN() / order, law.get(0).get("y"));
      }
    }
  }

  /**
   * 120 x 80 has 40 zeros; four digits of what the summaries say, all of them under the pointer.
   */
  @Test
  void page_matricesAreTheAnalysis() throws Exception {
    Analysis analysis = MadeUpModels.complete("model.zip", 5, 1);
    Page page = new Page(AnalysisReport.page(analysis));
    List<List<String>> rows = page.titles("layer");
    for (int i = 0; i < analysis.matrices().size(); i++) {
      MatrixAnalysis matrix = analysis.matrices().get(i);
      List<String> row = rows.get(i + 1);
      assertEquals(matrix.summary().spectralNorm().orNaN(), Double.parseDouble(row.get(3)));
      assertEquals(matrix.summary().stableRank().orNaN(), Double.parseDouble(row.get(4)));
      if (i < 3) {
        assertEquals(matrix.summary().tail().alpha().orNaN(), Double.parseDouble(row.get(6)));
        assertEquals(matrix.randomAlpha().orNaN(), Double.parseDouble(row.get(8)));
      } else {
        assertEquals("too few eigenvalues", row.get(6));
      }
    }
    assertEquals("120\u00a0×\u00a080", page.table("layer").get(1).get(2));
    assertEquals("40", page.table("layer").get(1).get(10));
    assertEquals("0", page.table("layer").get(2).get(10));
  }

  @Test
  void page_restIsTheAnalysis() throws Exception {
    Analysis analysis = MadeUpModels.complete("model.zip", 6, 0);
    Page page = new Page(AnalysisReport.page(analysis));
    List<LayerStructure> layers = analysis.structure().orElseThrow().layers();
    JsonNode bottleneck = data(page, "Bottleneck along the network", 0);
    JsonNode gain = data(page, "Path gain along the network", 0);
    for (int i = 0; i < layers.size(); i++) {
      near((double) layers.get(i).bottleneck(), bottleneck.get(i));
      near(layers.get(i).log2Gain().orNaN(), gain.get(i));
    }
    JsonNode bits = data(page, "Nonlinearity complexity, bits", 0);
    near(40.25, bits.get(0));
    assertTrue(bits.get(3).isNull()); // the output layer
    assertEquals(
        List.of("alpha", "layer3", "W", "too few eigenvalues"), page.table("measure").get(1));
    assertEquals(List.of("layer9: one dimension, skipped"), page.texts("li"));
    assertEquals("26,680", page.texts("dd").get(2)); // 80 x 120 + 120 + .. by hand
  }

  /** Names of layers come from files, and may be anything. */
  @Test
  void page_namesStayNames() throws Exception {
    List<StoredWeights> weights = new ArrayList<>();
    for (String name : List.of("<script>alert(1)</script>", "</script>", "\"&'")) {
      Matrix matrix = new Matrix.Doubles(2, 2, new double[] {1, 2, 3, weights.size()});
      Layer layer = new Layer(weights.size(), name, "<b>");
      weights.add(new StoredWeights(new WeightMatrix(layer, "W", 2, 2), () -> matrix));
    }
    Analysis analysis = MadeUpModels.analysis(MadeUpModels.model("<img src=x>.npz", weights));
    Page page = new Page(AnalysisReport.page(analysis));
    assertEquals(List.of("<img src=x>.npz"), page.texts("h1"));
    assertEquals(List.of(), page.all("img"));
    assertEquals(
        List.of("<script>alert(1)</script>", "<b>"), page.table("layer").get(1).subList(0, 2));
    JsonNode datasets =
        page.chart("Eigenvalues of the weight matrices").get("data").get("datasets");
    assertEquals("</script>", datasets.get(2).get("label").asText());
  }

  /** Of 40 curves eight are shown at first; a curve of 300 eigenvalues has fewer points. */
  @Test
  void page_manyLayersAreChosenFrom() throws Exception {
    int[][] shapes = new int[40][];
    java.util.Arrays.fill(shapes, new int[] {4, 5});
    shapes[39] = new int[] {300, 310};
    Analysis analysis = MadeUpModels.analysis(MadeUpModels.weights("deep.npz", 1, 0, shapes));
    JsonNode datasets =
        new Page(AnalysisReport.page(analysis))
            .chart("Eigenvalues of the weight matrices")
            .get("data")
            .get("datasets");
    List<Integer> shown = new ArrayList<>();
    for (JsonNode dataset : datasets) {
      if (!dataset.has("hidden") && dataset.get("look").asText().equals("line")) {
        shown.add(dataset.get("series").asInt());
      }
    }
    assertEquals(List.of(0, 5, 11, 16, 22, 27, 33, 39), shown);
    JsonNode last = datasets.get(78).get("data");
    assertTrue(last.size() <= 200, () -> last.size() + " points");
    near(1, last.get(last.size() - 1).get("y"));
  }

  /** A configuration alone, and a file of which nothing could be read. */
  @Test
  void page_withoutWeights() throws Exception {
    Analysis whole = MadeUpModels.complete("model.zip", 7, 0);
    for (boolean structure : new boolean[] {true, false}) {
      Analysis analysis =
          new Analysis(
              "config.json",
              "Deeplearning4j configuration",
              structure ? whole.structure() : Optional.empty(),
              List.of(),
              List.of(),
              Map.of(),
              Map.of(),
              whole.absent(),
              List.of(),
              List.of("broken"));
      Page page = new Page(AnalysisReport.page(analysis));
      assertEquals(structure ? 2 : 0, page.all("figure").size());
      assertEquals(List.of("broken"), page.texts("li"));
      // no card for what a configuration cannot have
      assertEquals(structure, page.texts("dt").contains("parameters"));
      assertFalse(page.texts("dt").contains("cPSE, log10 bits"));
    }
  }

  /** Infinite weights leave no spectrum, but a report. */
  @Test
  void page_nonFiniteWeights() throws Exception {
    Matrix matrix = new Matrix.Doubles(2, 2, new double[] {1, Double.NaN, 3, 4});
    Layer layer = new Layer(0, "first", "DenseLayer");
    StoredWeights weights = new StoredWeights(new WeightMatrix(layer, "W", 2, 2), () -> matrix);
    Analysis analysis = MadeUpModels.analysis(MadeUpModels.model("nan.npz", List.of(weights)));
    Page page = new Page(AnalysisReport.page(analysis));
    for (MatrixAnalysis one : analysis.matrices()) {
      assertTrue(one.spectrum().absence().isPresent());
      assertEquals("non-finite weights", page.titles("layer").get(1).get(3));
    }
  }
}
