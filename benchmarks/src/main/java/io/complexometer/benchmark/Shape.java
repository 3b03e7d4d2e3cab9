package io.complexometer.benchmark;

/**
 * The shape of a weight matrix, written {@code 512x4608}.
 *
 * @param rows N, the output units
 * @param columns M, what each of them weighs
 */
record Shape(int rows, int columns) {
  /** From this order on a pass takes so long that a few repetitions must do. */
  static final int LARGE_ORDER = 2_048;

  static Shape parse(String text) {
    String[] sides = text.split("x", 2);
    return new Shape(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
  }

  /** The thin side: the order of the Gram matrix. */
  int order() {
    return Math.min(rows, columns);
  }

  long entries() {
    return (long) rows * columns;
  }

  @Override
  public String toString() {
    return rows + "x" + columns;
  }
}
