package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
      case POWER -> new double[][] {ofLogarithm(x -> Math.exp(-parameter * x))};
      case POWER_WITH_OFFSET -> new double[][] {ones, ofLogarithm(x -> bounded(parameter, x))};
      case EXPONENTIAL ->
          new double[][] {ones, ofLogarithm(x -> Math.exp(-Math.exp(x - parameter)))};
      case LOGARITHM -> new double[][] {ones, logarithms};
      case BROKEN_POWER -> throw new IllegalArgumentException("see BrokenPower");
    };
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

  /** The law with its interval, and the laws at the ends of that. */
  private Fit described(Family family, double parameter, double rho) {
    LinearFit linear = linear(family, parameter, rho);
    if (family != Family.POWER && family != Family.POWER_WITH_OFFSET) {
      return describe(family, parameter, rho, linear, Optional.empty(), List.of());
    }
    double[] grid = grid(family);
    Interval alphas =
        ProfileInterval.of(
            x -> squares(family, x).at(rho),
            parameter,
            points.count() - family.parameters() - 1,
            grid[0],
            grid[grid.length - 1]);
    List<Fit> ends =
        Stream.of(alphas.low(), alphas.high())
            .filter(Value::isPresent)
            .map(
                end -> {
                  LinearFit there = linear(family, end.orNaN(), rho);
                  return describe(family, end.orNaN(), rho, there, Optional.empty(), List.of());
                })
            .toList();
    Optional<Interval> interval = Optional.of(alphas.negated());
    return describe(family, parameter, rho, linear, interval, ends.size() == 2 ? ends : List.of());
  }

  private Fit describe(
      Family family,
      double parameter,
      double rho,
      LinearFit linear,
      Optional<Interval> interval,
      List<Fit> ends) {
    Value none = Value.absent(Fit.NOT_OF_THIS_LAW);
    double[] c = linear.coefficients();
    boolean power = family == Family.POWER;
    boolean offsetPower = family == Family.POWER_WITH_OFFSET; // c0 + c1 (1 - t^-alpha) / alpha
    double alpha = Math.copySign(Math.max(LEAST_EXPONENT, Math.abs(parameter)), parameter);
    double offset = power ? 0 : offsetPower ? c[0] + c[1] / alpha : c[0];
    double amplitude = power ? c[0] : offsetPower ? -c[1] / alpha : c.length > 1 ? c[1] : 0;
    boolean exponential = family == Family.EXPONENTIAL;
    return new Fit(
            family,
            power ? Value.of(-parameter) : offsetPower ? Value.of(-alpha) : none,
            interval,
            none,
            none,
            exponential ? Value.of(Math.exp(parameter)) : none,
            amplitude,
            offset,
            rho,
            linear.squares(),
            evidence.bic(linear.squares(), rho, family),
            none,
            ends)
        .explaining(points);
  }
}
