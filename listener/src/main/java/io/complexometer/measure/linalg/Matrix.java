package io.complexometer.measure.linalg;

/**
 * A matrix that lies row after row in an array, {@code data[row * columns + column]}, or in a file.
 *
 * <p>The array is not copied, and may be longer than the matrix: whoever fills it again must not do
 * so while somebody reads.
 */
public sealed interface Matrix {

  /**
   * Number of rows.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Number of columns.
   *
   * @return at least 1
   */
  int columns();

  /**
   * Copies a run of entries of the array as doubles.
   *
   * @param from index of the first entry
   * @param target where they go
   * @param at index in the target of the first
   * @param length how many
   */
  void copy(int from, double[] target, int at, int length);

  /**
   * A matrix of single precision.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param data at least rows * columns numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // a view of a buffer: never compared
  record Floats(int rows, int columns, float[] data) implements Matrix {
    public Floats {
      checkShape(rows, columns, data.length);
    }

    @Override
    public void copy(int from, double[] target, int at, int length) {
      for (int i = 0; i < length; i++) {
        target[at + i] = data[from + i];
      }
    }
  }

  /**
   * A matrix of double precision.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param data at least rows * columns numbers
   */
  @SuppressWarnings("ArrayRecordComponent") // a view of a buffer: never compared
  record Doubles(int rows, int columns, double[] data) implements Matrix {
    public Doubles {
      checkShape(rows, columns, data.length);
    }

    @Override
    public void copy(int from, double[] target, int at, int length) {
      System.arraycopy(data, from, target, at, length);
    }
  }

  /**
   * A matrix that lies elsewhere: in a file that is mapped into memory.
   *
   * @param rows at least 1
   * @param columns at least 1
   * @param entries gives the numbers
   */
  record Stored(int rows, int columns, Entries entries) implements Matrix {
    public Stored {
      checkShape(rows, columns, Integer.MAX_VALUE);
    }

    @Override
    public void copy(int from, double[] target, int at, int length) {
      entries.copy(from, target, at, length);
    }
  }

  /** Gives runs of entries; see {@link Matrix#copy}. */
  @FunctionalInterface
  interface Entries {
    /**
     * Copies a run of entries as doubles.
     *
     * @param from index of the first entry, rows one after the other
     * @param target where they go
     * @param at index in the target of the first
     * @param length how many
     */
    void copy(int from, double[] target, int at, int length);
  }

  private static void checkShape(int rows, int columns, int length) {
    if (rows < 1 || columns < 1) {
      throw new IllegalArgumentException(
          "a matrix needs a row and a column: " + rows + " x " + columns);
    }
    if ((long) rows * columns > length) {
      throw new IllegalArgumentException(
          "a matrix of " + rows + " x " + columns + " does not fit in " + length + " numbers");
    }
  }
}
