package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.NpyHeader;
import io.complexometer.examples.numbers.NpyType;
import io.complexometer.measure.linalg.Matrix;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Reads a matrix of an .npy file. Floating-point numbers that lie uncompressed and row after row
 * are left in the file, which is mapped. All others (integers, half precision, Fortran's order,
 * compressed) are turned, a few megabytes at a time, into floats or doubles in an array that is
 * used again for the next matrix. Either way the checksum of a zip file is verified.
 */
final class ArrayMatrix implements Supplier<Matrix> {
  private static final int CHUNK_BYTES = 1 << 22;

  private final ArrayFile file;
  private final NpyHeader header;
  private final int rows;
  private final int columns;
  private final MatrixRoom room;

  /**
   * A matrix.
   *
   * @param file where it lies
   * @param header of two dimensions, whose product an array can hold
   * @param room where it goes if it cannot stay in the file
   */
  ArrayMatrix(ArrayFile file, NpyHeader header, MatrixRoom room) {
    this.file = file;
    this.header = header;
    this.rows = Math.toIntExact(header.shape().get(0));
    this.columns = Math.toIntExact(header.shape().get(1));
    this.room = room;
    if (!staysInFile()) {
      room.announce(rows * columns, header.type().fitsFloat());
    }
  }

  private boolean staysInFile() {
    boolean direct = header.type() == NpyType.FLOAT32 || header.type() == NpyType.FLOAT64;
    return direct && file.stored().isPresent() && !header.columnAfterColumn();
  }

  @Override
  public Matrix get() {
    return Complaint.guard(
        file.place(), "is damaged", "copy it again", () -> staysInFile() ? mapped() : converted());
  }

  private Matrix mapped() throws IOException {
    FileSlice slice = file.stored().orElseThrow();
    if (file.entry().isPresent()) {
      CRC32 sum = new CRC32();
      for (ByteBuffer window : slice.map(ByteOrder.BIG_ENDIAN)) {
        sum.update(window);
      }
      check(sum);
    }
    ByteBuffer[] windows = slice.from(header.dataAt()).map(header.byteOrder());
    boolean inDouble = header.type() == NpyType.FLOAT64;
    return new Matrix.Stored(rows, columns, new MappedEntries(windows, inDouble));
  }

  private Matrix converted() throws IOException {
    CRC32 sum = new CRC32();
    try (InputStream bytes = new CheckedInputStream(file.open(), sum)) {
      bytes.skipNBytes(header.dataAt());
      boolean inFloat = header.type().fitsFloat();
      Object target = inFloat ? room.floats(file.place()) : room.doubles(file.place());
      if (header.columnAfterColumn()) {
        read(bytes, rows, columns, target);
      } else {
        read(bytes, rows * columns, 1, target); // one column, as far as the order is concerned
      }
      if (bytes.read() >= 0) {
        throw new DataException(file.place() + " is longer than its header says: copy it again.");
      }
      if (file.entry().isPresent()) {
        check(sum);
      }
      return inFloat
          ? new Matrix.Floats(rows, columns, (float[]) target)
          : new Matrix.Doubles(rows, columns, (double[]) target);
    }
  }

  /**
   * Reads numbers that lie column after column: some columns at once, so that what is written next
   * to each other stays in the cache, or a part of one if it is longer than a chunk.
   */
  private void read(InputStream bytes, int height, int width, Object target) throws IOException {
    int size = header.type().bytes();
    int wide = (int) Math.max(1, Math.min(width, CHUNK_BYTES / ((long) height * size)));
    int high = wide > 1 ? height : Math.min(height, CHUNK_BYTES / size);
    byte[] chunk = new byte[wide * high * size];
    ByteBuffer numbers = ByteBuffer.wrap(chunk).order(header.byteOrder());
    for (int column = 0; column < width; column += wide) {
      int across = Math.min(wide, width - column);
      for (int row = 0; row < height; row += high) {
        int down = Math.min(high, height - row);
        if (bytes.readNBytes(chunk, 0, across * down * size) < across * down * size) {
          throw new EOFException("it ends too early");
        }
        for (int r = 0; r < down; r++) {
          int at = (row + r) * width + column;
          for (int c = 0; c < across; c++) {
            put(target, at + c, header.type().get(numbers, (c * down + r) * size));
          }
        }
      }
    }
  }

  private static void put(Object target, int at, double number) {
    if (target instanceof float[] floats) {
      floats[at] = (float) number;
    } else {
      ((double[]) target)[at] = number;
    }
  }

  private void check(CRC32 sum) {
    Archive.Entry entry = file.entry().orElseThrow();
    if (sum.getValue() != entry.checksum()) {
      throw entry.damaged();
    }
  }
}
