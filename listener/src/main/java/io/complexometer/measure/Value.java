package io.complexometer.measure;

/**
 * A number that was measured, or the reason why it could not be: NaN and infinity never travel.
 *
 * <p>A reason is a short constant phrase in the measure's own words ({@code "no variance"}), fit to
 * be the label of a time series; it names no layer and holds no number.
 */
public sealed interface Value {

  /**
   * A finite number.
   *
   * @param number the number, in the unit of its metric
   */
  record Present(double number) implements Value {
    // such a result has a reason, and should be absent
    public Present {
      if (!Double.isFinite(number)) {
        throw new IllegalArgumentException("not a finite number: " + number);
      }
    }

    @Override
    public double orNaN() {
      return number;
    }
  }

  /**
   * No number, and why.
   *
   * @param reason a short constant phrase
   */
  record Absent(String reason) implements Value {
    @Override
    public double orNaN() {
      return Double.NaN;
    }
  }

  /**
   * A number that is there.
   *
   * @param number finite
   * @return the value
   * @throws IllegalArgumentException if the number is NaN or infinite
   */
  static Value of(double number) {
    return new Present(number);
  }

  /**
   * A number that is not there.
   *
   * @param reason a short constant phrase
   * @return the value
   */
  static Value absent(String reason) {
    return new Absent(reason);
  }

  /**
   * Tells a number from a reason.
   *
   * @return whether there is a number
   */
  default boolean isPresent() {
    return this instanceof Present;
  }

  /**
   * The number for sinks that know no absent value (a Micrometer gauge).
   *
   * @return the number, or NaN where it is absent
   */
  double orNaN();
}
