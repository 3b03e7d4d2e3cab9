package io.complexometer.measure.scaling;

import java.util.function.DoubleUnaryOperator;

/**
 * How well a fit describes a series, less what its parameters cost: the Bayesian information
 * criterion, with rho and the size of the residuals counted as parameters.
 *
 * @param count n
 * @param floor least mean square that counts: what rounding leaves
 */
record Evidence(int count, double floor) {
  private static final double ROUNDING = 1e-13;
  private static final double[] CORRELATIONS = {0, 0.4, 0.7, 0.95};
  private static final double CORRELATION_TOLERANCE = 1e-7;

  static Evidence of(Points points) {
    double rounding = ROUNDING * points.scale();
    return new Evidence(points.count(), rounding * rounding);
  }

  /** What rho and all parameters minimise: n ln(sse / n) - ln(1 - rho^2). */
  double misfit(double squares, double rho) {
    return count * Math.log(Math.max(squares / count, floor)) - Math.log(1 - rho * rho);
  }

  /** The rho that minimises it, from 0 to 0.95. */
  double correlation(DoubleUnaryOperator squares) {
    return Minimiser.argMin(
        rho -> misfit(squares.applyAsDouble(rho), rho), CORRELATION_TOLERANCE, CORRELATIONS);
  }

  double bic(double squares, double rho, Family family) {
    return misfit(squares, rho) + (family.parameters() + 2) * Math.log(count);
  }
}
