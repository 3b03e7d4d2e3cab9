package io.complexometer.examples.numbers;

/** Takes the rows of a file, one at a time. */
@FunctionalInterface
public interface RowSink {
  /**
   * Takes the next row; the array is used again for the one after it.
   *
   * @param row its numbers, which may be NaN or infinite; always as many
   */
  void add(double[] row);
}
