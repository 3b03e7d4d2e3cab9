package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the beginning of an .npy file says (NumPy Enhancement Proposal 1; numpy.lib.format): the
 * magic number, the version, the length of the header (two bytes in version 1, four in 2 and 3),
 * and the header, a Python dictionary of type, order and shape.
 *
 * @param type of the numbers
 * @param columnAfterColumn whether the first index is the fastest (Fortran's order)
 * @param rows the first dimension
 * @param columns the second dimension
 * @param dataAt where the numbers begin in the file, in bytes
 */
record NpyHeader(NpyType type, boolean columnAfterColumn, int rows, int columns, long dataAt) {

  /** Bytes before the header: magic number, version and the longer of the two lengths. */
  static final int PREAMBLE = 12;

  /** Bytes of the longest header: one of two dimensions has 120. */
  private static final int LONGEST = 1 << 16;

  private static final byte[] MAGIC = "\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1);
  private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern TWO_SIZES = Pattern.compile("\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,?\\s*");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([^)]*)\\)");

  /** Whether a file that starts with these bytes is an .npy file. */
  static boolean isMagic(byte[] start) {
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
   * @param file named in complaints
   * @param start the beginning of the file, as much of it as there is up to the longest header
   * @throws DataException if it is damaged, or of an array that is no table of numbers
   */
  static NpyHeader read(Path file, ByteBuffer start) {
    ByteBuffer bytes = start.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < PREAMBLE) {
      throw refused(file, "ends within its header: copy it again");
    }
    int version = bytes.get(MAGIC.length);
    if (version < 1 || version > 3) {
      throw refused(file, "is of version " + version + " of the format, not 1 to 3: save it again");
    }
    int textAt = version == 1 ? 10 : PREAMBLE;
    int length = version == 1 ? bytes.getShort(8) & 0xffff : bytes.getInt(8);
    if (length < 0 || length > LONGEST || bytes.remaining() < textAt + length) {
      throw refused(file, "ends within its header: copy it again");
    }
    byte[] text = new byte[length];
    bytes.get(textAt, text);
    return parse(file, new String(text, StandardCharsets.UTF_8), (long) textAt + length);
  }

  /** As many bytes as {@link #read} may need. */
  static int longest() {
    return PREAMBLE + LONGEST;
  }

  private static NpyHeader parse(Path file, String text, long dataAt) {
    String order = find(file, ORDER, text);
    String shape = find(file, SHAPE, text);
    Matcher type = TYPE.matcher(text);
    if (!type.find()) {
      throw refused(file, "holds records with fields, not a table of numbers: save one field");
    }
    Matcher sizes = TWO_SIZES.matcher(shape);
    if (!sizes.matches()) {
      throw refused(
          file,
          "is of shape (%s), not a table of (time bins, units): reshape it"
              .formatted(shape.strip()));
    }
    return new NpyHeader(
        NpyType.of(file, type.group(1)),
        order.equals("True"),
        size(file, sizes.group(1)),
        size(file, sizes.group(2)),
        dataAt);
  }

  private static int size(Path file, String digits) {
    if (digits.length() > 9) {
      throw refused(file, "has a dimension of " + digits + ", which is too large: cut it");
    }
    return Integer.parseInt(digits);
  }

  private static String find(Path file, Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw refused(file, "has a damaged header: copy it again");
    }
    return matcher.group(1);
  }

  static DataException refused(Path file, String complaint) {
    return new DataException("%s %s.".formatted(file, complaint));
  }
}
