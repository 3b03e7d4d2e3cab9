package io.complexometer.measure.linalg;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dbdsqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

/** Singular values of bidiagonal matrices, in n^2 operations and memory of order n. */
public final class Bidiagonal {
  private static final double[] NONE = new double[1];

  private Bidiagonal() {}

  /**
   * Squared singular values of an upper bidiagonal matrix, by LAPACK's {@code dbdsqr}, which
   * without vectors is the dqds algorithm (Fernando, Parlett 1994) and exact to high relative
   * accuracy.
   *
   * @param diagonal n numbers
   * @param besides n - 1 numbers, beside the diagonal
   * @return n numbers, largest first
   */
  public static double[] squaredSingularValues(double[] diagonal, double[] besides) {
    int order = diagonal.length;
    double[] values = diagonal.clone();
    double[] work = order == 1 ? NONE.clone() : besides.clone();
    int info =
        LAPACKE_dbdsqr(
            LAPACK_COL_MAJOR, (byte) 'U', order, 0, 0, 0, values, work, NONE, 1, NONE, 1, NONE, 1);
    if (info != 0) {
      throw new ArithmeticException("LAPACK dbdsqr ended with info = " + info);
    }
    for (int i = 0; i < order; i++) {
      values[i] *= values[i];
    }
    return values;
  }
}
