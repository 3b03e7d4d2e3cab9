package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.CblasColMajor;
import static org.bytedeco.openblas.global.openblas.CblasLower;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.cblas_dgemm;
import static org.bytedeco.openblas.global.openblas.cblas_dsyrk;

import org.bytedeco.javacpp.DoublePointer;

/**
 * The inverse of the Cholesky factor of a positive definite matrix, by halves: with H = L L^T,
 *
 * <pre>
 *   L = [ L11     ]      L^-1 = [ M11           ]      L21 = H21 M11^T,  L22 L22^T = H22 - L21 L21^T
 *       [ L21 L22 ]             [ -M22 L21 M11  M22 ]
 * </pre>
 *
 * so that all but small blocks are products of matrices. That is also why it is here: on processors
 * with AVX-512 the triangular routines in double precision of the OpenBLAS 0.3.19 that comes with
 * Deeplearning4j ({@code dtrmm}, {@code dtrsm}, and {@code dpotrf} and {@code dtrtri} with them)
 * return wrong numbers; {@code dgemm} and {@code dsyrk} do not.
 */
final class InverseCholesky {
  /** Up to this order plain loops are as fast. */
  private static final int SMALL = 48;

  private final int stride;
  private final DoublePointer products;

  private InverseCholesky(int stride, DoublePointer products) {
    this.stride = stride;
    this.products = products;
  }

  /**
   * Replaces H by L^-1.
   *
   * @param h order x order in column order, of which the lower triangle is read; then L^-1, its
   *     upper triangle zero
   * @param order number of rows
   * @throws ArithmeticException if H is not positive definite
   */
  static void invert(DoublePointer h, int order) {
    try (DoublePointer products = new DoublePointer((long) order * order / 2 + 1)) {
      new InverseCholesky(order, products).invert(h, 0, order);
    }
  }

  private void invert(DoublePointer h, long at, int order) {
    if (order <= SMALL) {
      invertSmall(h, at, order);
      return;
    }
    int upper = order / 2;
    int lower = order - upper;
    long below = at + upper;
    long diagonal = at + (long) upper * stride + upper;
    invert(h, at, upper);
    DoublePointer m11 = h.getPointer(at); // a view: not to be closed
    DoublePointer h21 = h.getPointer(below);
    DoublePointer h22 = h.getPointer(diagonal);
    multiply(CblasTrans, lower, upper, upper, 1, h21, stride, m11, stride, products, lower);
    cblas_dsyrk(
        CblasColMajor, CblasLower, CblasNoTrans, lower, upper, -1, products, lower, 1, h22, stride);
    multiply(CblasNoTrans, lower, upper, upper, 1, products, lower, m11, stride, h21, stride);
    invert(h, diagonal, lower); // uses the memory of the products: L21 M11 stands in the matrix
    multiply(CblasNoTrans, lower, upper, lower, -1, h22, stride, h21, stride, products, lower);
    double[] column = new double[lower];
    for (int j = 0; j < upper; j++) {
      products.position((long) j * lower).get(column);
      h.position(below + (long) j * stride).put(column);
    }
    products.position(0);
    double[] zeros = new double[upper];
    for (int j = 0; j < lower; j++) {
      h.position(at + (long) (upper + j) * stride).put(zeros);
    }
    h.position(0);
  }

  private static void multiply(
      int transposition,
      int rows,
      int columns,
      int inner,
      double factor,
      DoublePointer a,
      int strideOfA,
      DoublePointer b,
      int strideOfB,
      DoublePointer c,
      int strideOfC) {
    cblas_dgemm(
        CblasColMajor,
        CblasNoTrans,
        transposition,
        rows,
        columns,
        inner,
        factor,
        a,
        strideOfA,
        b,
        strideOfB,
        0,
        c,
        strideOfC);
  }

  /** Column by column: L, and then L^-1 by forward substitution. */
  private void invertSmall(DoublePointer h, long at, int order) {
    double[][] l = new double[order][order];
    for (int j = 0; j < order; j++) {
      h.position(at + (long) j * stride).get(l[j]);
    }
    for (int j = 0; j < order; j++) {
      double pivot = l[j][j];
      if (!(pivot > 0)) {
        throw new ArithmeticException("not positive definite: pivot " + pivot);
      }
      double root = Math.sqrt(pivot);
      for (int i = j; i < order; i++) {
        l[j][i] /= root;
      }
      for (int k = j + 1; k < order; k++) {
        for (int i = k; i < order; i++) {
          l[k][i] -= l[j][i] * l[j][k];
        }
      }
    }
    for (int j = 0; j < order; j++) {
      double[] x = new double[order];
      x[j] = 1;
      for (int k = j; k < order; k++) {
        x[k] /= l[k][k];
        for (int i = k + 1; i < order; i++) {
          x[i] -= l[k][i] * x[k];
        }
      }
      h.position(at + (long) j * stride).put(x);
    }
    h.position(0);
  }
}
