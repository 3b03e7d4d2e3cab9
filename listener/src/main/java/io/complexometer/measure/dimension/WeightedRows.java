package io.complexometer.measure.dimension;

import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;

/**
 * Rows that are kept as they came, in single precision as long as none came in double, each with a
 * weight that fades.
 */
final class WeightedRows {
  /** Numbers. */
  private static final int DOUBLED = 1 << 19;

  private final int columns;
  private int rows;
  private float[] floats = {};
  private double[] doubles; // in place of the floats from the first double on
  private double[] weights = {};
  private boolean faded;

  WeightedRows(int columns) {
    this.columns = columns;
  }

  int rows() {
    return rows;
  }

  /** Whether a row in double precision was among them. */
  boolean inDouble() {
    return doubles != null;
  }

  /** Memory of the rows, with the room for more. */
  long bytes() {
    return (long) capacity() * (doubles == null ? Float.BYTES : Double.BYTES);
  }

  private int capacity() {
    return doubles == null ? floats.length : doubles.length;
  }

  /** Makes room for so many rows of floats, if there is none. */
  void reserve(int total) {
    if (capacity() == 0 && (long) total * columns <= Integer.MAX_VALUE - 8) {
      floats = new float[total * columns];
    }
  }

  /** Appends rows of weight 1. */
  void append(Matrix more) {
    int at = extend(more.rows(), !(more instanceof Matrix.Floats));
    if (doubles != null) {
      more.copy(0, doubles, at, more.rows() * columns);
    } else if (more instanceof Matrix.Floats single) {
      System.arraycopy(single.data(), 0, floats, at, more.rows() * columns);
    }
    Arrays.fill(weights, rows, rows + more.rows(), 1);
    rows += more.rows();
  }

  /** Appends rows with their weights. */
  void append(WeightedRows more) {
    if (more.rows == 0) {
      return;
    }
    int added = more.rows;
    int before = rows;
    double[] theirs = Arrays.copyOf(more.weights, added);
    append(more.matrix());
    System.arraycopy(theirs, 0, weights, before, added);
    faded |= more.faded;
  }

  /** Makes room, and says where the first new entry goes. */
  private int extend(int added, boolean inDouble) {
    long length = ((long) rows + added) * columns;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d rows of %d units are too many to keep".formatted(rows + added, columns));
    }
    // doubled while it is small, and by a quarter then: what lies idle stays small
    long grown = capacity() < DOUBLED ? 2L * capacity() : capacity() * 5L / 4;
    long wanted = length <= capacity() ? capacity() : Math.max(length, grown);
    int capacity = (int) Math.min(wanted, Integer.MAX_VALUE - 8);
    if (inDouble && doubles == null) {
      double[] copy = new double[capacity];
      if (rows > 0) {
        matrix().copy(0, copy, 0, rows * columns);
      }
      doubles = copy;
      floats = null;
    } else if (capacity > capacity()) {
      floats = doubles == null ? Arrays.copyOf(floats, capacity) : null;
      doubles = doubles == null ? null : Arrays.copyOf(doubles, capacity);
    }
    if (rows + added > weights.length) {
      weights = Arrays.copyOf(weights, Math.max(rows + added, weights.length * 2));
    }
    return rows * columns;
  }

  /** Multiplies all weights. */
  void fade(double factor) {
    faded = true;
    for (int row = 0; row < rows; row++) {
      weights[row] *= factor;
    }
  }

  /** Lets go of all rows; their room, up to so many numbers, stays for those to come. */
  void empty(long room) {
    if (capacity() > room) {
      clear();
    }
    rows = 0;
    faded = false;
  }

  /** Lets go of all rows, and of their memory. */
  void clear() {
    rows = 0;
    floats = new float[0];
    doubles = null;
    weights = new double[0];
    faded = false;
  }

  /** The rows without their weights, until the next change. */
  Matrix matrix() {
    return doubles == null
        ? new Matrix.Floats(rows, columns, floats)
        : new Matrix.Doubles(rows, columns, doubles);
  }

  /** The weight of each row, or null where all are 1. */
  double[] weights() {
    return faded ? Arrays.copyOf(weights, rows) : null;
  }
}
