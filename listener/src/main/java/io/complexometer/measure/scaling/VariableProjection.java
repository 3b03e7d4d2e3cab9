package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Fits the laws that have at most one parameter which is not linear: the exponent, or the logarithm
 * of the time constant.
 *
 * <p>Variable projection (Golub, Pereyra, SIAM J. Numer. Anal. 10, 1973): for a given exponent and
 * correlation of the residuals everything else is linear least squares. So the exponent is scanned
 * and refined, and the correlation for each exponent; nothing diverges, and nothing needs a start.
 */
final class VariableProjection {
  private static final double[] COARSE_RHO = {0, 0.5, 0.8, 0.95};
  private static final double STEP = 0.2;

  /** So close that a law without noise is told from a richer one that is fitted to its rounding. */
  private static final double TOLERANCE = 1e-12;

  private static final double STEEPEST = 3;
  private static final double STEEPEST_GROWTH_OF_OFFSET = -2;

  /** Nearer to 0 c and A of an offset power are so large that their difference has no digits. */
  private static final double LEAST_EXPONENT = 1e-8;

  private final Points points;
  private final Evidence evidence;
  private final double[] logarithms;
  private final double[] ones;

  VariableProjection(Points points) {
    this.points = points;
    this.evidence = Evidence.of(points);
    this.logarithms = DoubleStream.of(points.t()).map(Math::log).toArray();
    this.ones = DoubleStream.generate(() -> 1).limit(points.count()).toArray();
  }

  /** Fits one law, any but the broken power. */
  Fit fit(Family family) {
    double[] grid = grid(family);
    double parameter = 0;
    if (grid.length > 0) {
      int near = nearest(family, grid);
      double[] around =
          Arrays.copyOfRange(grid, Math.max(0, near - 1), Math.min(grid.length, near + 2));
      parameter = Minimiser.argMin(x -> misfit(squares(family, x)), TOLERANCE, around);
    }
    return described(family, parameter, rho(squares(family, parameter)));
  }

  /** The values that are scanned; none for a linear law. */
  private double[] grid(Family family) {
    return switch (family) {
      case POWER -> steps(-STEEPEST, STEEPEST);
      case POWER_WITH_OFFSET ->
          DoubleStream.of(steps(STEEPEST_GROWTH_OF_OFFSET, STEEPEST))
              .filter(alpha -> Math.abs(alpha) > STEP / 2) // 0 is the logarithm
              .toArray();
      case EXPONENTIAL -> steps(logarithms[0] - 1, logarithms[logarithms.length - 1] + 2);
      default -> new double[0];
    };
  }

  private static double[] steps(double from, double to) {
    int count = (int) Math.ceil((to - from) / STEP - 1e-9);
    return IntStream.rangeClosed(0, count)
        .mapToDouble(i -> i == count ? to : from + i * STEP)
        .toArray();
  }

