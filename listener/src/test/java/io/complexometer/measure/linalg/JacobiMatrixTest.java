package io.complexometer.measure.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class JacobiMatrixTest {

  /**
   * Chebyshev points of equal weight are the Gauss quadrature of 1/sqrt(1 - x^2); fewer nodes for
   * them are again Chebyshev points of equal weight.
   */
  @Test
  void quadrature_ofChebyshevPoints() {
    int points = 40;
    double[] weights = new double[points];
    Arrays.fill(weights, 0.5); // any sum will do
    JacobiMatrix jacobi = JacobiMatrix.of(chebyshev(points), weights, 9);
    for (int nodes : new int[] {1, 4, 9}) {
      JacobiMatrix.Quadrature quadrature = jacobi.quadrature(nodes);
      double[] equal = new double[nodes];
      Arrays.fill(equal, 1.0 / nodes);
      assertArrayEquals(chebyshev(nodes), quadrature.nodes(), 1e-14);
      assertArrayEquals(equal, quadrature.weights(), 1e-14);
    }
  }

  @Test
  void of_pointsWithoutWeight_areNotThere() {
    JacobiMatrix jacobi =
        JacobiMatrix.of(new double[] {1, 2, 3, 4}, new double[] {0.25, 0, 0.75, 0}, 4);
    assertEquals(2, jacobi.order());
    assertArrayEquals(new double[] {1, 3}, jacobi.quadrature(2).nodes(), 1e-14);
    assertArrayEquals(new double[] {0.25, 0.75}, jacobi.quadrature(2).weights(), 1e-14);
  }

  /** Smallest first. */
  private static double[] chebyshev(int count) {
    double[] nodes = new double[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = -Math.cos(Math.PI * (i + 0.5) / count);
    }
    return nodes;
  }
}
