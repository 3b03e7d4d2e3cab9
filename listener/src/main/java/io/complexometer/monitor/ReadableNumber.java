package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.util.Locale;

/** Numbers as people read them in a narrow column: exact while short, then three digits or four. */
final class ReadableNumber {
  private static final String NOTHING = "-";
  private static final double LARGEST_EXACT = 1e7;
  private static final double LEAST_WHOLE = 1e3; // from here on no fraction matters
  private static final String[] PREFIXES = {"M", "G", "T", "P", "E"};
  private static final int LARGEST_POWER = 20;

  private ReadableNumber() {}

  /**
   * A count: {@code 2,293,000}, {@code 12.5}, {@code 1.85 G}.
   *
   * @param number not negative
   */
  static String count(double number) {
    if (number < LARGEST_EXACT) {
      boolean whole = number == Math.rint(number) || number >= LEAST_WHOLE;
      return String.format(Locale.ROOT, whole ? "%,.0f" : "%,.1f", number);
    }
    double scaled = number / 1e6;
    int prefix = 0;
    while (scaled >= 999.95 && prefix + 1 < PREFIXES.length) { // else it is rounded to 1000.0
      scaled /= 1e3;
      prefix++;
    }
    return scaled >= 999.95
        ? String.format(Locale.ROOT, "%.3e", number)
        : String.format(
            Locale.ROOT, scaled < 9.995 ? "%.2f %s" : "%.1f %s", scaled, PREFIXES[prefix]);
  }

  /** A count. */
  static String count(long number) {
    return count((double) number);
  }

  /** A count that may be absent. */
  static String count(Value number) {
    return number.isPresent() ? count(number.orNaN()) : NOTHING;
  }

  /** Bits: {@code 36.22}. */
  static String bits(double number) {
    return String.format(Locale.ROOT, "%.2f", number + 0.0); // no negative zero
  }

  /** Bits that may be absent. */
  static String bits(Value number) {
    return number.isPresent() ? bits(number.orNaN()) : NOTHING;
  }

  /** A number known by its logarithm: {@code 256}, {@code 2^58}. */
  static String power(double log2) {
    return log2 <= LARGEST_POWER
        ? count(Math.rint(Math.pow(2, log2)))
        : "2^" + String.format(Locale.ROOT, "%.2f", log2).replaceFirst("\\.00$", "");
  }
}
