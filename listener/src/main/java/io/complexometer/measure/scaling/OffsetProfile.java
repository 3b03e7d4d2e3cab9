package io.complexometer.measure.scaling;

import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * How far the offset c of a law c + A g(t) may be off: the c that leave no greater sum of squares
 * than {@link ProfileInterval} allows, with A and the parameter of g refitted to each of them.
 *
 * <p>For one parameter the sum is a parabola of c: with w the square of what g leaves of the
 * constant column, it is least + w (c - best)^2, so that the farthest c is best +- sqrt((limit -
 * least) / w). The end of the interval is the farthest over all parameters of which the least is
 * below the limit, and these are the parameter's own interval. The laws at the ends of that one
 * alone would not do: where a series has long come to rest, their offsets are nearly the same.
 *
 * @param column g for a parameter, at the times of the points
 * @param least sum of squares for a parameter, c and A fitted
 * @param y values of the points
 * @param rho correlation of neighbouring residuals
 * @param limit greatest sum of squares that is allowed
 */
record OffsetProfile(
    DoubleFunction<double[]> column,
    DoubleUnaryOperator least,
    @SuppressWarnings("ArrayRecordComponent") double[] y,
    double rho,
    double limit) {
  private static final double TOLERANCE = 1e-6;
  private static final int STEPS = 8;

  /** One of the laws at the ends. */
  record End(double parameter, double offset, double amplitude) {}

  /**
   * The law with the greatest c, or the least.
   *
   * @param low lower end of the parameter's interval
   * @param high upper end of it
   * @param side 1 for the greatest, -1 for the least
   */
  End end(double low, double high, int side) {
    if (!(low < high)) {
      return farthest(low, side); // no noise: rounding leaves nothing between the two
    }
    double[] grid =
        IntStream.rangeClosed(0, STEPS).mapToDouble(i -> low + (high - low) * i / STEPS).toArray();
    double parameter = Minimiser.argMin(x -> -side * farthest(x, side).offset(), TOLERANCE, grid);
    return farthest(parameter, side);
  }

  private End farthest(double parameter, int side) {
    double[] g = column.apply(parameter);
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    double gg = WhitenedProduct.of(g, g).at(rho);
    double g1 = WhitenedProduct.of(g, ones).at(rho);
    double gy = WhitenedProduct.of(g, y).at(rho);
    double w = WhitenedProduct.of(ones, ones).at(rho) - g1 * g1 / gg;
    double best = (WhitenedProduct.of(ones, y).at(rho) - g1 * gy / gg) / w;
    double room = Math.max(0, limit - least.applyAsDouble(parameter));
    double offset = best + side * Math.sqrt(room / w);
    return new End(parameter, offset, (gy - offset * g1) / gg);
  }
}
