package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.Optional;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Fits two power laws that meet at a point of the series: y = A (t / t0)^-alpha1 before t0, A (t /
 * t0)^-alpha2 from there on.
 */
final class BrokenPower {
  private static final int FEWEST_ON_A_SIDE = 3;
  private static final double STEEPEST = 3;
  private static final double STEP = 0.25;
  private static final int STEPS = (int) Math.round(2 * STEEPEST / STEP) + 1;
  private static final double[] RHO = {0, 0.3, 0.6, 0.8, 0.95};
  private static final double MOST_RHO = 0.95;
  private static final int MOST_EVALUATIONS = 2000;
  private static final double ACCURACY = 1e-9;

  // How it works.
  //
  // For given t0, exponents and rho only A is left: with u = (t / t0)^-alpha and sums over whitened
  // residuals, sse = <y, y> - <u, y>^2 / <u, u>. A whitened product of two columns is
  //
  //   <u, v> = P - rho Q + rho^2 R,     P = sum u_i v_i              over all points
  //                                     Q = sum u_i v_(i-1) + u_(i-1) v_i
  //                                     R = sum u_i v_i              without the first and the last
  //
  // and each sum is one of the points before t0, which knows alpha1 only, one of those from t0 on,
  // which knows alpha2 only, and the product across the break. So a grid of both exponents and rho
  // takes a pass over the points for each alpha, not for each combination. The best of the grid is
  // refined in all three together, and that at every t0: refining the best few t0 misses the
  // optimum.

  private final Points points;
  private final Evidence evidence;
  private final int count;
  private final double[] yy = new double[3];

  BrokenPower(Points points) {
    this.points = points;
    this.evidence = Evidence.of(points);
    this.count = points.count();
    double[] y = points.y();
    for (int i = 0; i < count; i++) {
      yy[0] += y[i] * y[i];
      yy[1] += i > 0 ? 2 * y[i] * y[i - 1] : 0;
      yy[2] += i > 0 && i < count - 1 ? y[i] * y[i] : 0;
    }
  }

  /** The best of all breaks. */
  Fit fit() {
    return fit(FEWEST_ON_A_SIDE, count - FEWEST_ON_A_SIDE);
  }

  /** Two laws that meet at the point nearest to a time. */
  Fit fitAt(double t0) {
    int k = FEWEST_ON_A_SIDE;
    for (int i = k; i <= count - FEWEST_ON_A_SIDE; i++) {
      k = Math.abs(points.t()[i] - t0) < Math.abs(points.t()[k] - t0) ? i : k;
    }
    return fit(k, k);
  }

  /** The best of the breaks from one point to another. */
  private Fit fit(int first, int last) {
    double least = Double.POSITIVE_INFINITY;
    double[] best = new double[3];
    int bestBreak = first;
    for (int k = first; k <= last; k++) {
      PointValuePair refined = refine(k, scan(k));
      if (refined.getValue() < least) {
        least = refined.getValue();
        best = refined.getPoint();
        bestBreak = k;
      }
    }
    double rho = rho(best[2]);
    double before = exponent(best[0]);
    double after = exponent(best[1]);
    Products products =
        new Side(bestBreak, before, true)
            .with(new Side(bestBreak, after, false), across(bestBreak, before, after));
    double[] basis = new double[count];
    for (int i = 0; i < count; i++) {
      basis[i] = power(bestBreak, i, i < bestBreak ? before : after);
    }
    // of the residuals themselves: differences of sums would round a perfect fit to nothing
    double squares = LinearFit.of(new double[][] {basis}, points.y(), rho).squares();
    return new Fit(
            Family.BROKEN_POWER,
            Value.of(-after),
            Optional.empty(),
            Value.of(-before),
            Value.of(points.t()[bestBreak]),
            Value.absent(Fit.NOT_OF_THIS_LAW),
            products.amplitude(rho),
            0,
            rho,
            squares,
            evidence.bic(squares, rho, Family.BROKEN_POWER),
            Value.absent(Fit.NOT_OF_THIS_LAW),
            List.of())
        .explaining(points);
  }

