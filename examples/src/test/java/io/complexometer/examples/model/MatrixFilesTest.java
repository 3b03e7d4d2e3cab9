package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.linalg.Matrix;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of resources were written by numpy 2, see src/test/python/model_files.py. */
final class MatrixFilesTest {
  /** Smallest and largest number of each type, as the nearest double. */
  private static final Map<String, double[]> LIMITS =
      Map.ofEntries(
          Map.entry("f2", new double[] {-65504, 65504}),
          Map.entry("f4", new double[] {-3.4028234663852886e38, 3.4028234663852886e38}),
          Map.entry("f8", new double[] {-1.7976931348623157e308, 1.7976931348623157e308}),
          Map.entry("i1", new double[] {-128, 127}),
          Map.entry("i2", new double[] {-32768, 32767}),
          Map.entry("i4", new double[] {-2147483648, 2147483647}),
          Map.entry("i8", new double[] {-0x1p63, 0x1p63}),
          Map.entry("u1", new double[] {0, 255}),
          Map.entry("u2", new double[] {0, 65535}),
          Map.entry("u4", new double[] {0, 4294967295d}),
          Map.entry("u8", new double[] {0, 0x1p64}));

  @TempDir private Path folder;

  private static List<String> names(StoredModel model) {
    return model.weights().stream().map(one -> one.description().layer().name()).toList();
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private String without(String line) {
    return line.replace(folder + "/", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"types.npz", "types_deflated.npz"})
  void open_everyTypeAndOrder(String name) throws IOException {
    StoredModel model = StoredModel.open(TestFiles.copy(name, folder));
    assertEquals(44, model.weights().size()); // 11 types, 2 orders of bytes, 2 of entries
    for (StoredWeights weights : model.weights()) {
      assertEquals(5, weights.description().rows());
      assertEquals(3, weights.description().columns());
      double[] expected = new double[15];
      for (int i = 2; i < expected.length; i++) {
        expected[i] = i % 7;
      }
      String array = weights.description().layer().name();
      System.arraycopy(LIMITS.get(array.substring(0, 2)), 0, expected, 0, 2);
      assertArrayEquals(expected, TestFiles.entries(weights.matrix().get()), array);
    }
    assertEquals(List.of(), model.faults());
    assertEquals(List.of(), model.notices());
  }

  @Test
  void open_folderLikeArchive() throws IOException {
    for (Archive.Entry entry : Archive.read(TestFiles.copy("types.npz", folder)).entries()) {
      write(entry.name(), entry.read(1000));
    }
    Files.delete(folder.resolve("types.npz"));
    StoredModel model = StoredModel.open(folder);
    assertEquals("folder of .npy", model.format());
    assertEquals(44, model.weights().size());
    Matrix single = model.weights().get(names(model).indexOf("f4_big_C")).matrix().get();
    assertInstanceOf(Matrix.Stored.class, single);
    assertEquals(3.4028234663852886e38, TestFiles.entries(single)[1]);
  }

  @Test
  void get_convertedMatricesShareTheirRoom() throws IOException {
    StoredModel model = StoredModel.open(TestFiles.copy("types_deflated.npz", folder));
    Matrix one = model.weights().get(names(model).indexOf("i2_little_C")).matrix().get();
    Matrix other = model.weights().get(names(model).indexOf("f4_little_C")).matrix().get();
    assertSame(((Matrix.Floats) one).data(), ((Matrix.Floats) other).data());
  }

  @Test
  void open_mixedArchive() throws IOException {
    StoredModel model = StoredModel.open(TestFiles.copy("mixed.npz", folder));
    assertEquals(List.of("layer10", "layer2", "layer1"), names(model)); // as it was saved
    assertEquals(
        List.of(0, 1, 2),
        model.weights().stream().map(one -> one.description().layer().index()).toList());
    assertEquals(StoredWeights.BARE, model.weights().get(0).description().layer().type());
    assertEquals("W", model.weights().get(0).description().parameter());
    assertEquals(
        List.of(
            "left out, one-dimensional: layer1.bias (3,)",
            "left out, a single number: scale ()",
            "left out, bool, a mask and no weights: mask (2, 2)",
            "left out, a single row or column, which has no spectrum: column (4, 1)",
            "left out, empty: empty (0, 4)"),
        model.notices());
    assertEquals(
        List.of(
            "mixed.npz, convolution.npy is of shape (4, 3, 2, 2), but a matrix has two dimensions:"
                + " with rows as outputs, save a.reshape(len(a), -1).",
            "mixed.npz, objects.npy holds Python objects, which would have to be unpickled and may"
                + " run any code: save numbers, as astype('<f4').",
            "mixed.npz, text.npy holds text ('<U1'): save numbers.",
            "mixed.npz, complex.npy is complex (<c8): save its real part, its imaginary part, or"
                + " abs.",
            "mixed.npz, fields.npy holds records with fields, not numbers: save one field.",
            "mixed.npz, dates.npy holds '<M8[s]', not bool, int or float of at most 64 bits: save"
                + " it as astype('<f8').",
            "mixed.npz, long_double.npy holds '<f16', not bool, int or float of at most 64 bits:"
                + " save it as astype('<f8')."),
        model.faults().stream().map(this::without).toList());
  }

  @Test
  void get_longFortran() throws IOException {
    // 3,000,000 x 7 bytes: a chunk of 4 MB holds one column and a part
    byte[] body = new byte[21_000_000];
    for (int i = 0; i < body.length; i++) {
      body[i] = (byte) (i / 3_000_000 + i % 3_000_000 % 101); // column + row mod 101
    }
    Path file = write("long.npy", TestFiles.npy("|u1", "True", "(3000000, 7)", body));
    Matrix matrix = StoredModel.open(file).weights().get(0).matrix().get();
    double[] row = new double[7];
    for (int r = 0; r < 3_000_000; r += 1009) {
      matrix.copy(7 * r, row, 0, 7);
      for (int c = 0; c < 7; c++) {
        assertEquals(c + r % 101, row[c]);
      }
    }
  }

  @Test
  void get_beyondTwoGigabytes() throws IOException {
    // 40,000 x 8,000 doubles, 2.56 GB, of which the disk holds a few blocks only
    byte[] start = TestFiles.npy("<f8", "False", "(40000, 8000)", new byte[0]);
    Path file = write("large.npy", start);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + 8L * 320_000_000);
      // -1.5 is 0xbff8000000000000: at the end, and across the edges of the mapped windows
      for (long entry : new long[] {319_999_999, 1 << 27, (1 << 27) - 1, 1 << 28}) {
        sparse.seek(start.length + 8 * entry + 6);
        sparse.write(new byte[] {(byte) 0xf8, (byte) 0xbf});
      }
    }
    Matrix matrix = StoredModel.open(file).weights().get(0).matrix().get();
    double[] part = new double[4];
    matrix.copy(319_999_996, part, 0, 4);
    assertArrayEquals(new double[] {0, 0, 0, -1.5}, part);
    matrix.copy((1 << 27) - 2, part, 0, 4);
    assertArrayEquals(new double[] {0, -1.5, -1.5, 0}, part);
    matrix.copy((1 << 28) - 1, part, 1, 3);
    assertArrayEquals(new double[] {0, 0, -1.5, 0}, part);
  }

  @Test
  void get_damagedArchive() throws IOException {
    byte[] body = ByteBuffer.allocate(32).putDouble(1.5).array();
    for (boolean packed : new boolean[] {true, false}) {
      byte[] zip =
          packed
              ? TestFiles.zip("a.npy", TestFiles.npy(">f8", "False", "(2, 2)", body))
              : TestFiles.bytes("types.npz");
      // of a stored entry, a number; of a deflated one, the checksum in the directory
      zip[packed ? zip.length - 22 - 51 + 16 : 170] ^= 1;
      StoredModel model = StoredModel.open(write("damaged.npz", zip));
      String line =
          TestFiles.refusal(
              folder, () -> model.weights().forEach(one -> TestFiles.entries(one.matrix().get())));
      assertTrue(
          line.matches(
              "damaged.npz, \\w+.npy is damaged \\(its size or checksum does not fit\\): copy it"
                  + " again."),
          line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(2, 3)         | a.npy holds 152 bytes where an array of shape (2, 3) needs 176: copy it again.",
        "(1099511627776, 1099511627776) | a.npy holds 152 bytes where an array of shape"
            + " (1099511627776, 1099511627776) needs more than any file has: copy it again.",
        "(2, 1099511627776) | a.npy holds 152 bytes where an array of shape (2, 1099511627776) needs"
            + " 17,592,186,044,544: copy it again.",
        "(-2, 3)        | a.npy has a damaged header: copy it again.",
        "(3,)           | a.npy holds no matrix (left out, one-dimensional: a (3,)): save arrays of two"
            + " dimensions, rows being outputs.",
        "(3, 1)         | a.npy holds no matrix (left out, a single row or column, which has no spectrum:"
            + " a (3, 1)): save arrays of two dimensions, rows being outputs.",
      })
  void open_refusesShapes(String shape, String message) throws IOException {
    Path file = write("a.npy", TestFiles.npy("<f8", "False", shape, new byte[24]));
    assertEquals(message, TestFiles.refusal(folder, () -> StoredModel.open(file)));
  }

  @Test
  void open_refusesTooManyEntries() throws IOException {
    // 2^31 bytes as 2^16 x 2^15, sparse
    byte[] start = TestFiles.npy("|u1", "False", "(65536, 32768)", new byte[0]);
    Path file = write("a.npy", start);
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(start.length + (1L << 31));
    }
    assertEquals(
        "a.npy is of shape (65536, 32768), of which at most 2,146,435,071 numbers can be read:"
            + " save fewer rows.",
        TestFiles.refusal(folder, () -> StoredModel.open(file)));
  }

  @Test
  void open_emptyFileAmongOthers() throws IOException {
    write("a.npy", new byte[0]);
    write("b.npy", TestFiles.npy("<f4", "False", "(2, 2)", new byte[16]));
    write("notes.txt", new byte[5]);
    StoredModel model = StoredModel.open(folder);
    assertEquals(List.of("b"), names(model));
    assertEquals(
        List.of("a.npy is empty: save it again with numpy.save."),
        model.faults().stream().map(this::without).toList());
    assertEquals(List.of("left out, no .npy: 1 other files and folders"), model.notices());
  }

  @Test
  void open_folderWithoutArrays() {
    assertEquals(
        folder + " holds no .npy file: save each matrix with numpy.save.",
        TestFiles.refusal(folder, () -> StoredModel.open(folder)));
  }

  @Test
  void open_deflatedBomb() throws IOException {
    // 100 MB of zeros make 100 KB; whoever says that they make 100 GB is not believed
    byte[] zip = TestFiles.zip("a.npy", TestFiles.npy("|u1", "False", "(10, 10)", new byte[100]));
    int size = zip.length - 22 - 51 + 24; // in the directory, uncompressed
    zip[size + 3] = 0x70;
    Path file = write("bomb.npz", zip);
    assertEquals(
        "bomb.npz, a.npy is damaged (its size or checksum does not fit): copy it again.",
        TestFiles.refusal(folder, () -> StoredModel.open(file)));
  }
}
