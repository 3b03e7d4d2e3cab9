package io.complexometer.benchmark;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tables on the standard output, and the numbers in them. */
final class Markdown {
  private Markdown() {}

  static void printHead(Object... columns) {
    System.out.println();
    printRow(columns);
    System.out.println("|---".repeat(columns.length) + "|");
  }

  static void printRow(Object... columns) {
    System.out.println(
        Stream.of(columns).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
  }

  /** Seconds in milliseconds, with more places where there are few of them. */
  static String millis(double seconds) {
    return decimals(seconds < 0.01 ? 3 : 1, 1_000 * seconds);
  }

  /** A number with so many places, or a dash for none. */
  static String decimals(int places, double number) {
    return Double.isNaN(number) ? "-" : String.format(Locale.ROOT, "%." + places + "f", number);
  }

  static String scientific(double number) {
    return String.format(Locale.ROOT, "%.1e", number);
  }
}
