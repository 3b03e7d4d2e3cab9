package io.complexometer.examples.numbers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.data.DataException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The files were written by numpy 2: 60 x 3, of which entry (r, c) is (3 r + c) mod 7, and the
 * first row the smallest and the largest number of the type and a one. Of the floats entry (r, c)
 * is a quarter of that, less a half, and the first row the smallest above 0, the largest, and -1/3.
 */
final class NpyFileTest {
  private static final int ROWS = 60;

  @TempDir private Path folder;

  private static byte[] bytes(String name) throws IOException {
    try (InputStream file = NpyFileTest.class.getResourceAsStream("npy/" + name + ".npy")) {
      return file.readAllBytes();
    }
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("recording.npy"), bytes);
  }

  private double[][] read(String name) throws IOException {
    List<double[]> rows = new ArrayList<>();
    new NpyFile(file(bytes(name))).readNumbers(row -> rows.add(row.clone()));
    return rows.toArray(double[][]::new);
  }

  private static double[][] expected(double factor, double shift, double... first) {
    double[][] rows = new double[ROWS][3];
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < 3; c++) {
        rows[r][c] = (3 * r + c) % 7 * factor + shift;
      }
    }
    rows[0] = first;
    return rows;
  }

  @ParameterizedTest
  @CsvSource({
    "i1, -128, 127",
    "u1, 0, 255",
    "i2, -32768, 32767",
    "u2, 0, 65535",
    "i4, -2147483648, 2147483647",
    "u4, 0, 4294967295",
    "i8, -9223372036854775808, 9223372036854775807",
    "u8, 0, 18446744073709551615"
  })
  void readNumbers_integers(String name, double smallest, double largest) throws IOException {
    assertArrayEquals(expected(1, 0, smallest, largest, 1), read(name));
  }

  @ParameterizedTest
  @CsvSource({
    "f2, 5.9604644775390625e-8, 65504, -0.333251953125",
    "f4, 1.401298464324817e-45, 3.4028234663852886e38, -0.3333333432674408",
    "f8, 4.9e-324, 1.7976931348623157e308, -0.3333333333333333",
    "f8_fortran, 4.9e-324, 1.7976931348623157e308, -0.3333333333333333"
  })
  void readNumbers_floats(String name, double least, double largest, double third)
      throws IOException {
    assertArrayEquals(expected(0.25, -0.5, least, largest, third), read(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1_fortran", "u1_version2", "u1_version3", "big_endian"})
  void readNumbers_orderAndVersions(String name) throws IOException {
    assertArrayEquals(expected(1, 0, 0, 1, 2), read(name));
  }

  @Test
  void readNumbers_bool() throws IOException {
    double[][] rows = expected(1, 0, 0, 1, 0);
    for (double[] row : rows) {
      Arrays.setAll(row, c -> row[c] % 2);
    }
    assertArrayEquals(rows, read("bool"));
  }

  @Test
  void readNumbers_chunksOfFortran() throws IOException {
    // more than the 4 MB that are fetched at once: 900,000 rows of 7 bytes, entry (r, c) = r c mod
    // 251
    int rows = 900_000;
    int columns = 7;
    String header =
        "{'descr': '|u1', 'fortran_order': True, 'shape': (%d, %d), }".formatted(rows, columns);
    byte[] all = new byte[10 + header.length() + rows * columns];
    byte[] start = bytes("u1");
    System.arraycopy(start, 0, all, 0, 8);
    all[8] = (byte) header.length();
    for (int i = 0; i < header.length(); i++) {
      all[10 + i] = (byte) header.charAt(i);
    }
    for (int c = 0; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        all[10 + header.length() + c * rows + r] = (byte) ((long) r * c % 251);
      }
    }
    int[] next = {0};
    new NpyFile(file(all))
        .readNumbers(
            row -> {
              for (int c = 0; c < columns; c++) {
                if (row[c] != (long) next[0] * c % 251) {
                  throw new AssertionError("row " + next[0] + ", column " + c);
                }
              }
              next[0]++;
            });
    assertEquals(rows, next[0]);
  }

  @ParameterizedTest
  @CsvSource({"complex, '<c8'", "one_dimension, '(60,)'", "fields, fields"})
  void readNumbers_refusesOtherArrays(String name, String part) {
    String message = assertThrows(DataException.class, () -> read(name)).getMessage();
    assertTrue(message.contains(part.replaceAll("^'(.*)'$", "$1")), message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 9, 11, 60, 127, 307, 309})
  void readNumbers_refusesOtherLengths(int length) throws IOException {
    Path file = file(Arrays.copyOf(bytes("u1"), length)); // 308 bytes
    assertThrows(DataException.class, () -> new NpyFile(file).readNumbers(row -> {}));
  }

  @Test
  void readNumbers_refusesOtherVersions() throws IOException {
    byte[] later = bytes("u1");
    later[6] = 4;
    Path file = file(later);
    assertThrows(DataException.class, () -> new NpyFile(file).readNumbers(row -> {}));
  }
}
