package io.complexometer.measure.structure;

import java.util.Arrays;

/** Sums of numbers that are only known by their logarithm to base 2. */
final class Log2 {
  private static final double LN2 = Math.log(2);

  private Log2() {}

  /** Log2 of the sum of 2^x; minus infinity of nothing. */
  static double sum(double... log2) {
    double most = Arrays.stream(log2).max().orElse(Double.NEGATIVE_INFINITY);
    if (most == Double.NEGATIVE_INFINITY) {
      return most;
    }
    double sum = 0;
    for (double x : log2) {
      sum += Math.exp((x - most) * LN2);
    }
    return most + Math.log(sum) / LN2;
  }

  static double of(double number) {
    return Math.log(number) / LN2;
  }
}
