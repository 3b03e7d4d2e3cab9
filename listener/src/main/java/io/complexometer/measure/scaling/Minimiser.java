package io.complexometer.measure.scaling;

import java.util.function.DoubleUnaryOperator;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.univariate.BrentOptimizer;
import org.hipparchus.optim.univariate.SearchInterval;
import org.hipparchus.optim.univariate.UnivariateObjectiveFunction;
import org.hipparchus.optim.univariate.UnivariatePointValuePair;

/** The least value of a function of one number, which is scanned before it is refined. */
final class Minimiser {
  private static final double ABSOLUTE_SHARE = 1e-2; // of the relative tolerance, near 0
  private static final int MOST_EVALUATIONS = 200;

  private Minimiser() {}

  /**
   * Refines between the neighbours of the best point of a grid.
   *
   * @param tolerance how closely the place is to be known, relative
   * @param grid not decreasing, of two numbers at least: at the end of a range the first or last
   *     comes twice
   * @return where the function is least, among the grid's points too
   */
  static double argMin(DoubleUnaryOperator function, double tolerance, double... grid) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < grid.length; i++) {
      double value = function.applyAsDouble(grid[i]);
      if (value < least) {
        least = value;
        best = i;
      }
    }
    double low = grid[Math.max(0, best - 1)];
    int above = best + 1;
    while (above < grid.length - 1 && grid[above] == grid[best]) {
      above++;
    }
    double high = grid[Math.min(grid.length - 1, above)];
    UnivariatePointValuePair refined =
        new BrentOptimizer(tolerance, ABSOLUTE_SHARE * tolerance)
            .optimize(
                new MaxEval(MOST_EVALUATIONS),
                new UnivariateObjectiveFunction(function::applyAsDouble),
                GoalType.MINIMIZE,
                new SearchInterval(low, high, Math.min(Math.max(grid[best], low), high)));
    return refined.getValue() < least ? refined.getPoint() : grid[best];
  }
}
