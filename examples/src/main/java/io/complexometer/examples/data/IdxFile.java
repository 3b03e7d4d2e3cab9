package io.complexometer.examples.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads one IDX file of unsigned bytes, the format of MNIST: two zero bytes, the type of the
 * numbers (8: unsigned bytes), the number of dimensions, each dimension as a big-endian 32-bit
 * number, then the numbers, the last dimension fastest (Y. LeCun, C. Cortes and C. Burges, "The
 * MNIST database of handwritten digits").
 *
 * <p>Nothing is allocated because a header says so: memory grows with the bytes that do arrive.
 */
public final class IdxFile {

  /** 256 MiB, and four times that as floats: 342,000 MNIST images. */
  private static final long MOST_BYTES = 1L << 28;

  private static final int CHUNK = 1 << 16;

  private final Path path;
  private final Kind kind;
  private int[] dimensions = {};
  private byte[] contents = {};

  /** Bytes without gzip: those of the header, and once that is read, of the whole file. */
  private long expected;

  /** Bytes without gzip: those that came so far. */
  private long found;

  /** What a file can hold, with its magic number and what its dimensions count. */
  private enum Kind {
    LABELS(0x0801, "labels", 1),
    IMAGES(0x0803, "images", 3);

    private final int magic;
    private final String words;
    private final int dimensions;

    Kind(int magic, String words, int dimensions) {
      this.magic = magic;
      this.words = words;
      this.dimensions = dimensions;
    }
  }

  private IdxFile(Path path, Kind kind) {
    this.path = path;
    this.kind = kind;
    this.expected = 4L + 4L * kind.dimensions;
  }

  /**
   * Reads images.
   *
   * @param path where they lie
   * @return the images
   * @throws DataException if the file is not what it should be to the byte
   */
  public static IdxFile images(Path path) {
    return new IdxFile(path, Kind.IMAGES).read();
  }

  /**
   * Reads labels.
   *
   * @throws DataException if the file is not what it should be to the byte
   */
  static IdxFile labels(Path path) {
    return new IdxFile(path, Kind.LABELS).read();
  }

  Path path() {
    return path;
  }

  /**
   * How many images, or labels.
   *
   * @return at least 1
   */
  public int count() {
    return dimensions[0];
  }

  /**
   * The height of the images.
   *
   * @return at least 1
   */
  public int rows() {
    return dimensions[1];
  }

  /**
   * The width of the images.
   *
   * @return at least 1
   */
  public int columns() {
    return dimensions[2];
  }

  /**
   * A pixel, or a label.
   *
   * @param place counted over all images, row after row, or over all labels
   * @return 0 to 255
   */
  public int number(int place) {
    return contents[place] & 0xff;
  }

  private IdxFile read() {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(path));
        InputStream bytes = unzipped(file)) {
      readHeader(bytes);
      contents = take(bytes, expected - found);
      found += bytes.transferTo(OutputStream.nullOutputStream());
      if (found != expected) {
        throw wrongLength();
      }
      return this;
    } catch (EOFException | ZipException e) {
      throw new DataException(
          say(
              "%s is a damaged gzip file (%s), which gave %d bytes where %d were expected:"
                  + " download it again.",
              path, e.getMessage(), found, expected),
          e);
    } catch (IOException e) {
      throw new DataException(
          say("%s cannot be read (%s): check that it is a file you may read.", path, e), e);
    }
  }

  private void readHeader(InputStream bytes) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(take(bytes, expected));
    if (header.remaining() >= 4) {
      checkMagic(header.getInt());
    }
    if (found != expected) {
      throw wrongLength();
    }
    dimensions = new int[kind.dimensions];
    header.asIntBuffer().get(dimensions);
    expected += numbers();
  }

  private void checkMagic(int magic) {
    if (magic == kind.magic) {
      return;
    }
    for (Kind other : Kind.values()) {
      if (magic == other.magic) {
        throw new DataException(
            say(
                "%s holds %s where %s are expected: give each file the name of what it holds.",
                path, other.words, kind.words));
      }
    }
    throw new DataException(
        say(
            "%s starts with the number 0x%08x, but an IDX file of %s with 0x%08x:"
                + " download it again.",
            path, magic, kind.words, kind.magic));
  }

  /** The product of the dimensions, refused before it can overflow or fill the memory. */
  private long numbers() {
    long numbers = 1;
    for (int dimension : dimensions) {
      if (dimension < 1 || numbers > MOST_BYTES / dimension) {
        throw new DataException(
            say(
                "%s announces %s, but between 1 and %d bytes can be read: download it again, or cut"
                    + " it.",
                path, announced(), MOST_BYTES));
      }
      numbers *= dimension;
    }
    return numbers;
  }

  /** As many bytes as there are, at most those wanted; {@code found} is right even if it throws. */
  private byte[] take(InputStream bytes, long wanted) throws IOException {
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    byte[] chunk = new byte[CHUNK];
    while (taken.size() < wanted) {
      int read = bytes.read(chunk, 0, (int) Math.min(CHUNK, wanted - taken.size()));
      if (read < 0) {
        break;
      }
      taken.write(chunk, 0, read);
      found += read;
    }
    return taken.toByteArray();
  }

  private DataException wrongLength() {
    return new DataException(
        say(
            "%s holds %d bytes where %d were expected (%s): download it again.",
            path, found, expected, dimensions.length == 0 ? "its header" : announced()));
  }

  private String announced() {
    StringBuilder sizes = new StringBuilder();
    for (int dimension : dimensions) {
      sizes.append(sizes.isEmpty() ? "" : " x ").append(Integer.toUnsignedString(dimension));
    }
    return (kind == Kind.IMAGES ? "images x rows x columns: " : "labels: ") + sizes;
  }

  /** By what the file holds, not by its name: some tools unzip and keep the name. */
  private static InputStream unzipped(InputStream file) throws IOException {
    file.mark(2);
    byte[] start = file.readNBytes(2);
    file.reset();
    boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    return gzip ? new GZIPInputStream(file, CHUNK) : file;
  }

  private static String say(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
