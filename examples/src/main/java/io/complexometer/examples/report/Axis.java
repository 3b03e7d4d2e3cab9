package io.complexometer.examples.report;

import io.complexometer.measure.Value;
import java.util.List;

/**
 * An axis of a plot.
 *
 * @param title what it shows, with its unit
 * @param logarithmic or linear
 */
record Axis(String title, boolean logarithmic) {
  private static final double FACTOR = 30; // between the ends of an axis, to make it logarithmic

  /** Logarithmic for numbers of different orders of magnitude. */
  static Axis of(String title, List<Value> values) {
    double[] present =
        values.stream().filter(Value::isPresent).mapToDouble(Value::orNaN).sorted().toArray();
    int last = present.length - 1;
    return new Axis(title, last > 0 && present[0] > 0 && present[last] > FACTOR * present[0]);
  }

  static Axis linear(String title) {
    return new Axis(title, false);
  }

  static Axis logarithmic(String title) {
    return new Axis(title, true);
  }
}
