package io.complexometer.examples.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files are written byte by byte, after the description of the format by MNIST's authors. */
class IdxFolderTest {

  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images-idx3-ubyte";
  private static final String TEST_LABELS = "t10k-labels-idx1-ubyte";

  /** Two images of one row and three columns. */
  private static final int[] TWO_IMAGES = {
    0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 0, 51, 255, 102, 1, 128
  };

  private static final int[] TWO_LABELS = {0, 0, 8, 1, 0, 0, 0, 2, 2, 0};

  @TempDir Path folder;

  @Test
  void read_bothPairs() throws IOException {
    write(TRAIN_IMAGES, TWO_IMAGES);
    write(TRAIN_LABELS, TWO_LABELS);
    write(TEST_IMAGES, 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 204, 0, 0);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 1, 3);

    LabelledData data = IdxFolder.read(folder);

    assertArrayEquals(new long[] {2, 1, 1, 3}, data.trainFeatures().shape());
    // 51/255, 255/255, 102/255 and so on
    assertArrayEquals(
        new float[] {0, 0.2f, 1, 0.4f, 1 / 255f, 128 / 255f},
        data.trainFeatures().dup().data().asFloat());
    assertArrayEquals(
        new float[][] {{0, 0, 1, 0}, {1, 0, 0, 0}}, data.trainLabels().toFloatMatrix());
    assertArrayEquals(new float[] {0.8f, 0, 0}, data.testFeatures().dup().data().asFloat());
    // the label 3 of the test file makes four classes on both sides
    assertArrayEquals(new float[][] {{0, 0, 0, 1}}, data.testLabels().toFloatMatrix());
    assertEquals(folder.getFileName().toString(), data.name());
  }

  @Test
  void read_onePair_firstFourFifthsTrain() throws IOException {
    write(TEST_IMAGES, 0, 0, 8, 3, 0, 0, 0, 6, 0, 0, 0, 1, 0, 0, 0, 1, 255, 0, 0, 0, 51, 102);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 6, 0, 1, 0, 1, 1, 0);

    LabelledData data = IdxFolder.read(folder);

    assertArrayEquals(new float[] {1, 0, 0, 0}, data.trainFeatures().dup().data().asFloat());
    assertArrayEquals(new float[] {0.2f, 0.4f}, data.testFeatures().dup().data().asFloat());
    assertArrayEquals(new float[][] {{0, 1}, {1, 0}}, data.testLabels().toFloatMatrix());
  }

  @Test
  void read_gzippedAndSpeltWithDot() throws IOException {
    Files.write(folder.resolve("train-images.idx3-ubyte.gz"), gzip(bytes(TWO_IMAGES)));
    // gzip is known by its bytes, whatever the name
    Files.write(folder.resolve("train-labels.idx1-ubyte"), gzip(bytes(TWO_LABELS)));

    LabelledData data = IdxFolder.read(folder);

    assertArrayEquals(new float[] {0, 0.2f, 1}, data.trainFeatures().dup().data().asFloat());
  }

  @Test
  void read_truncated() throws IOException {
    write(TEST_IMAGES, Arrays.copyOf(TWO_IMAGES, 20));
    write(TEST_LABELS, TWO_LABELS);
    // 16 bytes of header and 2 x 1 x 3 pixels
    assertRefused(TEST_IMAGES, "holds 20 bytes where 22 were expected");
  }

  @Test
  void read_truncatedHeader() throws IOException {
    write(TEST_IMAGES, 0, 0, 8, 3, 0, 0);
    write(TEST_LABELS, TWO_LABELS);
    assertRefused(TEST_IMAGES, "holds 6 bytes where 16 were expected");
  }

  @Test
  void read_empty() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS);
    assertRefused(TEST_LABELS, "holds 0 bytes where 8 were expected");
  }

  @Test
  void read_trailingBytes() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS, Arrays.copyOf(TWO_LABELS, 15));
    assertRefused(TEST_LABELS, "holds 15 bytes where 10 were expected");
  }

  @Test
  void read_truncatedGzip() throws IOException {
    byte[] zipped = gzip(bytes(TWO_IMAGES));
    Files.write(folder.resolve(TEST_IMAGES + ".gz"), Arrays.copyOf(zipped, zipped.length - 9));
    write(TEST_LABELS, TWO_LABELS);
    assertRefused(TEST_IMAGES + ".gz", "damaged gzip file", "where 22 were expected");
  }

  @Test
  void read_gzipWithoutContents() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS, 0x1f, 0x8b, 8);
    assertRefused(TEST_LABELS, "damaged gzip file", "gave 0 bytes where 8 were expected");
  }

  @Test
  void read_corruptGzip() throws IOException {
    byte[] zipped = gzip(bytes(TWO_IMAGES));
    zipped[zipped.length - 8] ^= 1; // of the checksum
    Files.write(folder.resolve(TEST_IMAGES + ".gz"), zipped);
    write(TEST_LABELS, TWO_LABELS);
    assertRefused(TEST_IMAGES + ".gz", "damaged gzip file", "where 22 were expected");
  }

  @Test
  void read_wrongMagic() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS, 'P', 'K', 3, 4, 0, 0, 0, 2, 2, 0);
    assertRefused(TEST_LABELS, "0x504b0304", "0x00000801");
  }

  @Test
  void read_labelsInPlaceOfImages() throws IOException {
    write(TEST_IMAGES, TWO_LABELS);
    write(TEST_LABELS, TWO_LABELS);
    assertRefused(TEST_IMAGES, "holds labels where images are expected");
  }

  @Test
  void read_absurdDimensions() throws IOException {
    // 2^31 - 1 images of as many rows and columns would overflow a long; -1 is 2^32 - 1
    for (int[] dimension : new int[][] {{127, 255, 255, 255}, {255, 255, 255, 255}, {0, 0, 0, 0}}) {
      int[] header = new int[17];
      header[2] = 8;
      header[3] = 3;
      for (int i = 0; i < 12; i++) {
        header[4 + i] = dimension[i % 4];
      }
      write(TEST_IMAGES, header);
      write(TEST_LABELS, TWO_LABELS);
      assertRefused(TEST_IMAGES, "between 1 and 268435456 bytes can be read");
    }
  }

  @Test
  void read_largeDimensionsInSmallFile() throws IOException {
    // 268,435,456 x 1 x 1: as much as is ever read, but the file has a single pixel
    write(TEST_IMAGES, 0, 0, 8, 3, 16, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 7);
    write(TEST_LABELS, TWO_LABELS);
    assertRefused(TEST_IMAGES, "holds 17 bytes where 268435472 were expected");
  }

  @Test
  void read_countsDiffer() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 3, 2, 0, 1);
    assertRefused(TEST_IMAGES, "holds 2 images, but", TEST_LABELS + " 3 labels");
  }

  @Test
  void read_sizesDiffer() throws IOException {
    write(TRAIN_IMAGES, TWO_IMAGES);
    write(TRAIN_LABELS, TWO_LABELS);
    write(TEST_IMAGES, 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 204, 0);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 1, 3);
    assertRefused(TRAIN_IMAGES, "1 x 3 pixels", TEST_IMAGES + " of 2 x 1");
  }

  @Test
  void read_oneClass() throws IOException {
    write(TEST_IMAGES, TWO_IMAGES);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 2, 0, 0);
    assertRefused(TEST_LABELS, "the label 0 alone");
  }

  @Test
  void read_oneImage() throws IOException {
    write(TEST_IMAGES, 0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 204);
    write(TEST_LABELS, 0, 0, 8, 1, 0, 0, 0, 1, 1);
    assertRefused(TEST_IMAGES, "holds 1 image");
  }

  @Test
  void read_halfAPair() throws IOException {
    write(TRAIN_IMAGES, TWO_IMAGES);
    assertRefused(TRAIN_IMAGES, "lies alone", TRAIN_LABELS);
  }

  @Test
  void read_emptyFolder() {
    assertRefused("", "holds neither", TRAIN_IMAGES, TEST_IMAGES);
  }

  @Test
  void read_noFolder() {
    Path missing = folder.resolve("missing");
    DataException refusal = assertThrows(DataException.class, () -> IdxFolder.read(missing));
    assertTrue(refusal.getMessage().startsWith(missing + " is no folder"), refusal.getMessage());
  }

  private void assertRefused(String file, String... words) {
    DataException refusal = assertThrows(DataException.class, () -> IdxFolder.read(folder));
    String message = refusal.getMessage();
    assertTrue(message.startsWith(folder.resolve(file).toString()), message);
    for (String word : words) {
      assertTrue(message.contains(word), message);
    }
  }

  private void write(String name, int... numbers) throws IOException {
    Files.write(folder.resolve(name), bytes(numbers));
  }

  private static byte[] bytes(int... numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) numbers[i];
    }
    return bytes;
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(bytes);
    }
    return zipped.toByteArray();
  }
}
