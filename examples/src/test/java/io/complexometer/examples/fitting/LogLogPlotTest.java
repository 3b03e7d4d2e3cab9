package io.complexometer.examples.fitting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.scaling.Points;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class LogLogPlotTest {

  /** y = 1000 / t at t = 1, 10, 100, 1000: a straight line between two corners of 60 x 16. */
  @Test
  void lines_ofAPower_areStraight() {
    Points points = new Points(new double[] {1, 10, 100, 1000}, new double[] {1000, 100, 10, 1});
    LogLogPlot plot = new LogLogPlot(points, Optional.empty());
    List<String> lines = plot.lines();
    assertEquals(18, lines.size());
    assertTrue(plot.isLogLog());
    for (int decade = 0; decade < 4; decade++) {
      int column = Math.round(59 * decade / 3f);
      assertEquals('o', lines.get(5 * decade).charAt(12 + column));
      assertEquals('+', lines.get(16).charAt(12 + column));
    }
    assertEquals(4, String.join("", lines.subList(0, 16)).chars().filter(c -> c == 'o').count());
    assertEquals("     1,000 |o", lines.get(0));
    assertEquals("         1 |" + " ".repeat(59) + "o", lines.get(15));
    assertTrue(lines.get(17).strip().startsWith("1 "), lines.get(17));
    assertTrue(lines.get(17).endsWith(" 1,000"), lines.get(17));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 75));
  }

  @Test
  void lines_withZero_areLinearInY() {
    Points points = new Points(new double[] {1, 10, 100}, new double[] {-1, 0, 1});
    LogLogPlot plot = new LogLogPlot(points, Optional.empty());
    assertFalse(plot.isLogLog());
    List<String> lines = plot.lines();
    assertEquals('o', lines.get(15).charAt(12));
    assertEquals('o', lines.get(0).charAt(12 + 59));
  }

  @Test
  void lines_ofOnePoint() {
    List<String> lines =
        new LogLogPlot(new Points(new double[] {5}, new double[] {0}), Optional.empty()).lines();
    assertEquals(1, String.join("", lines).chars().filter(c -> c == 'o').count());
  }
}
