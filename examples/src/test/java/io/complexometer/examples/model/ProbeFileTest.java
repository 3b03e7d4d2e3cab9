package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * images.npy, of numpy: 3 x 2 x 2 x 3, of which number i, the last index fastest, is sin(i + 1).
 */
final class ProbeFileTest {
  private static final InputType LAST = InputType.convolutional(2, 2, 3, CNN2DFormat.NHWC);
  private static final InputType FIRST = InputType.convolutional(2, 2, 3, CNN2DFormat.NCHW);

  @TempDir private Path folder;

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** [examples, ...], number i is i. */
  private Path counted(String shape, int numbers) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(2 * numbers);
    for (int i = 0; i < numbers; i++) {
      body.putShort((short) i);
    }
    return write("counted.npy", TestFiles.npy(">u2", "False", shape, body.array()));
  }

  private String refusal(Path file, InputType input) {
    return TestFiles.refusal(folder, () -> ProbeFile.read(file, input, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"images.npy", "images_fortran.npy"})
  void read_npyOfAnyOrder(String name) throws IOException {
    INDArray images = ProbeFile.read(TestFiles.copy(name, folder), LAST, 2);
    assertArrayEquals(new long[] {2, 2, 2, 3}, images.shape());
    for (int i = 0; i < 24; i++) {
      assertEquals((float) Math.sin(i + 1), images.getFloat(i / 12, i / 6 % 2, i / 3 % 2, i % 3));
    }
  }

  @Test
  void read_channelsAreTurned() throws IOException {
    Path file = TestFiles.copy("images.npy", folder);
    INDArray images = ProbeFile.read(file, FIRST, 10);
    assertArrayEquals(new long[] {3, 3, 2, 2}, images.shape());
    for (int i = 0; i < 36; i++) {
      assertEquals((float) Math.sin(i + 1), images.getFloat(i / 12, i % 3, i / 6 % 2, i / 3 % 2));
    }
  }

  @Test
  void read_flatIsFolded() throws IOException {
    Path file = counted("(2, 12)", 24);
    INDArray images = ProbeFile.read(file, FIRST, 10);
    assertArrayEquals(new long[] {2, 3, 2, 2}, images.shape());
    assertEquals(23, images.getFloat(1, 2, 1, 1));
    assertEquals(4, images.getFloat(0, 1, 0, 0));
  }

  @Test
  void read_otherShapesOfAsManyNumbers() throws IOException {
    // images without their one channel, or with it last; and put in a row
    for (String shape : new String[] {"(2, 3, 4)", "(2, 1, 3, 4)", "(2, 3, 4, 1)"}) {
      Path file = counted(shape, 24);
      INDArray images = ProbeFile.read(file, InputType.convolutional(3, 4, 1), 10);
      assertArrayEquals(new long[] {2, 1, 3, 4}, images.shape());
      assertEquals(17, images.getFloat(1, 0, 1, 1));
      assertArrayEquals(
          new long[] {2, 12}, ProbeFile.read(file, InputType.feedForward(12), 10).shape());
      assertArrayEquals(
          new long[] {2, 12},
          ProbeFile.read(file, InputType.convolutionalFlat(3, 4, 1), 9).shape());
    }
  }

  @Test
  void read_series() throws IOException {
    Path file = counted("(2, 4, 3)", 24);
    InputType features = InputType.recurrent(4, RNNFormat.NCW); // any length
    assertArrayEquals(new long[] {2, 4, 3}, ProbeFile.read(file, features, 10).shape());
    INDArray turned = ProbeFile.read(file, InputType.recurrent(3, RNNFormat.NCW), 10);
    assertArrayEquals(new long[] {2, 3, 4}, turned.shape());
    assertEquals(7, turned.getFloat(0, 1, 2));
    INDArray flat = ProbeFile.read(counted("(2, 12)", 24), features, 10);
    assertArrayEquals(new long[] {2, 4, 3}, flat.shape());
    INDArray last =
        ProbeFile.read(counted("(2, 4, 3)", 24), InputType.recurrent(4, RNNFormat.NWC), 9);
    assertArrayEquals(new long[] {2, 3, 4}, last.shape());
    assertEquals(7, last.getFloat(0, 1, 2));
  }

  @Test
  void read_volumes() throws IOException {
    Path file = counted("(1, 2, 3, 4, 5)", 120);
    InputType input = InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 2, 3, 4, 5);
    INDArray volume = ProbeFile.read(file, input, 1);
    assertArrayEquals(new long[] {1, 5, 2, 3, 4}, volume.shape());
    assertEquals(119 - 5, volume.getDouble(new int[] {0, 4, 1, 2, 2}));
  }

  @Test
  void read_idx() throws IOException {
    byte[] idx = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, -1, 102, 1, -128};
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(idx);
    }
    for (byte[] bytes : new byte[][] {idx, zipped.toByteArray()}) {
      INDArray images = ProbeFile.read(write("i", bytes), InputType.convolutional(1, 3, 1), 10);
      assertArrayEquals(new long[] {2, 1, 1, 3}, images.shape());
      // 51/255, 255/255, 102/255 ..
      assertArrayEquals(
          new float[] {0, 0.2f, 1, 0.4f, 1 / 255f, 128 / 255f}, images.dup().data().asFloat());
      assertEquals(1, ProbeFile.read(folder.resolve("i"), 1).size(0));
    }
  }

  @Test
  void read_csv() throws IOException {
    Path file = write("data.csv", "1,2.5,3\n4,5,6\n7,8,9\n");
    INDArray rows = ProbeFile.read(file, InputType.feedForward(3), 2);
    assertArrayEquals(new float[][] {{1, 2.5f, 3}, {4, 5, 6}}, rows.toFloatMatrix());
  }

  @Test
  void read_refusals() throws IOException {
    InputType three = InputType.feedForward(3);
    assertEquals(
        "counted.npy holds examples of shape 12, but the network takes 3: reshape them.",
        refusal(counted("(2, 12)", 24), three));
    assertEquals(
        "counted.npy holds examples of shape 3x2x2, but the network takes 3x4x1: reshape them.",
        refusal(counted("(2, 3, 2, 2)", 24), InputType.convolutional(4, 1, 3)));
    assertEquals(
        "counted.npy holds examples of shape 5x3, but the network takes 4xany: reshape them.",
        refusal(counted("(2, 5, 3)", 30), InputType.recurrent(4)));
    assertEquals(
        "header.csv, row 1, column 1: 'a' is not a number: if this is a header line, delete it.",
        refusal(write("header.csv", "a,b,c\n1,2,3\n"), three));
    assertEquals(
        "nan.npy, row 2, column 1: NaN is no number to reckon with: repair it, or leave it out.",
        refusal(
            write(
                "nan.npy",
                TestFiles.npy(
                    "<f8",
                    "False",
                    "(2, 1)",
                    new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf8, 0x7f})),
            three));
    assertEquals(
        "none.npy does not exist: name a file, .npy, IDX or CSV.",
        refusal(folder.resolve("none.npy"), three));
    assertEquals("none.npy is empty: copy it again.", refusal(write("none.npy", ""), three));
    assertEquals(
        "counted.npy holds no examples: save at least one.", refusal(counted("(0, 3)", 0), three));
    assertEquals(
        "counted.npy holds 130 bytes where an array of shape (9, 9) needs 290: copy it again.",
        refusal(counted("(9, 9)", 1), three));
    assertTrue(
        refusal(TestFiles.copy("mixed.npz", folder), three).startsWith("mixed.npz is a zip"));
  }
}
