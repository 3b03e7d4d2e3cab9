package io.complexometer.measure.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** On matrices whose only entries are on the diagonal: their squares are the eigenvalues. */
final class BlockLanczosTest {

  @Test
  void of_wholeSpace_givesAllEigenvalues() {
    int order = 50;
    double[] expected = new double[order];
    for (int i = 0; i < order; i++) {
      expected[i] = (i + 1.0) * (i + 1);
    }
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int[] shape : new int[][] {{50, 50}, {50, 90}, {20_000, 50}, {50, 20_000}}) {
        Matrix a = diagonal(shape[0], shape[1], 0);
        for (int vectors : new int[] {1, 7, 50, 128}) {
          RitzValues ritz = BlockLanczos.of(a, vectors, 60, 3, workspace);
          assertArrayEquals(expected, ritz.values(), 1e-9);
          assertEquals((49 + vectors) / vectors, ritz.passes());
        }
      }
    }
  }

  /** There is an eigenvalue within the residual, and the shares of each vector are all of it. */
  @Test
  void of_smallSpace_isWithinItsResiduals() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      RitzValues ritz = BlockLanczos.of(diagonal(400, 420, 0), 6, 12, 3, workspace);
      assertEquals(72, ritz.values().length);
      assertEquals(12, ritz.passes());
      for (int i = 0; i < 72; i++) {
        double root = Math.rint(Math.sqrt(ritz.values()[i]));
        double distance = Math.abs(ritz.values()[i] - root * root);
        assertTrue(distance <= ritz.residuals()[i] + 1e-9, distance + " > " + ritz.residuals()[i]);
      }
      for (double[] weights : ritz.weights()) {
        assertEquals(1, Arrays.stream(weights).sum(), 1e-12);
      }
    }
  }

  /** Four eigenvalues, and zero: three vectors see min(p, 3) of each, then nothing is left. */
  @Test
  void of_lowRank_breaksDown() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      RitzValues ritz = BlockLanczos.of(diagonal(60, 70, 56), 3, 30, 3, workspace);
      double[] expected = {0, 0, 0, 57 * 57, 58 * 58, 59 * 59, 60 * 60};
      assertArrayEquals(expected, ritz.values(), 1e-9);
      assertArrayEquals(new double[7], ritz.residuals(), 1e-9);
      assertTrue(ritz.passes() <= 4);
    }
  }

  /** Entry i of the diagonal is i + 1, but 0 where i is below {@code from}. */
  private static Matrix diagonal(int rows, int columns, int from) {
    float[] data = new float[rows * columns];
    for (int i = from; i < Math.min(rows, columns); i++) {
      data[i * columns + i] = i + 1;
    }
    return new Matrix.Floats(rows, columns, data);
  }
}
