package io.complexometer.measure.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class GramWorkspaceTest {

  /**
   * A = Q D R^T with Q, R Householder reflections has the singular values D, whatever its size:
   * wide and tall, smaller and larger than a panel, with panels of either kind.
   */
  @Test
  void squaredSingularValues_ofDesignedMatrices() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int[] shape :
          new int[][] {
            {1, 1}, {1, 7}, {7, 1}, {5, 9}, {300, 2500}, {2500, 300}, {700, 1000}, {1000, 700}
          }) {
        int rows = shape[0];
        int columns = shape[1];
        int order = Math.min(rows, columns);
        double[] a = designed(rows, columns);
        double[] expected = new double[order];
        for (int i = 0; i < order; i++) {
          expected[i] = (double) (order - i) * (order - i);
        }
        double[] actual = workspace.squaredSingularValues(new Matrix.Doubles(rows, columns, a));
        assertArrayEquals(expected, actual, 1e-11 * expected[0]);
      }
    }
  }

  @Test
  void squaredSingularValues_floatsEqualTheirDoubles() {
    double[] a = designed(40, 60);
    float[] single = new float[a.length];
    for (int i = 0; i < a.length; i++) {
      single[i] = (float) a[i];
      a[i] = single[i];
    }
    try (GramWorkspace workspace = new GramWorkspace()) {
      assertArrayEquals(
          workspace.squaredSingularValues(new Matrix.Doubles(40, 60, a)),
          workspace.squaredSingularValues(new Matrix.Floats(40, 60, single)));
    }
  }

  @Test
  void squaredSingularValues_ofWhatLiesElsewhere() {
    double[] a = designed(700, 1000);
    Matrix stored =
        new Matrix.Stored(
            700, 1000, (from, target, at, length) -> System.arraycopy(a, from, target, at, length));
    try (GramWorkspace workspace = new GramWorkspace()) {
      assertArrayEquals(
          workspace.squaredSingularValues(new Matrix.Doubles(700, 1000, a)),
          workspace.squaredSingularValues(stored));
    }
  }

  @Test
  void squaredSingularValues_refusesNonFiniteEntriesByPlace() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int[] shape : new int[][] {{3, 1_000_000}, {1_000_000, 3}}) {
        float[] a = new float[3_000_000];
        Arrays.fill(a, 1);
        int row = shape[0] - 1;
        int column = shape[1] - 2;
        a[row * shape[1] + column] = Float.NEGATIVE_INFINITY;
        Matrix matrix = new Matrix.Floats(shape[0], shape[1], a);
        String message =
            assertThrows(NonFiniteException.class, () -> workspace.squaredSingularValues(matrix))
                .getMessage();
        assertEquals("-Infinity at row " + row + ", column " + column, message);
      }
    }
  }

  @Test
  void matrix_refusesAShapeBeyondItsArray() {
    assertThrows(
        IllegalArgumentException.class, () -> new Matrix.Floats(70_000, 70_000, new float[4]));
    assertThrows(IllegalArgumentException.class, () -> new Matrix.Doubles(0, 3, new double[4]));
  }

  /** Of singular values n, n - 1, .., 1. */
  private static double[] designed(int rows, int columns) {
    int order = Math.min(rows, columns);
    double[] values = IntStream.range(0, order).mapToDouble(i -> order - i).toArray();
    return DesignedMatrix.withSingularValues(rows, columns, values).data();
  }
}
