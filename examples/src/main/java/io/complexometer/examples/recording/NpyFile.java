package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Reads a table of numbers from an .npy file, as numpy.save writes it, a few rows at a time. Of a
 * file in Fortran's order the same rows are fetched from each column, so that neither order needs
 * the whole table in memory.
 */
final class NpyFile {
  private static final int CHUNK_BYTES = 1 << 22;

  private final Path path;

  NpyFile(Path path) {
    this.path = path;
  }

  /**
   * Reads all rows.
   *
   * @param sink where they go
   * @throws DataException if the file is damaged, or no table of numbers
   */
  void readNumbers(RowSink sink) {
    try (FileChannel file = FileChannel.open(path)) {
      ByteBuffer start = ByteBuffer.allocate((int) Math.min(NpyHeader.longest(), file.size()));
      fill(file, start, 0);
      start.flip();
      NpyHeader header = NpyHeader.read(path, start);
      long expected =
          header.dataAt() + (long) header.rows() * header.columns() * header.type().bytes();
      if (file.size() != expected) {
        throw NpyHeader.refused(
            path,
            "holds %,d bytes where %,d rows of %,d columns need %,d: copy it again"
                .formatted(file.size(), header.rows(), header.columns(), expected));
      }
      read(file, header, sink);
    } catch (IOException e) {
      throw new DataException(
          "%s cannot be read (%s): check that it is a file you may read."
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private static void read(FileChannel file, NpyHeader header, RowSink sink) throws IOException {
    int columns = header.columns();
    int width = header.type().bytes();
    int most = (int) Math.max(1, CHUNK_BYTES / Math.max(1, (long) columns * width));
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(Math.multiplyExact(most, columns), width))
            .order(ByteOrder.LITTLE_ENDIAN);
    double[] row = new double[columns];
    for (int from = 0; from < header.rows() && columns > 0; from += most) {
      int rows = Math.min(most, header.rows() - from);
      fetch(file, header, from, rows, bytes);
      for (int r = 0; r < rows; r++) {
        for (int c = 0; c < columns; c++) {
          int at = header.columnAfterColumn() ? c * rows + r : r * columns + c;
          row[c] = header.type().get(bytes, at * width);
        }
        sink.add(row);
      }
    }
  }

  private static void fetch(
      FileChannel file, NpyHeader header, int from, int rows, ByteBuffer bytes) throws IOException {
    int width = header.type().bytes();
    bytes.clear();
    if (!header.columnAfterColumn()) {
      bytes.limit(rows * header.columns() * width);
      fill(file, bytes, header.dataAt() + (long) from * header.columns() * width);
      return;
    }
    for (int c = 0; c < header.columns(); c++) {
      bytes.limit((c + 1) * rows * width);
      fill(file, bytes, header.dataAt() + ((long) c * header.rows() + from) * width);
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
}