  /** The best exponents and correlation of a grid, for one break. */
  private double[] scan(int k) {
    Side[] left = new Side[STEPS];
    Side[] right = new Side[STEPS];
    for (int i = 0; i < STEPS; i++) {
      left[i] = new Side(k, -STEEPEST + i * STEP, true);
      right[i] = new Side(k, -STEEPEST + i * STEP, false);
    }
    double least = Double.POSITIVE_INFINITY;
    double[] best = new double[3];
    for (Side before : left) {
      for (Side after : right) {
        Products products = before.with(after, across(k, before.alpha, after.alpha));
        for (double rho : RHO) {
          double misfit = evidence.misfit(products.squares(rho), rho);
          if (misfit < least) {
            least = misfit;
            best = new double[] {before.alpha, after.alpha, rho};
          }
        }
      }
    }
    return best;
  }

  private PointValuePair refine(int k, double... start) {
    return new SimplexOptimizer(new SimpleValueChecker(ACCURACY, ACCURACY, MOST_EVALUATIONS))
        .optimize(
            new MaxEval(MOST_EVALUATIONS),
            new ObjectiveFunction(x -> misfit(k, x)),
            GoalType.MINIMIZE,
            new InitialGuess(start),
            new NelderMeadSimplex(new double[] {STEP / 2, STEP / 2, start[2] > 0.9 ? -0.1 : 0.1}));
  }

  private double misfit(int k, double[] x) {
    double before = exponent(x[0]);
    double after = exponent(x[1]);
    double rho = rho(x[2]);
    Products products =
        new Side(k, before, true).with(new Side(k, after, false), across(k, before, after));
    return evidence.misfit(products.squares(rho), rho);
  }

  /** The simplex may look beyond the range, where it finds what is at its edge. */
  private static double exponent(double alpha) {
    return Math.max(-STEEPEST, Math.min(STEEPEST, alpha));
  }

  private static double rho(double x) {
    return Math.max(0, Math.min(MOST_RHO, x));
  }

  /** The basis at the last point before the break and the first behind it. */
  private double[] across(int k, double before, double after) {
    return new double[] {power(k, k - 1, before), power(k, k, after)};
  }

  private double power(int k, int i, double alpha) {
    return Math.pow(points.t()[i] / points.t()[k], -alpha);
  }

  /** Sums over the points on one side of a break. */
  private final class Side {
    private final double alpha;
    private final int breakAt;
    private double uu;
    private double uuNeighbours;
    private double uuInner;
    private double uy;
    private double uyNeighbours;
    private double uyInner;

    Side(int k, double alpha, boolean before) {
      this.alpha = alpha;
      this.breakAt = k;
      double[] y = points.y();
      double last = 0;
      int from = before ? 0 : k;
      int to = before ? k : count;
      for (int i = from; i < to; i++) {
        double u = power(k, i, alpha);
        boolean inner = i > 0 && i < count - 1;
        uu += u * u;
        uy += u * y[i];
        uuInner += inner ? u * u : 0;
        uyInner += inner ? u * y[i] : 0;
        if (i > from) {
          uuNeighbours += u * last;
          uyNeighbours += u * y[i - 1] + last * y[i];
        }
        last = u;
      }
    }

    /** Both sides, with the products across the break. */
    Products with(Side after, double... edge) {
      double[] y = points.y();
      return new Products(
          uu + after.uu,
          2 * (uuNeighbours + after.uuNeighbours + edge[0] * edge[1]),
          uuInner + after.uuInner,
          uy + after.uy,
          uyNeighbours + after.uyNeighbours + edge[0] * y[breakAt] + edge[1] * y[breakAt - 1],
          uyInner + after.uyInner);
    }
  }

  /** Sums from which the products for any correlation follow. */
  private final class Products {
    private final double[] uu;
    private final double[] uy;

    Products(double... sums) {
      this.uu = new double[] {sums[0], sums[1], sums[2]};
      this.uy = new double[] {sums[3], sums[4], sums[5]};
    }

    double amplitude(double rho) {
      return whitened(uy, rho) / whitened(uu, rho);
    }

    double squares(double rho) {
      double product = whitened(uy, rho);
      return Math.max(0, whitened(yy, rho) - product * product / whitened(uu, rho));
    }

    private double whitened(double[] sums, double rho) {
      return sums[0] - rho * sums[1] + rho * rho * sums[2];
    }
  }
}
