package io.complexometer.measure.spectrum;

/**
 * The shape of a weight matrix.
 *
 * @param rows output units N, at least 1
 * @param columns what one of them weighs, M, at least 1
 */
public record MatrixShape(int rows, int columns) {
  public MatrixShape {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException("no matrix has the shape " + rows + " x " + columns);
    }
  }
}
