package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * One observable of a training against another: the slope b of ln y = a + b ln x.
 *
 * <p>It describes and claims no law: both sides are noisy, and noise of x alone makes a slope
 * flatter than it is (Fuller, "Measurement Error Models", 1987, ch. 1).
 *
 * @param slope b, by least squares; absent with one of the reasons below
 * @param low lower end of its 95 % interval
 * @param high upper end
 * @param points pairs of which both logarithms are there
 */
public record LogLogSlope(Value slope, Value low, Value high, int points) {
  /** Why there is no slope: less than 10 pairs of two positive numbers. */
  public static final String TOO_FEW = "too few positive pairs";

  /** Why there is no slope: all x are the same. */
  public static final String NO_VARIANCE = "x does not vary";

  private static final int FEWEST = 10;
  private static final int DRAWS = 999; // of which the 25th and the 975th bound 95 % of all to come
  private static final int OUTSIDE = 25;
  private static final double MOST_CORRELATION = 0.95;
  private static final int FEWEST_BLOCKS = 3;

  // How the interval is found.
  //
  // Neighbours in time are not independent. So pairs are drawn in blocks of neighbours [1], the
  // last being a neighbour of the first [2]. 999 series of such blocks give 999 slopes, and the
  // middle 95 % of them are the interval. A block has the length l that makes the bootstrap's
  // variance most accurate if the residuals are AR(1) with correlation r ([3] as corrected in [4]):
  //
  //   l = (3 n / 2)^(1/3) (2 r / (1 - r^2))^(2/3)         at least 1 and at most n / 3
  //
  // The correlation of the residuals of a fitted line is about (2 + 4 r) / n less than r, which is
  // put right. Coverage is still less than nominal where r is large; the README has the figures.
  //
  // [1] Kuensch, Annals of Statistics 17 (1989) 1217
  // [2] Politis, Romano, in LePage, Billard, "Exploring the Limits of Bootstrap" (1992) 263
  // [3] Politis, White, Econometric Reviews 23 (2004) 53
  // [4] Patton, Politis, White, Econometric Reviews 28 (2009) 372

  /**
   * Fits a line to the logarithms.
   *
   * @param x one observable, in the order of time
   * @param y the other, at the same times
   * @param seed of the blocks that are drawn
   * @return the slope and its interval; pairs without two finite logarithms are left out
   * @throws IllegalArgumentException if the lengths differ
   */
  public static LogLogSlope of(double[] x, double[] y, long seed) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(x.length + " values of x for " + y.length + " of y");
    }
    int[] kept =
        IntStream.range(0, x.length).filter(i -> positive(x[i]) && positive(y[i])).toArray();
    double[] u = Arrays.stream(kept).mapToDouble(i -> Math.log(x[i])).toArray();
    double[] v = Arrays.stream(kept).mapToDouble(i -> Math.log(y[i])).toArray();
    if (kept.length < FEWEST) {
      return absent(TOO_FEW, kept.length);
    }
    OptionalDouble slope = slope(u, v);
    if (slope.isEmpty()) {
      return absent(NO_VARIANCE, kept.length);
    }
    int length = blockLength(correlation(u, v, slope.getAsDouble()), u.length);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    double[] slopes =
        Stream.generate(() -> drawn(u, v, length, random))
            .flatMapToDouble(OptionalDouble::stream) // x may not vary among what was drawn
            .limit(DRAWS)
            .sorted()
            .toArray();
    return new LogLogSlope(
        Value.of(slope.getAsDouble()),
        Value.of(slopes[OUTSIDE - 1]),
        Value.of(slopes[DRAWS - OUTSIDE]),
        u.length);
  }

  private static boolean positive(double number) {
    return number > 0 && number < Double.POSITIVE_INFINITY;
  }

  private static LogLogSlope absent(String reason, int points) {
    Value none = Value.absent(reason);
    return new LogLogSlope(none, none, none, points);
  }

  /** The slope of as many points, in blocks from anywhere on the circle. */
  private static OptionalDouble drawn(
      double[] u, double[] v, int length, UniformRandomProvider random) {
    int n = u.length;
    double[] drawnU = new double[n];
    double[] drawnV = new double[n];
    int from = 0;
    for (int i = 0; i < n; i++) {
      from = i % length == 0 ? random.nextInt(n) : (from + 1) % n;
      drawnU[i] = u[from];
      drawnV[i] = v[from];
    }
    return slope(drawnU, drawnV);
  }

  /** Empty where u is constant; measured from the first point, which makes that exact. */
  private static OptionalDouble slope(double[] u, double[] v) {
    int n = u.length;
    double meanU = 0;
    double meanV = 0;
    for (int i = 0; i < n; i++) {
      meanU += (u[i] - u[0]) / n;
      meanV += (v[i] - v[0]) / n;
    }
    double uu = 0;
    double uv = 0;
    for (int i = 0; i < n; i++) {
      double centred = u[i] - u[0] - meanU;
      uu += centred * centred;
      uv += centred * (v[i] - v[0] - meanV);
    }
    return uu > 0 ? OptionalDouble.of(uv / uu) : OptionalDouble.empty();
  }

  /** Of neighbouring residuals; 0 where there are none. */
  private static double correlation(double[] u, double[] v, double slope) {
    int n = u.length;
    double[] residuals = IntStream.range(0, n).mapToDouble(i -> v[i] - slope * u[i]).toArray();
    double mean = Arrays.stream(residuals).average().orElse(0);
    double squares = 0;
    double products = 0;
    for (int i = 0; i < n; i++) {
      squares += (residuals[i] - mean) * (residuals[i] - mean);
      products += i > 0 ? (residuals[i] - mean) * (residuals[i - 1] - mean) : 0;
    }
    return squares > 0 ? (products / squares * n + 2) / (n - 4) : 0;
  }

  private static int blockLength(double correlation, int n) {
    double r = Math.max(0, Math.min(MOST_CORRELATION, correlation));
    double length = Math.cbrt(1.5 * n) * Math.pow(2 * r / (1 - r * r), 2.0 / 3);
    return (int) Math.max(1, Math.min(Math.round(length), n / FEWEST_BLOCKS));
  }
}
