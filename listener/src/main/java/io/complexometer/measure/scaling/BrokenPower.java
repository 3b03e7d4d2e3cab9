package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathIllegalStateException;
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
  private static final double[] EXPONENTS =
      IntStream.rangeClosed(0, 24).mapToDouble(i -> -STEEPEST + i * STEP).toArray();
  private static final double[] CORRELATIONS = {0, 0.3, 0.6, 0.8, 0.95};
  private static final int MOST_EVALUATIONS = 2000;
  private static final double ROUGH = 1e-3;
  private static final double ACCURATE = 1e-9;

  /**
   * By so much the misfit of a break may be wrong that was refined roughly; seen: less than 0.01.
   */
  private static final double MARGIN = 0.5;

  // How it works.
  //
  // For given t0, exponents and rho only A is left: with u = (t / t0)^-alpha and products of
  // whitened columns, sse = <y, y> - <u, y>^2 / <u, u>. Each product is one of the points before
  // t0, which knows alpha1 only, and one of those from t0 on, which knows alpha2 only; across the
  // break there is u = 1 behind it. So a grid of both exponents and rho takes a pass over the
  // points
  // for each alpha, all breaks and all rho included, and a few operations for each combination.
  //
  // The best of the grid is refined in both exponents, with the best rho for each pair, and that at
  // every t0: refining the best few t0 misses the optimum. Those that might be the best after
  // that are refined to the end.

  private final Points points;
  private final Evidence evidence;
  private final int count;
  private final PowerSides sides;
  private final WhitenedProduct yy;

  BrokenPower(Points points) {
    this.points = points;
    this.evidence = Evidence.of(points);
    this.count = points.count();
    this.sides = new PowerSides(points);
    this.yy = WhitenedProduct.of(points.y(), points.y());
  }

  /** A break with its exponents: the best found so far. */
  private record Candidate(int at, double before, double after, double misfit) {}

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
    List<Candidate> rough = scan(first, last).stream().map(each -> refined(each, ROUGH)).toList();
    double least = rough.stream().mapToDouble(Candidate::misfit).min().orElseThrow();
    return rough.stream()
        .filter(each -> each.misfit() <= least + MARGIN)
        .map(each -> refined(each, ACCURATE))
        .min(Comparator.comparingDouble(Candidate::misfit))
        .map(this::described)
        .orElseThrow();
  }

  /** For each break the best exponents of a grid. */
  private List<Candidate> scan(int first, int last) {
    PowerSides.Side[][] before = new PowerSides.Side[EXPONENTS.length][];
    PowerSides.Side[][] after = new PowerSides.Side[EXPONENTS.length][];
    for (int i = 0; i < EXPONENTS.length; i++) {
      before[i] = sides.before(EXPONENTS[i], first, last);
      after[i] = sides.after(EXPONENTS[i], first, last);
    }
    return IntStream.rangeClosed(first, last)
        .mapToObj(
            k ->
                scan(
                    k,
                    Arrays.stream(before)
                        .map(each -> each[k - first])
                        .toArray(PowerSides.Side[]::new),
                    Arrays.stream(after)
                        .map(each -> each[k - first])
                        .toArray(PowerSides.Side[]::new)))
        .toList();
  }

  private Candidate scan(int k, PowerSides.Side[] before, PowerSides.Side... after) {
    Candidate best = new Candidate(k, 0, 0, Double.POSITIVE_INFINITY);
    for (double rho : CORRELATIONS) {
      double[] uu = Arrays.stream(after).mapToDouble(side -> side.uu().at(rho)).toArray();
      double[] uy = Arrays.stream(after).mapToDouble(side -> side.uy().at(rho)).toArray();
      double most = -1;
      int bestBefore = 0;
      int bestAfter = 0;
      for (int i = 0; i < before.length; i++) {
        double uuBefore = before[i].uu().at(rho);
        double uyBefore = before[i].uy().at(rho);
        for (int j = 0; j < uu.length; j++) {
          double product = uyBefore + uy[j];
          double explained = product * product / (uuBefore + uu[j]);
          if (explained > most) {
            most = explained;
            bestBefore = i;
            bestAfter = j;
          }
        }
      }
      double misfit = evidence.misfit(Math.max(0, yy.at(rho) - most), rho);
      if (misfit < best.misfit()) {
        best = new Candidate(k, EXPONENTS[bestBefore], EXPONENTS[bestAfter], misfit);
      }
    }
    return best;
  }

  private Candidate refined(Candidate start, double accuracy) {
    try {
      PointValuePair refined =
          new SimplexOptimizer(new SimpleValueChecker(-1, accuracy, MOST_EVALUATIONS))
              .optimize(
                  new MaxEval(MOST_EVALUATIONS),
                  new ObjectiveFunction(x -> misfit(start.at(), x[0], x[1])),
                  GoalType.MINIMIZE,
                  new InitialGuess(new double[] {start.before(), start.after()}),
                  new NelderMeadSimplex(new double[] {STEP / 2, STEP / 2}));
      double[] x = refined.getPoint();
      return new Candidate(start.at(), inRange(x[0]), inRange(x[1]), refined.getValue());
    } catch (MathIllegalStateException e) {
      return start; // over tens of orders of magnitude rounding leaves no bottom to come to
    }
  }

  private double misfit(int k, double before, double after) {
    PowerSides.Side both = sides.both(k, inRange(before), inRange(after));
    double rho = evidence.correlation(each -> squares(both, each));
    return evidence.misfit(squares(both, rho), rho);
  }

  private double squares(PowerSides.Side both, double rho) {
    double product = both.uy().at(rho);
    return Math.max(0, yy.at(rho) - product * product / both.uu().at(rho));
  }

  /** The simplex may look beyond the range, where it finds what is at its edge. */
  private static double inRange(double alpha) {
    return Math.max(-STEEPEST, Math.min(STEEPEST, alpha));
  }

  private Fit described(Candidate best) {
    int k = best.at();
    PowerSides.Side both = sides.both(k, best.before(), best.after());
    double rho = evidence.correlation(each -> squares(both, each));
    double[] basis = sides.basis(k, best.before(), best.after());
    // of the residuals themselves: differences of sums would round a perfect fit to nothing
    LinearFit linear = LinearFit.of(new double[][] {basis}, points.y(), rho);
    return new Fit(
            Family.BROKEN_POWER,
            Value.of(-best.after()),
            Optional.empty(),
            Value.of(-best.before()),
            Value.of(points.t()[k]),
            Value.absent(Fit.NOT_OF_THIS_LAW),
            linear.coefficients()[0],
            0,
            rho,
            linear.squares(),
            evidence.bic(linear.squares(), rho, Family.BROKEN_POWER),
            Value.absent(Fit.NOT_OF_THIS_LAW),
            List.of())
        .explaining(points);
  }
}
