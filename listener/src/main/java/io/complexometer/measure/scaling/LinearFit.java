package io.complexometer.measure.scaling;

import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * Least squares of a few columns, with residuals of which each is rho times the one before and
 * news: AR(1). Whitening turns them into independent ones: the first row is multiplied by sqrt(1 -
 * rho^2), from each other rho times the row before is subtracted.
 *
 * @param coefficients one for each column
 * @param squares sum of the squared whitened residuals
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LinearFit(double[] coefficients, double squares) {

  /**
   * Fits.
   *
   * @param columns of the basis, each as long as y
   * @param rho correlation of neighbouring residuals
   * @return the fit; of columns that cannot be told apart one of infinite squares
   */
  static LinearFit of(double[][] columns, double[] y, double rho) {
    int n = y.length;
    double[][] rows = new double[n][columns.length];
    for (int j = 0; j < columns.length; j++) {
      double[] whitened = whitened(columns[j], rho);
      for (int i = 0; i < n; i++) {
        rows[i][j] = whitened[i];
      }
    }
    RealMatrix design = new Array2DRowRealMatrix(rows, false);
    RealVector target = new ArrayRealVector(whitened(y, rho), false);
    try {
      RealVector solution = new QRDecomposition(design).getSolver().solve(target);
      double norm = target.subtract(design.operate(solution)).getNorm();
      return new LinearFit(solution.toArray(), norm * norm);
    } catch (MathRuntimeException e) { // singular
      return new LinearFit(new double[columns.length], Double.POSITIVE_INFINITY);
    }
  }

  private static double[] whitened(double[] column, double rho) {
    double[] whitened = new double[column.length];
    whitened[0] = column[0] * Math.sqrt(1 - rho * rho);
    for (int i = 1; i < column.length; i++) {
      whitened[i] = column[i] - rho * column[i - 1];
    }
    return whitened;
  }
}