  /** The place of the best point in a grid, of which each is tried with a few correlations. */
  private int nearest(Family family, double[] grid) {
    int best = 0;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < grid.length; i++) {
      ProjectedSquares squares = squares(family, grid[i]);
      for (double rho : COARSE_RHO) {
        double misfit = evidence.misfit(squares.at(rho), rho);
        if (misfit < least) {
          least = misfit;
          best = i;
        }
      }
    }
    return best;
  }

  private ProjectedSquares squares(Family family, double parameter) {
    return new ProjectedSquares(basis(family, parameter), points.y());
  }

  private double rho(ProjectedSquares squares) {
    return evidence.correlation(squares::at);
  }

  /** With the correlation that suits best. */
  private double misfit(ProjectedSquares squares) {
    double rho = rho(squares);
    return evidence.misfit(squares.at(rho), rho);
  }

  LinearFit linear(Family family, double parameter, double rho) {
    return LinearFit.of(basis(family, parameter), points.y(), rho);
  }

  private double[][] basis(Family family, double parameter) {
    return switch (family) {
      case CONSTANT -> new double[][] {ones};
      case POWER -> new double[][] {decay(family, parameter)};
      case POWER_WITH_OFFSET -> new double[][] {ones, ofLogarithm(x -> bounded(parameter, x))};
      case EXPONENTIAL -> new double[][] {ones, decay(family, parameter)};
      case LOGARITHM -> new double[][] {ones, logarithms};
      case BROKEN_POWER -> throw new IllegalArgumentException("see BrokenPower");
    };
  }

  /** What the amplitude is multiplied by: t^-alpha, or exp(-t / tau) for ln tau. */
  private double[] decay(Family family, double parameter) {
    return family == Family.EXPONENTIAL
        ? ofLogarithm(x -> Math.exp(-Math.exp(x - parameter)))
        : ofLogarithm(x -> Math.exp(-parameter * x));
  }

  /** (1 - t^-alpha) / alpha, which has a limit where t^-alpha cannot be told from 1. */
  private static double bounded(double alpha, double logarithm) {
    return alpha == 0 ? logarithm : -Math.expm1(-alpha * logarithm) / alpha;
  }

  private double[] ofLogarithm(DoubleUnaryOperator function) {
    double[] column = new double[logarithms.length];
    for (int i = 0; i < column.length; i++) {
      column[i] = function.applyAsDouble(logarithms[i]);
    }
    return column;
  }

  /** The law with its interval, and the laws at the ends of what may be. */
  private Fit described(Family family, double parameter, double rho) {
    LinearFit linear = linear(family, parameter, rho);
    Optional<Interval> interval = Optional.empty();
    List<Fit> ends = List.of();
    double[] grid = grid(family);
    if (grid.length > 0) {
      DoubleUnaryOperator squares = x -> squares(family, x).at(rho);
      int freedom = points.count() - family.parameters() - 1;
      Interval parameters =
          ProfileInterval.of(squares, parameter, freedom, grid[0], grid[grid.length - 1]);
      if (parameters.low().isPresent() && parameters.high().isPresent()) {
        double limit = ProfileInterval.limit(squares.applyAsDouble(parameter), freedom);
        ends = ends(family, parameters.low().orNaN(), parameters.high().orNaN(), rho, limit);
      }
      if (family != Family.EXPONENTIAL) { // which has no exponent
        interval = Optional.of(parameters.negated());
      }
    }
    return describe(family, parameter, rho, linear, interval, ends);
  }

  /** The laws at the ends of the parameter's interval, and at those of the offset's. */
  private List<Fit> ends(Family family, double low, double high, double rho, double limit) {
    List<Fit> ends = new ArrayList<>();
    for (double end : new double[] {low, high}) {
      LinearFit there = linear(family, end, rho);
      ends.add(describe(family, end, rho, there, Optional.empty(), List.of()));
    }
    boolean hasLimit = family == Family.EXPONENTIAL || low > LEAST_EXPONENT;
    if (family != Family.POWER && hasLimit) {
      OffsetProfile offsets =
          new OffsetProfile(
              x -> decay(family, x), x -> squares(family, x).at(rho), points.y(), rho, limit);
      for (int side : new int[] {-1, 1}) {
        OffsetProfile.End end = offsets.end(low, high, side);
        ends.add(
            fit(
                family,
                end.parameter(),
                rho,
                end.offset(),
                end.amplitude(),
                limit,
                Optional.empty(),
                List.of()));
      }
    }
    return ends;
  }

  private Fit describe(
      Family family,
      double parameter,
      double rho,
      LinearFit linear,
      Optional<Interval> interval,
      List<Fit> ends) {
    double[] c = linear.coefficients();
    boolean power = family == Family.POWER;
    boolean offsetPower = family == Family.POWER_WITH_OFFSET; // c0 + c1 (1 - t^-alpha) / alpha
    double alpha = notZero(parameter);
    double offset = power ? 0 : offsetPower ? c[0] + c[1] / alpha : c[0];
    double amplitude = power ? c[0] : offsetPower ? -c[1] / alpha : c.length > 1 ? c[1] : 0;
    return fit(family, parameter, rho, offset, amplitude, linear.squares(), interval, ends);
  }

  private static double notZero(double alpha) {
    return Math.copySign(Math.max(LEAST_EXPONENT, Math.abs(alpha)), alpha);
  }

  private Fit fit(
      Family family,
      double parameter,
      double rho,
      double offset,
      double amplitude,
      double squares,
      Optional<Interval> interval,
      List<Fit> ends) {
    Value none = Value.absent(Fit.NOT_OF_THIS_LAW);
    Value exponent =
        switch (family) {
          case POWER -> Value.of(-parameter);
          case POWER_WITH_OFFSET -> Value.of(-notZero(parameter));
          default -> none;
        };
    boolean exponential = family == Family.EXPONENTIAL;
    return new Fit(
            family,
            exponent,
            interval,
            none,
            none,
            exponential ? Value.of(Math.exp(parameter)) : none,
            amplitude,
            offset,
            rho,
            squares,
            evidence.bic(squares, rho, family),
            none,
            ends)
        .explaining(points);
  }
}
