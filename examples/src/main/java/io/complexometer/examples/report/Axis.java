package io.complexometer.examples.report;

/**
 * An axis of a plot.
 *
 * @param title what it shows, with its unit
 * @param logarithmic or linear
 */
record Axis(String title, boolean logarithmic) {
  static Axis linear(String title) {
    return new Axis(title, false);
  }

  static Axis logarithmic(String title) {
    return new Axis(title, true);
  }
}
