package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dstev;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;

/**
 * The recurrence of the polynomials that are orthogonal under a discrete distribution, and its
 * Gauss quadratures: k points that stand for many.
 *
 * <p>How it works. Lanczos on the diagonal matrix of the points, started from the square roots of
 * the weights, gives the tridiagonal Jacobi matrix; the eigenvalues of its first k rows are the
 * nodes of the Gauss quadrature, and the squares of the first components of their eigenvectors its
 * weights (Golub, Welsch, "Calculation of Gauss quadrature rules", Math. Comp. 23, 1969; Golub,
 * Meurant 2010, section 6.2). It is exact for polynomials of a degree below 2k.
 */
public final class JacobiMatrix {
  /** A residual of this share of the largest point is rounding: the points are exhausted. */
  private static final double NEGLIGIBLE = 1e-13;

  private final double[] diagonal;
  private final double[] besides;

  private JacobiMatrix(double[] diagonal, double[] besides) {
    this.diagonal = diagonal;
    this.besides = besides;
  }

  /**
   * A quadrature.
   *
   * @param nodes smallest first
   * @param weights of the nodes; their sum is 1
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  public record Quadrature(double[] nodes, double[] weights) {}

  /**
   * The Jacobi matrix of a distribution.
   *
   * @param points at least one
   * @param weights of the points, none negative, not all zero
   * @param order the most rows, at least 1
   * @return the matrix; of fewer rows where there are fewer points
   */
  public static JacobiMatrix of(double[] points, double[] weights, int order) {
    double[][] vectors = new double[order][];
    double[] diagonal = new double[order];
    double[] besides = new double[order];
    double negligible = NEGLIGIBLE * Arrays.stream(points).map(Math::abs).max().orElseThrow();
    double[] next = Arrays.stream(weights).map(Math::sqrt).toArray();
    double length = Math.sqrt(dot(next, next));
    int rows = 0;
    while (rows < order && rows < points.length && (rows == 0 || length > negligible)) {
      double[] vector = next;
      for (int i = 0; i < vector.length; i++) {
        vector[i] /= length;
      }
      vectors[rows] = vector;
      next = new double[vector.length];
      for (int i = 0; i < vector.length; i++) {
        next[i] = points[i] * vector[i];
      }
      diagonal[rows] = dot(next, vector);
      for (int k = 0; k <= rows + rows + 1; k++) { // all of them twice, against rounding
        subtractProjection(next, vectors[k % (rows + 1)]);
      }
      length = Math.sqrt(dot(next, next));
      besides[rows] = length;
      rows++;
    }
    return new JacobiMatrix(Arrays.copyOf(diagonal, rows), Arrays.copyOf(besides, rows));
  }

  /**
   * The number of rows.
   *
   * @return at least 1
   */
  public int order() {
    return diagonal.length;
  }

  /**
   * The Gauss quadrature of the first rows.
   *
   * @param points k, from 1 to {@link #order()}
   * @return k nodes and weights
   */
  public Quadrature quadrature(int points) {
    double[] nodes = Arrays.copyOf(diagonal, points);
    double[] vectors = new double[points * points];
    int info =
        LAPACKE_dstev(
            LAPACK_COL_MAJOR,
            (byte) 'V',
            points,
            nodes,
            Arrays.copyOf(besides, points), // of which points - 1 are read
            vectors,
            points);
    if (info != 0) {
      throw new ArithmeticException("LAPACK dstev ended with info = " + info);
    }
    double[] weights = new double[points];
    for (int i = 0; i < points; i++) {
      weights[i] = vectors[i * points] * vectors[i * points];
    }
    return new Quadrature(nodes, weights);
  }

  private static void subtractProjection(double[] from, double[] unit) {
    double product = dot(from, unit);
    for (int i = 0; i < from.length; i++) {
      from[i] -= product * unit[i];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
