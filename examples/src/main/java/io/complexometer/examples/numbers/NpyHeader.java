package io.complexometer.examples.numbers;

import io.complexometer.examples.data.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the beginning of an .npy file says (NumPy Enhancement Proposal 1; numpy.lib.format): the
 * magic number, the version, the length of the header (two bytes in version 1, four in 2 and 3),
 * and the header, a Python dictionary of type, order and shape.
 *
 * @param type of the numbers
 * @param byteOrder of each number
 * @param columnAfterColumn whether the first index is the fastest (Fortran's order)
 * @param shape the dimensions; empty for a single number
 * @param dataAt where the numbers begin in the file, in bytes
 */
public record NpyHeader(
    NpyType type, ByteOrder byteOrder, boolean columnAfterColumn, List<Long> shape, long dataAt) {

  /** Bytes before the header: magic number, version and the longer of the two lengths. */
  private static final int PREAMBLE = 12;

  /** Bytes of the longest header: one of two dimensions has 120. */
  private static final int LONGEST = 1 << 16;

  /** More bytes than any file has: products of dimensions end here. */
  private static final long BOUNDLESS = 1L << 62;

  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  /** Python 2 wrote 3L for a long 3. */
  private static final Pattern SIZE = Pattern.compile("(\\d{1,18})L?");

  public NpyHeader {
    shape = List.copyOf(shape);
  }

  /**
   * Whether a file is an .npy file.
   *
   * @param start its first bytes, six of them if there are as many
   * @return whether they are the magic number
   */
  public static boolean isMagic(byte[] start) {
    for (int i = 0; i < MAGIC.length; i++) {
      if (i >= start.length || start[i] != MAGIC[i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a header.
   *
   * @param place named in complaints: the file, and where in it
   * @param start the beginning of the file, as much of it as there is up to {@link #longest}
   * @return what it says
   * @throws DataException if it is damaged, or of an array that holds no numbers
   */
  public static NpyHeader read(String place, ByteBuffer start) {
    ByteBuffer bytes = start.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < PREAMBLE) {
      throw refused(place, "ends within its header: copy it again");
    }
    int version = bytes.get(MAGIC.length);
    if (version < 1 || version > 3) {
      throw refused(
          place, "is of version " + version + " of the format, not 1 to 3: save it again");
    }
    int textAt = version == 1 ? 10 : PREAMBLE;
    int length = version == 1 ? bytes.getShort(8) & 0xffff : bytes.getInt(8);
    if (length < 0 || length > LONGEST || bytes.remaining() < textAt + length) {
      throw refused(place, "ends within its header: copy it again");
    }
    byte[] text = new byte[length];
    bytes.get(textAt, text);
    return parse(place, new String(text, StandardCharsets.UTF_8), (long) textAt + length);
  }

  /**
   * As many bytes as {@link #read} may need.
   *
   * @return 64 KB and a little
   */
  public static int longest() {
    return PREAMBLE + LONGEST;
  }

  private static NpyHeader parse(String place, String text, long dataAt) {
    String order = find(place, ORDER, text);
    List<Long> shape = sizes(place, find(place, SHAPE, text));
    Matcher type = TYPE.matcher(text);
    if (!type.find()) {
      throw refused(place, "holds records with fields, not numbers: save one field");
    }
    String name = type.group(1);
    return new NpyHeader(
        NpyType.of(place, name),
        name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        order.equals("True"),
        shape,
        dataAt);
  }

  private static List<Long> sizes(String place, String text) {
    List<Long> sizes = new ArrayList<>();
    for (String size : text.isBlank() ? new String[0] : text.strip().split("\\s*,\\s*")) {
      Matcher digits = SIZE.matcher(size);
      if (!digits.matches()) {
        throw refused(place, "has a damaged header: copy it again");
      }
      sizes.add(Long.parseLong(digits.group(1)));
    }
    return sizes;
  }

  private static String find(String place, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw refused(place, "has a damaged header: copy it again");
    }
    return matcher.group(1);
  }

  /**
   * How many bytes the whole file has.
   *
   * @return as the header says, 2^62 for all that is more
   */
  public long fileBytes() {
    long bytes = type.bytes();
    for (long size : shape) {
      if (size > 0 && bytes > BOUNDLESS / size) {
        return shape.contains(0L) ? dataAt : BOUNDLESS;
      }
      bytes *= size;
    }
    return bytes + dataAt;
  }

  /**
   * The shape as Python prints it.
   *
   * @return for example {@code (3, 4)}
   */
  public String shapeInWords() {
    return shape.stream()
        .map(String::valueOf)
        .collect(Collectors.joining(", ", "(", shape.size() == 1 ? ",)" : ")"));
  }

  /**
   * Checks the length of the file.
   *
   * @param place named in complaints
   * @param length in bytes
   * @throws DataException if it is not as the header says
   */
  public void requireLength(String place, long length) {
    if (length != fileBytes()) {
      throw refused(
          place,
          "holds %s bytes where an array of shape %s needs %s: copy it again"
              .formatted(grouped(length), shapeInWords(), grouped(fileBytes())));
    }
  }

  private static String grouped(long bytes) {
    return bytes >= BOUNDLESS ? "more than any file has" : "%,d".formatted(bytes);
  }

  /** Why a place cannot be read. */
  static DataException refused(String place, String complaint) {
    return new DataException("%s %s.".formatted(place, complaint));
  }
}
