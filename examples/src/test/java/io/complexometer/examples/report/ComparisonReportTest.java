package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.comparison.CircularComparison;
import io.complexometer.examples.comparison.Comparison;
import io.complexometer.examples.comparison.ComparisonSettings;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class ComparisonReportTest {
  private static Comparison compare(Analysis a, Analysis b) {
    return Comparison.of(a, b, ComparisonSettings.DEFAULT, MadeUpModels.NOBODY);
  }

  @Test
  void page_isTheComparison() throws Exception {
    Analysis a = MadeUpModels.complete("a<.zip", 1, 0);
    Comparison comparison = compare(a, MadeUpModels.complete("b.zip", 2, 2));
    Page page = new Page(ComparisonReport.page(comparison));
    CircularComparison circular = comparison.circular().orElseThrow();
    assertEquals(List.of("A: a<.zip and B: b.zip"), page.texts("h1"));
    assertTrue(page.texts("p").contains(comparison.verdict().sentence()));
    JsonNode curves = page.chart("Circular spectral difference").get("data").get("datasets");
    JsonNode difference = page.chart("Difference of the curves").get("data").get("datasets");
    for (int i = 0; i < 40; i++) {
      double x = -1 + (i + 0.5) / 20; // centres of 40 bins on [-1, 1]
      double ofA = circular.a().curve().get(i);
      double ofB = circular.b().curve().get(i);
      assertEquals(x, curves.get(0).get("data").get(i).get("x").asDouble(), 1e-6);
      assertEquals(ofA, curves.get(0).get("data").get(i).get("y").asDouble(), 1e-5);
      assertEquals(ofB, curves.get(1).get("data").get(i).get("y").asDouble(), 1e-5);
      assertEquals(ofA - ofB, difference.get(0).get("data").get(i).get("y").asDouble(), 1e-5);
    }
    assertEquals(
        Double.toString(circular.statistic().orNaN()), page.all("dd").get(0).getAttribute("title"));
    assertEquals(
        Double.toString(circular.threshold().orNaN()), page.all("dd").get(1).getAttribute("title"));
    assertEquals(
        List.of("layer0", "layer0", "120\u00a0×\u00a080", "120\u00a0×\u00a080"),
        page.table("A").get(1).subList(0, 4));
    assertEquals(List.of("parameters", "26,680", "26,680"), page.table("measure").get(1));
    assertEquals(
        Double.toString(a.matrices().get(1).summary().stableRank().orNaN()),
        page.titles("A").get(2).get(6));
  }

  /** The longer network's last matrix stands alone; of many pairs the reader chooses. */
  @Test
  void page_differentDepth() throws Exception {
    int[][] shapes = new int[10][];
    Arrays.fill(shapes, new int[] {6, 5});
    Analysis a = MadeUpModels.analysis(MadeUpModels.weights("a.npz", 1, 0, shapes));
    Analysis b =
        MadeUpModels.analysis(MadeUpModels.weights("b.npz", 2, 0, Arrays.copyOf(shapes, 9)));
    Page page = new Page(ComparisonReport.page(compare(a, b)));
    assertEquals("–", page.table("A").get(10).get(1));
    assertEquals("no such matrix", page.titles("A").get(10).get(5));
    JsonNode last = page.chart("10: layer9 and –").get("data").get("datasets");
    assertEquals(5, last.get(0).get("data").size()); // 6 x 5: one of six is zero
    assertEquals(0, last.get(1).get("data").size());
    long choices =
        page.all("div").stream()
            .map((Element box) -> box.getAttribute("class"))
            .filter(name -> name.endsWith("choice"))
            .count();
    assertEquals(1, choices);
  }
}
