package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;

/**
 * What 95 % of such intervals hold, if the law is right.
 *
 * @param low its lower end; absent where it lies beyond the range that was searched
 * @param high its upper end; absent in the same case
 */
public record Interval(Value low, Value high) {
  /** Why an end is not there. */
  public static final String OPEN = "open";

  /** An interval without ends. */
  public static final Interval ALL = new Interval(Value.absent(OPEN), Value.absent(OPEN));

  /** The interval of the negated quantity. */
  Interval negated() {
    return new Interval(negated(high), negated(low));
  }

  private static Value negated(Value value) {
    return value.isPresent() ? Value.of(-value.orNaN()) : value;
  }
}
