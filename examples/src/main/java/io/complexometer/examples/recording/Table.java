package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import java.util.ArrayList;
import java.util.List;

/**
 * Numbers, row after row, of a length that nobody knows beforehand.
 *
 * <p>They are kept in chunks of rows, each in the narrowest type that holds its numbers exactly:
 * one byte for spikes and their counts, four for most of what comes from single precision, else
 * eight. A million rows of 100 zeros and ones take 100 MB.
 */
final class Table {
  private static final int CHUNK_NUMBERS = 1 << 18;

  private final int columns;
  private final int chunkRows;
  private final List<Object> chunks = new ArrayList<>();
  private final long limit = Runtime.getRuntime().maxMemory() / 4 * 3;
  private final double[] open;
  private long bytes;
  private int rows;

  /**
   * An empty table.
   *
   * @param columns at least 1
   */
  Table(int columns) {
    this.columns = columns;
    this.chunkRows = Math.max(1, CHUNK_NUMBERS / columns);
    this.open = new double[Math.multiplyExact(chunkRows, columns)];
  }

  int rows() {
    return rows;
  }

  int columns() {
    return columns;
  }

  /**
   * Appends a row.
   *
   * @throws DataException if the memory does not suffice
   */
  void add(double[] row) {
    System.arraycopy(row, 0, open, rows % chunkRows * columns, columns);
    rows = Math.incrementExact(rows);
    if (rows % chunkRows == 0) {
      chunks.add(packed(open));
      checkMemory();
    }
  }

  /** Copies whole rows, one after the other. */
  void copy(int from, int to, double[] target) {
    for (int row = from; row < to; row++) {
      copy(row, target, (row - from) * columns);
    }
  }

  private void copy(int row, double[] target, int at) {
    int chunk = row / chunkRows;
    int start = row % chunkRows * columns;
    if (chunk == chunks.size()) {
      System.arraycopy(open, start, target, at, columns);
    } else if (chunks.get(chunk) instanceof byte[] small) {
      for (int i = 0; i < columns; i++) {
        target[at + i] = small[start + i];
      }
    } else if (chunks.get(chunk) instanceof float[] single) {
      for (int i = 0; i < columns; i++) {
        target[at + i] = single[start + i];
      }
    } else {
      System.arraycopy(chunks.get(chunk), start, target, at, columns);
    }
  }

  private Object packed(double[] numbers) {
    boolean fitsByte = true;
    boolean fitsFloat = true;
    for (double number : numbers) {
      fitsByte &= (byte) number == number;
      fitsFloat &= (float) number == number;
    }
    bytes += (long) numbers.length * (fitsByte ? Byte.BYTES : fitsFloat ? Float.BYTES : 8);
    if (fitsByte) {
      byte[] small = new byte[numbers.length];
      for (int i = 0; i < small.length; i++) {
        small[i] = (byte) numbers[i];
      }
      return small;
    }
    if (fitsFloat) {
      float[] single = new float[numbers.length];
      for (int i = 0; i < single.length; i++) {
        single[i] = (float) numbers[i];
      }
      return single;
    }
    return numbers.clone();
  }

  private void checkMemory() {
    if (bytes > limit) {
      throw new DataException(
          "%,d rows of %,d columns fill the memory of %,d MB: start java with a larger -Xmx, or cut the recording."
              .formatted(rows, columns, Runtime.getRuntime().maxMemory() >> 20));
    }
  }
}
