package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BrentSolver;
import org.hipparchus.distribution.continuous.FDistribution;
import org.hipparchus.exception.MathRuntimeException;

/**
 * The values of a parameter that the data do not contradict: those with which the sum of squares,
 * all other parameters refitted, exceeds the least by no more than a share F(0.95; 1, d) / d of it,
 * for d degrees of freedom (Bates, Watts, "Nonlinear Regression Analysis", 1988, ch. 6).
 */
final class ProfileInterval {
  private static final double CONFIDENCE = 0.95;
  private static final double STEP = 0.05;
  private static final double ACCURACY = 1e-10;
  private static final int MOST_EVALUATIONS = 200;

  private ProfileInterval() {}

  /**
   * Searches outward from the best value.
   *
   * @param squares sum of squares for a value of the parameter
   * @param best where it is least
   * @param freedom d
   * @param from where the search ends below
   * @param to where it ends above
   * @return the interval, open where its end was not reached
   */
  static Interval of(
      DoubleUnaryOperator squares, double best, int freedom, double from, double to) {
    double most = limit(squares.applyAsDouble(best), freedom);
    DoubleUnaryOperator excess = x -> squares.applyAsDouble(x) - most;
    return new Interval(end(excess, best, from, -STEP), end(excess, best, to, STEP));
  }

  /** The greatest sum of squares with which the data do not contradict a value. */
  static double limit(double least, int freedom) {
    double share = new FDistribution(1, freedom).inverseCumulativeProbability(CONFIDENCE) / freedom;
    return least * (1 + share);
  }

  private static Value end(DoubleUnaryOperator excess, double best, double last, double step) {
    double inside = best;
    while (inside != last) {
      double next = step < 0 ? Math.max(last, inside + step) : Math.min(last, inside + step);
      if (excess.applyAsDouble(next) > 0) {
        return root(excess, inside, next);
      }
      inside = next;
    }
    return Value.absent(Interval.OPEN);
  }

  private static Value root(DoubleUnaryOperator excess, double inside, double outside) {
    if (excess.applyAsDouble(inside) >= 0) {
      return Value.of(inside); // rounding: the best value itself
    }
    try {
      return Value.of(
          new BrentSolver(ACCURACY)
              .solve(
                  MOST_EVALUATIONS,
                  excess::applyAsDouble,
                  Math.min(inside, outside),
                  Math.max(inside, outside)));
    } catch (MathRuntimeException e) {
      // over tens of orders of magnitude columns cannot be told apart, and squares are infinite
      return Value.absent(Interval.OPEN);
    }
  }
}
