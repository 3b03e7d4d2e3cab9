package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

final class LogarithmicGridTest {

  /** Of each twentieth of a decade the last: floor(20 log10 t) changes behind each kept point. */
  @Test
  void add_keepsTheLastOfEachBucket() {
    LogarithmicGrid grid = new LogarithmicGrid();
    for (int t = 1; t <= 100_000; t++) {
      grid.add(t, 2.0 * t);
    }
    Points points = grid.points();
    assertArrayEquals(DoubleStream.of(points.t()).map(t -> 2 * t).toArray(), points.y());
    for (int i = 0; i + 1 < points.count(); i++) {
      double kept = points.t()[i];
      assertTrue(bucket(kept) < bucket(kept + 1), () -> "not the last of its bucket: " + kept);
    }
    assertEquals(100_000, points.t()[points.count() - 1]);
    // five decades of 20 and the point 10^5 itself, less the empty buckets between 1, 2, 3 ..
    assertTrue(points.count() <= 101 && points.count() > 80, () -> "points: " + points.count());
    assertEquals(5, points.decades(), 1e-12);
  }

  private static double bucket(double t) {
    return Math.floor(20 * Math.log10(t));
  }

  @Test
  void add_tellsWhenABucketBegins() {
    LogarithmicGrid grid = new LogarithmicGrid();
    assertTrue(grid.add(1, 0));
    assertTrue(grid.add(10, 0));
    assertFalse(grid.add(10.5, 0));
    assertTrue(grid.add(12, 0));
    assertEquals(3, grid.count());
  }

  @Test
  void add_refusesWhatDoesNotFollow() {
    LogarithmicGrid grid = new LogarithmicGrid();
    grid.add(5, 1);
    assertThrows(IllegalArgumentException.class, () -> grid.add(5, 1));
    assertThrows(IllegalArgumentException.class, () -> grid.add(4, 1));
    assertThrows(IllegalArgumentException.class, () -> grid.add(6, Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new LogarithmicGrid().add(0, 1));
    assertEquals(1, grid.count());
  }
}
