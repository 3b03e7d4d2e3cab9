package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.examples.study.MadeUpStudy;
import io.complexometer.examples.study.Study;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StudyReportTest {
  private static Page page(Study study) throws Exception {
    return new Page(StudyReport.page(study, "complexometer 1"));
  }

  @Test
  void page_pointsAndLaws() throws Exception {
    Page page = page(MadeUpStudy.study(List.of(8, 16), List.of(-0.5), List.of(-0.25)));
    assertEquals(List.of("Scaling laws of a training on images<"), page.texts("h1"));
    assertTrue(page.texts("p").contains("With true labels: 2 no trend, 2 power."));
    JsonNode chart = page.chart("score, 16 units");
    assertEquals("logarithmic", chart.at("/options/scales/x/type").asText());
    assertEquals("logarithmic", chart.at("/options/scales/y/type").asText());
    JsonNode sets = chart.at("/data/datasets");
    assertEquals(4, sets.size()); // points and a law of each kind of labels
    double[] exponents = {-0.5, -0.25};
    for (int i = 0; i < 4; i++) {
      assertEquals(i / 2, sets.get(i).get("series").asInt());
      assertEquals(i % 2 == 0 ? "dots" : "line", sets.get(i).get("look").asText());
      JsonNode data = sets.get(i).get("data");
      JsonNode last = data.get(data.size() - 1);
      assertEquals(100, last.get("x").asDouble(), 1e-3);
      assertEquals(Math.pow(100, exponents[i / 2]), last.get("y").asDouble(), 1e-5);
    }
  }

  @Test
  void page_table() throws Exception {
    Page page = page(MadeUpStudy.study(List.of(8), List.of(-0.5), List.of(-0.25)));
    List<List<String>> rows = page.table("series");
    assertEquals(List.of("score", "8", "true", "power", "−0.500"), rows.get(1).subList(0, 5));
    assertEquals(List.of("1.000", ""), rows.get(1).subList(6, 8));
    assertEquals(List.of("score", "8", "shuffled", "power", "−0.250"), rows.get(2).subList(0, 5));
    assertEquals(List.of("1.000", "yes"), rows.get(2).subList(6, 8));
    for (int i = 0; i < 2; i++) {
      assertEquals(
          List.of(
              "effectiveDimension/dense1",
              "8",
              i == 0 ? "true" : "shuffled",
              "no trend",
              "–",
              "–",
              "–",
              ""),
          rows.get(3 + i));
    }
    assertEquals(List.of("8", "true", "1", "100", "90", "80", "2"), page.table("units").get(1));
  }

  @Test
  void page_seeds() throws Exception {
    Page page =
        page(MadeUpStudy.study(List.of(8), List.of(-0.5, -0.3, -0.6), List.of(-0.4, -0.4, -0.4)));
    List<List<String>> rows = page.table("series");
    assertEquals(List.of("power", "−0.500", "−0.600 to −0.300"), rows.get(1).subList(3, 6));
    assertEquals("", rows.get(2).get(7)); // -0.4 is between them
    assertEquals(12, page.chart("score, 8 units").at("/data/datasets").size());
  }
}
