package io.complexometer.examples.numbers;

import io.complexometer.examples.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads an .npy file, as numpy.save writes it, a few rows at a time. Of a file in Fortran's order
 * the same rows are fetched from each column, so that neither order needs the whole array in
 * memory. A row is what belongs to one first index, the last index fastest.
 */
public final class NpyFile {
  private static final int CHUNK_BYTES = 1 << 22;

  /** A video of 3 x 1080 x 1920 and 20 frames has this many. */
  private static final int LONGEST_ROW = 1 << 27;

  private final Path path;

  /**
   * A file.
   *
   * @param path where it lies
   */
  public NpyFile(Path path) {
    this.path = path;
  }

  /**
   * Reads all rows of a table.
   *
   * @param sink where they go
   * @throws DataException if the file is damaged, or no table of numbers
   */
  public void readNumbers(RowSink sink) {
    try (FileChannel file = FileChannel.open(path)) {
      NpyHeader header = header(file);
      if (header.shape().size() != 2) {
        throw NpyHeader.refused(
            path.toString(),
            "is of shape %s, not a table of (time bins, units): reshape it"
                .formatted(header.shapeInWords()));
      }
      read(file, header, Long.MAX_VALUE, sink);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads the first rows of an array.
   *
   * @param most how many
   * @param sink where they go
   * @return the shape of the array
   * @throws DataException if the file is damaged, or a single number
   */
  public List<Long> readRows(long most, RowSink sink) {
    try (FileChannel file = FileChannel.open(path)) {
      NpyHeader header = header(file);
      if (header.shape().isEmpty()) {
        throw NpyHeader.refused(path.toString(), "holds a single number, not an array: save more");
      }
      read(file, header, most, sink);
      return header.shape();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private NpyHeader header(FileChannel file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate((int) Math.min(NpyHeader.longest(), file.size()));
    fill(file, start, 0);
    NpyHeader header = NpyHeader.read(path.toString(), start.flip());
    header.requireLength(path.toString(), file.size());
    return header;
  }

  private void read(FileChannel file, NpyHeader header, long most, RowSink sink)
      throws IOException {
    long rows = Math.min(most, header.shape().get(0));
    int columns = columns(header);
    int width = header.type().bytes();
    int together = Math.max(1, CHUNK_BYTES / Math.max(1, columns * width));
    ByteBuffer bytes =
        ByteBuffer.allocate((int) Math.min(together, rows) * columns * width)
            .order(header.byteOrder());
    int[] places = header.columnAfterColumn() ? places(header, columns) : new int[0];
    double[] row = new double[columns];
    for (long from = 0; from < rows && columns > 0; from += together) {
      int taken = (int) Math.min(together, rows - from);
      bytes.clear().limit(taken * columns * width);
      fetch(file, header, from, taken, bytes);
      for (int r = 0; r < taken; r++) {
        for (int c = 0; c < columns; c++) {
          int at = header.columnAfterColumn() ? c * taken + r : r * columns + c;
          row[header.columnAfterColumn() ? places[c] : c] = header.type().get(bytes, at * width);
        }
        sink.add(row);
      }
    }
  }

  private int columns(NpyHeader header) {
    if (header.shape().contains(0L)) {
      return 0;
    }
    long numbers = (header.fileBytes() - header.dataAt()) / header.type().bytes();
    long columns = numbers / header.shape().get(0);
    if (columns > LONGEST_ROW) {
      throw NpyHeader.refused(
          path.toString(),
          "has rows of %,d numbers, which are too long: cut it".formatted(columns));
    }
    return (int) columns;
  }

  /** Where in a row the numbers go that Fortran's order has, whose second index is the fastest. */
  private static int[] places(NpyHeader header, int columns) {
    List<Long> shape = header.shape();
    int[] places = new int[columns];
    for (int i = 0; i < columns; i++) {
      int rest = i;
      int stride = columns;
      for (int axis = 1; axis < shape.size(); axis++) {
        int size = (int) (long) shape.get(axis);
        stride /= size;
        places[i] += rest % size * stride;
        rest /= size;
      }
    }
    return places;
  }

  private static void fetch(
      FileChannel file, NpyHeader header, long from, int rows, ByteBuffer bytes)
      throws IOException {
    int width = header.type().bytes();
    int all = bytes.limit();
    if (!header.columnAfterColumn()) {
      fill(file, bytes, header.dataAt() + from * (all / rows));
      return;
    }
    for (int end = rows * width, c = 0; end <= all; end += rows * width, c++) {
      bytes.limit(end);
      fill(file, bytes, header.dataAt() + (c * header.shape().get(0) + from) * width);
    }
  }

  /** Reads from a place in the file until the buffer is full. */
  private static void fill(FileChannel file, ByteBuffer bytes, long at) throws IOException {
    int start = bytes.position();
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position() - start) < 0) {
        throw new EOFException("it became shorter while it was read");
      }
    }
  }

  private DataException unreadable(IOException fault) {
    return new DataException(
        "%s cannot be read (%s): check that it is a file you may read."
            .formatted(path, fault.getMessage()),
        fault);
  }
}
