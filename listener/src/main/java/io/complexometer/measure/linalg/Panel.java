package io.complexometer.measure.linalg;

import org.bytedeco.javacpp.DoublePointer;

/**
 * A part of a matrix in native memory: some of its rows, or some of its columns, as doubles that
 * lie row after row. Whoever goes through a matrix panel by panel never has the whole of it in
 * double precision.
 */
final class Panel implements AutoCloseable {
  /** Entries of a panel: 4 MB, which caches still hold in part when it is multiplied. */
  private static final int ENTRIES = 1 << 19;

  /**
   * Vectors of a panel, at least, however long they are: OpenBLAS goes through all of a product
   * once for every 384 of them (its GEMM_Q on AVX-512). Panels of 128 make a product of order 4096
   * take 1.2 times as long.
   */
  private static final int DEPTH = 2 * 384;

  /**
   * Doubles on their way from Java to native memory: few enough to stay in a core's first cache.
   */
  private static final int CHUNK = 1 << 12;

  private final double[] chunk = new double[CHUNK];
  private DoublePointer entries = new DoublePointer(0L);

  /** How many vectors of a length a panel takes, at most what there are. */
  static int vectors(int available, int length) {
    return Math.min(available, Math.max(DEPTH, ENTRIES / length));
  }

  /** How many for products with a few vectors only, which gain nothing by the depth. */
  static int fewVectors(int available, int length) {
    return Math.max(1, Math.min(available, ENTRIES / length));
  }

  /** Columns of a matrix as it is; see below. */
  DoublePointer columns(Matrix a, int from, int columns) {
    return columns(a, from, columns, null, null);
  }

  /** Rows of a matrix as it is; see below. */
  DoublePointer rows(Matrix a, int from, int rows) {
    return rows(a, from, rows, null, null);
  }

  /**
   * Columns of a matrix, each row of them after the other; valid until the next call.
   *
   * @param shift what is subtracted from each column, or null
   * @param scale what each row is multiplied by afterwards, or null
   */
  DoublePointer columns(Matrix a, int from, int columns, double[] shift, double[] scale) {
    reserve(a.rows() * columns);
    if (columns == a.columns()) {
      fill(a, 0, a.rows() * columns, 0, shift, scale); // one run, without a call for each short row
    } else {
      for (int row = 0; row < a.rows(); row++) {
        fill(a, row * a.columns() + from, columns, row * columns, shift, scale);
      }
    }
    return entries;
  }

  /** Rows of a matrix, in the same way. */
  DoublePointer rows(Matrix a, int from, int rows, double[] shift, double[] scale) {
    reserve(rows * a.columns());
    fill(a, from * a.columns(), rows * a.columns(), 0, shift, scale);
    return entries;
  }

  /** Turns a run of the matrix's array into doubles, treats them, and puts them into the panel. */
  private void fill(Matrix a, int from, int length, int at, double[] shift, double[] scale) {
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      a.copy(from + done, chunk, 0, part);
      if (shift != null) {
        shift(from + done, part, a.columns(), shift);
      }
      if (scale != null) {
        scale(from + done, part, a.columns(), scale);
      }
      entries.position((long) at + done).put(chunk, 0, part);
    }
    entries.position(0);
  }

  private void shift(int first, int length, int columns, double[] shift) {
    for (int i = 0, column = first % columns; i < length; i++) {
      chunk[i] -= shift[column];
      column = column + 1 == columns ? 0 : column + 1;
    }
  }

  private void scale(int first, int length, int columns, double[] scale) {
    for (int i = 0, row = first / columns, next = (row + 1) * columns - first; i < length; i++) {
      if (i == next) {
        row++;
        next += columns;
      }
      chunk[i] *= scale[row];
    }
  }

  /** The sum of the squares of all entries, which is not finite if one of them is not. */
  double squaredNorm(Matrix a) {
    double sum = 0;
    int length = a.rows() * a.columns();
    for (int done = 0; done < length; done += CHUNK) {
      int part = Math.min(CHUNK, length - done);
      a.copy(done, chunk, 0, part);
      double partial = 0; // sums of equal size lose less
      for (int i = 0; i < part; i++) {
        partial += chunk[i] * chunk[i];
      }
      sum += partial;
    }
    return sum;
  }

  /** What to throw when squares of entries are not finite: the place, or the overflow. */
  NonFiniteException notFinite(Matrix a, double[] shift) {
    for (int row = 0; row < a.rows(); row++) {
      for (int column = 0; column < a.columns(); column++) {
        a.copy(row * a.columns() + column, chunk, 0, 1);
        double entry = shift == null ? chunk[0] : chunk[0] - shift[column];
        if (!Double.isFinite(entry)) {
          return new NonFiniteException(entry, row, column);
        }
      }
    }
    return new NonFiniteException();
  }

  private void reserve(int length) {
    if (entries.capacity() < length) {
      entries.close();
      entries = new DoublePointer((long) length);
    }
  }

  @Override
  public void close() {
    entries.close();
  }
}
