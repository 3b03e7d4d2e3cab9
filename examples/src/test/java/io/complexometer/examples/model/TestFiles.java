package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.examples.data.DataException;
import io.complexometer.measure.linalg.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Files for the tests of this package; those in resources come from src/test/python. */
final class TestFiles {
  private TestFiles() {}

  static byte[] bytes(String name) {
    try (InputStream file = TestFiles.class.getResourceAsStream(name)) {
      return file.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path copy(String name, Path folder) throws IOException {
    return Files.write(folder.resolve(name), bytes(name));
  }

  /** An .npy file: a header as numpy writes it, and a body. */
  static byte[] npy(String type, String order, String shape, byte[] body) throws IOException {
    String text =
        "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(type, order, shape);
    text += " ".repeat(63 - (10 + text.length()) % 64) + "\n";
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    file.write(text.length() & 0xff);
    file.write(text.length() >> 8);
    file.write(text.getBytes(StandardCharsets.US_ASCII));
    file.write(body);
    return file.toByteArray();
  }

  /** A zip file of names and contents. */
  static byte[] zip(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndBytes[i]));
        zip.write((byte[]) namesAndBytes[i + 1]);
      }
    }
    return file.toByteArray();
  }

  /** All entries of a matrix, row after row. */
  static double[] entries(Matrix matrix) {
    double[] entries = new double[matrix.rows() * matrix.columns()];
    matrix.copy(0, entries, 0, entries.length);
    return entries;
  }

  /** The message of a refusal, in which the folder of the test is left out. */
  static String refusal(Path folder, Executable reader) {
    return assertThrows(DataException.class, reader).getMessage().replace(folder + "/", "");
  }
}
