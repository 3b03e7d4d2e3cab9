package io.complexometer.measure.linalg;

/**
 * A matrix holds a NaN, an infinity, or a number whose square is one: it has no spectrum, and
 * LAPACK must not see it.
 */
public final class NonFiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  NonFiniteException(double value, long row, long column) {
    super(value + " at row " + row + ", column " + column);
  }

  NonFiniteException() {
    super("the squares of the matrix exceed the range of doubles");
  }
}
