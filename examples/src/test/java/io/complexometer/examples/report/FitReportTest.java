package io.complexometer.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.examples.fitting.FittedSeries;
import io.complexometer.examples.fitting.NamedPoints;
import io.complexometer.examples.fitting.SeriesSource;
import io.complexometer.measure.scaling.Points;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class FitReportTest {
  private static final double[] TIMES =
      DoubleStream.iterate(1, t -> t < 2000, t -> Math.ceil(t * 1.2)).toArray();

  /** y = 1 + 4 t^-0.6, in six digits. */
  private static NamedPoints offset(String name) {
    double[] y =
        DoubleStream.of(TIMES)
            .map(t -> Math.rint((1 + 4 * Math.pow(t, -0.6)) * 1e6) / 1e6)
            .toArray();
    return new NamedPoints(name, false, new Points(TIMES, y));
  }

  private static HtmlPage page(NamedPoints... series) {
    List<FittedSeries> fitted =
        List.of(series).stream()
            .map(one -> FittedSeries.of(one, OptionalDouble.empty(), OptionalDouble.empty()))
            .toList();
    SeriesSource source =
        new SeriesSource("a<b.csv", "rows", List.of(series), List.of(), List.of("a notice"));
    return FitReport.page(source, fitted);
  }

  @Test
  void page_ofOneSeries() throws Exception {
    Page page = new Page(page(offset("y")));
    assertEquals(List.of("Law of y in a<b.csv"), page.texts("h1"));
    assertTrue(
        page.texts("p").stream()
            .anyMatch(text -> text.startsWith("power law with offset: y tends to 1.000 [")));
    JsonNode sets = page.chart("y").get("data").get("datasets");
    assertEquals(TIMES.length, sets.get(0).get("data").size());
    for (JsonNode point : sets.get(1).get("data")) {
      double t = point.get("x").asDouble();
      assertEquals(1 + 4 * Math.pow(t, -0.6), point.get("y").asDouble(), 1e-4);
    }
    double last = TIMES[TIMES.length - 1];
    JsonNode ahead = sets.get(2).get("data");
    assertEquals(last, ahead.get(0).get("x").asDouble());
    assertEquals(10 * last, ahead.get(ahead.size() - 1).get("x").asDouble(), 1e-5 * last);
    assertEquals("logarithmic", page.chart("y").at("/options/scales/y/type").asText());
    assertEquals(TIMES.length, page.chart("Residuals").at("/data/datasets/0/data").size());
    assertEquals("power with offset", page.table("law").get(1).get(0));
    assertEquals(7, page.table("law").size()); // its head, and six laws
    assertEquals("limit of y", page.table("what").get(1).get(0));
  }

  @Test
  void page_ofSeveralSeries() throws Exception {
    NamedPoints shortOne =
        new NamedPoints("short", false, new Points(new double[] {1, 2}, new double[] {0, -1}));
    Page page = new Page(page(offset("first"), shortOne));
    assertEquals(List.of("a<b.csv"), page.texts("h1"));
    assertEquals("power with offset", page.table("series").get(1).get(1));
    assertEquals("too short", page.table("series").get(2).get(1));
    assertEquals("too short", page.titles("series").get(2).get(2)); // why there is no exponent
    assertEquals("linear", page.chart("short").at("/options/scales/y/type").asText());
    assertEquals(1, page.chart("short").at("/data/datasets").size());
  }
}
