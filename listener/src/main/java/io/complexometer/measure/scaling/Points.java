package io.complexometer.measure.scaling;

import java.util.Arrays;

/**
 * A series y(t), t being the iteration from 1: what a law is fitted to.
 *
 * @param t times, positive and increasing
 * @param y values, finite
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Points(double[] t, double[] y) {

  public Points {
    if (t.length != y.length) {
      throw new IllegalArgumentException(t.length + " times for " + y.length + " values");
    }
    for (int i = 0; i < t.length; i++) {
      if (!(t[i] > (i == 0 ? 0 : t[i - 1])) || !Double.isFinite(t[i])) {
        throw new IllegalArgumentException(
            "times must be positive and increase: point %d has %s".formatted(i + 1, t[i]));
      }
      if (!Double.isFinite(y[i])) {
        throw new IllegalArgumentException(
            "values must be numbers: point %d has %s".formatted(i + 1, y[i]));
      }
    }
    t = t.clone();
    y = y.clone();
  }

  /**
   * Number of points.
   *
   * @return not negative
   */
  public int count() {
    return t.length;
  }

  /**
   * Over how many decades of time they reach.
   *
   * @return log10 of the last time by the first; 0 of fewer than two points
   */
  public double decades() {
    return t.length < 2 ? 0 : Math.log10(t[t.length - 1] / t[0]);
  }

  /** The largest magnitude of a value. */
  double scale() {
    return Arrays.stream(y).map(Math::abs).max().orElse(0);
  }

  /** The power of two in the largest magnitude: of values as small as 2^-538 squares would be 0. */
  int exponent() {
    return Math.getExponent(scale());
  }

  /** The same series with its values multiplied by a power of two, which is exact. */
  Points scaled(int exponent) {
    return new Points(t, Arrays.stream(y).map(value -> Math.scalb(value, exponent)).toArray());
  }

  /** Whether all values are the same but for rounding. */
  boolean isFlat() {
    double most = Arrays.stream(y).max().orElse(0);
    double least = Arrays.stream(y).min().orElse(0);
    return most - least <= 1e-12 * scale();
  }
}
