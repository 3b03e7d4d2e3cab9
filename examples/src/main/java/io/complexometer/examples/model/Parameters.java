package io.complexometer.examples.model;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.io.input.BoundedInputStream;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.compression.CompressedDataBuffer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The parameters of a network, which Deeplearning4j stores as two buffers, the shape and the
 * numbers, each behind its kind, its length and its type. The lengths are held against the bytes
 * that there are before anything is allocated, and the shape is not believed: there is one row, and
 * native code that was told otherwise would read beyond its end.
 */
final class Parameters {
  private static final Set<DataType> NUMBERS =
      Set.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);

  /** Twice 32 dimensions, and four. */
  private static final int LONGEST_SHAPE = 68;

  /** Kinds of which the length is an int. */
  private static final Set<String> OLD = Set.of("DIRECT", "HEAP", "JAVACPP");

  private Parameters() {}

  /** Kind, length and type of a buffer. */
  private record Header(DataBuffer.AllocationMode kind, long length, DataType type) {
    static Header read(DataInputStream bytes) throws IOException {
      DataBuffer.AllocationMode kind = DataBuffer.AllocationMode.valueOf(bytes.readUTF());
      boolean isOld = OLD.contains(kind.name());
      long length = isOld ? bytes.readInt() : bytes.readLong();
      return new Header(kind, length, DataType.valueOf(bytes.readUTF()));
    }
  }

  /**
   * Reads them.
   *
   * @param entry of the zip file
   * @return one row
   * @throws IllegalArgumentException if what it says of itself cannot be
   * @throws io.complexometer.examples.data.DataException if its checksum is another
   */
  static INDArray read(Archive.Entry entry) throws IOException {
    CRC32 sum = new CRC32();
    try (BoundedInputStream counted =
            BoundedInputStream.builder()
                .setInputStream(
                    new CheckedInputStream(new BufferedInputStream(entry.open(), 1 << 16), sum))
                .get();
        DataInputStream bytes = new DataInputStream(counted)) {
      Header shape = Header.read(bytes);
      requirePossible(shape.length() <= LONGEST_SHAPE, shape);
      bytes.skipNBytes(shape.length() * shape.type().width());
      Header numbers = Header.read(bytes);
      requirePossible(
          NUMBERS.contains(numbers.type())
              && numbers.length() > 0
              && numbers.length() <= entry.size()
              && numbers.length() * numbers.type().width() == entry.size() - counted.getCount(),
          numbers);
      DataBuffer data =
          CompressedDataBuffer.readUnknown(bytes, numbers.kind(), numbers.length(), numbers.type());
      if (bytes.read() >= 0 || sum.getValue() != entry.checksum()) {
        throw entry.damaged();
      }
      long[] row = {1, numbers.length()};
      return Nd4j.create(data, row, new long[] {numbers.length(), 1}, 0, 'c', numbers.type());
    }
  }

  private static void requirePossible(boolean possible, Header header) {
    if (!possible || header.length() < 0) {
      throw new IllegalArgumentException(
          "%,d numbers of type %s cannot be".formatted(header.length(), header.type()));
    }
  }
}
