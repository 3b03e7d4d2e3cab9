package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.complexometer.examples.data.DataException;
import io.complexometer.measure.linalg.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Damages files of every format and reads them: what comes out is a model, or one line that says
 * what is wrong. Nothing else may be thrown, no case may take long or allocate much.
 */
final class StoredModelFuzzTest {
  private static final long MOST_BYTES = 64L << 20; // the seeds have 25 KB and less
  private static final Duration LONGEST = Duration.ofSeconds(10); // that is: it hangs
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a header may be turned into: limits of integers, and parts of other headers. */
  private static final List<String> SPLICES =
      List.of(
          "1099511627776",
          "2147483647",
          "-1",
          "0",
          "null",
          "\"\"",
          "[",
          "{",
          "'<f8'",
          "'|O'",
          "True",
          "(2, 3, 4)",
          "()",
          "PK\003\004",
          "PK\001\002",
          "PK\005\006",
          "\u0093NUMPY",
          "1e308",
          "NaN",
          "\u0000\u0000\u0000\u0000",
          "\u00ff\u00ff\u00ff\u00ff",
          "\u00ff\u00ff\u00ff\u007f");

  @TempDir private Path folder;
  private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(20260101);
  private int models;
  private int refusals;

  /** Reads a file as the program does. */
  @FunctionalInterface
  private interface Reader {
    void read(Path file);
  }

  @BeforeEach
  void setUp() {
    THREADS.setThreadAllocatedMemoryEnabled(true);
  }

  private static void readModel(Path file) {
    try (StoredModel model = StoredModel.open(file)) {
      model.faults().forEach(StoredModelFuzzTest::requireOneLine);
      model.notices().forEach(StoredModelFuzzTest::requireOneLine);
      for (StoredWeights weights : model.weights()) {
        Matrix matrix = weights.matrix().get();
        double[] last = new double[1];
        matrix.copy(matrix.rows() * matrix.columns() - 1, last, 0, 1);
      }
    }
  }

  private static void readProbe(Path file) {
    assertTrue(ProbeFile.read(file, InputType.convolutional(2, 2, 3), 2).size(0) <= 2);
  }

  private static void requireOneLine(String message) {
    assertFalse(message.matches("(?s).*[\\p{Cntrl}].*"), message);
    assertTrue(message.length() < 700, message);
  }

  private void fuzz(int cases, Reader reader, List<byte[]> seeds) throws IOException {
    Path file = folder.resolve("file");
    for (int i = 0; i < cases; i++) {
      byte[] bytes = seeds.get(i % seeds.size()).clone();
      for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
        bytes = damaged(bytes, seeds);
      }
      Files.write(file, bytes);
      long allocated = THREADS.getCurrentThreadAllocatedBytes();
      long started = System.nanoTime();
      try {
        reader.read(file);
        models++;
      } catch (DataException e) {
        requireOneLine(e.getMessage());
        refusals++;
      } catch (Throwable e) {
        Path kept = Files.write(Path.of("target", "fuzz-" + i), bytes);
        throw new AssertionError("case " + i + ", kept as " + kept, e);
      }
      long used = THREADS.getCurrentThreadAllocatedBytes() - allocated;
      Duration took = Duration.ofNanos(System.nanoTime() - started);
      if (used > MOST_BYTES || took.compareTo(LONGEST) > 0) {
        Path kept = Files.write(Path.of("target", "fuzz-" + i), bytes);
        throw new AssertionError(
            "case %d, kept as %s: %,d bytes, %s".formatted(i, kept, used, took));
      }
    }
  }

  private byte[] damaged(byte[] bytes, List<byte[]> seeds) {
    int length = bytes.length;
    if (length == 0) {
      return bytes;
    }
    int at = random.nextInt(length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes = Arrays.copyOf(bytes, at);
      case 3 -> {
        byte[] splice =
            SPLICES.get(random.nextInt(SPLICES.size())).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(splice, 0, bytes, at, Math.min(splice.length, length - at));
      }
      case 4 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        int from = random.nextInt(other.length);
        int block = Math.min(1 + random.nextInt(64), Math.min(other.length - from, length - at));
        System.arraycopy(other, from, bytes, at, block);
      }
      default -> bytes = withoutBlock(bytes, at, 1 + random.nextInt(16));
    }
    return bytes;
  }

  private static byte[] withoutBlock(byte[] bytes, int at, int block) {
    int end = Math.min(bytes.length, at + block);
    byte[] rest = new byte[bytes.length - (end - at)];
    System.arraycopy(bytes, 0, rest, 0, at);
    System.arraycopy(bytes, end, rest, at, bytes.length - end);
    return rest;
  }

  @Test
  void open_damagedArrays() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (String type : new String[] {"<f4", ">f8", "<f2", "|i1"}) {
      for (String order : new String[] {"True", "False"}) {
        int size = type.charAt(2) - '0';
        seeds.add(TestFiles.npy(type, order, "(3, 4)", new byte[12 * size]));
      }
    }
    fuzz(8000, StoredModelFuzzTest::readModel, seeds);
    assertTrue(models > 500 && refusals > 2000, models + " models, " + refusals + " refusals");
  }

  @Test
  void open_damagedArchives() throws IOException {
    byte[] two = TestFiles.npy("<f4", "True", "(3, 4)", new byte[48]);
    List<byte[]> seeds =
        List.of(
            TestFiles.zip("layer1.npy", two, "layer2.npy", two, "bias.npy", new byte[80]),
            TestFiles.bytes("mixed.npz"),
            stored());
    fuzz(4000, StoredModelFuzzTest::readModel, seeds);
    assertTrue(models > 500 && refusals > 500, models + " models, " + refusals + " refusals");
  }

  private static byte[] stored() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : new String[] {"a.npy", "b.npy"}) {
        byte[] array = TestFiles.npy("<f8", "False", "(2, 2)", new byte[32]);
        CRC32 sum = new CRC32();
        sum.update(array);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(array.length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(array);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void open_damagedConfigurations() throws IOException {
    List<byte[]> seeds =
        List.of(
            TestNetworks.chain(DataType.FLOAT)
                .getLayerWiseConfigurations()
                .toJson()
                .getBytes(StandardCharsets.UTF_8),
            TestNetworks.graph().getConfiguration().toJson().getBytes(StandardCharsets.UTF_8));
    fuzz(1000, StoredModelFuzzTest::readModel, seeds);
    assertTrue(models > 50 && refusals > 50, models + " models, " + refusals + " refusals");
  }

  @Test
  void open_damagedNetworks() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    Path file = folder.resolve("whole");
    seeds.add(Files.readAllBytes(TestNetworks.write(TestNetworks.chain(DataType.FLOAT), file)));
    seeds.add(Files.readAllBytes(TestNetworks.write(TestNetworks.graph(), file)));
    fuzz(1000, StoredModelFuzzTest::readModel, seeds);
    assertTrue(models > 20 && refusals > 100, models + " models, " + refusals + " refusals");
  }

  /** The zip file is whole, what is in it is damaged. */
  @Test
  void open_damagedContentsOfNetworks() throws IOException {
    Path file = folder.resolve("whole");
    for (var network : List.of(TestNetworks.chain(DataType.FLOAT), TestNetworks.graph())) {
      Archive archive = Archive.read(TestNetworks.write(network, file));
      byte[] json = archive.find("configuration.json").orElseThrow().read(1 << 20);
      byte[] numbers = archive.find("coefficients.bin").orElseThrow().read(1 << 20);
      Path zip = folder.resolve("zip");
      for (boolean damageJson : new boolean[] {true, false}) {
        fuzz(
            250,
            damaged -> {
              byte[] bytes = assertDoesNotThrow(() -> Files.readAllBytes(damaged));
              assertDoesNotThrow(
                  () ->
                      Files.write(
                          zip,
                          TestFiles.zip(
                              "configuration.json",
                              damageJson ? bytes : json,
                              "coefficients.bin",
                              damageJson ? numbers : bytes)));
              readModel(zip);
            },
            List.of(damageJson ? json : numbers));
      }
    }
    assertTrue(models > 100 && refusals > 100, models + " models, " + refusals + " refusals");
  }

  @Test
  void open_damagedKerasFiles() throws IOException {
    fuzz(
        1000,
        StoredModelFuzzTest::readModel,
        List.of(
            TestFiles.bytes("sequential.h5"),
            TestFiles.bytes("functional.h5"),
            TestFiles.bytes("recurrent.h5")));
    assertTrue(models > 100 && refusals > 100, models + " models, " + refusals + " refusals");
  }

  @Test
  void read_damagedProbes() throws IOException {
    byte[] idx = {
      0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };
    byte[] images = Arrays.copyOf(idx, 16 + 24);
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(images);
    }
    fuzz(
        4000,
        StoredModelFuzzTest::readProbe,
        List.of(
            TestFiles.bytes("images.npy"),
            TestFiles.bytes("images_fortran.npy"),
            images,
            zipped.toByteArray(),
            "1,2,3,4,5,6,7,8,9,10,11,12\n1,1,1,1,1,1,1,1,1,1,1,1\n"
                .getBytes(StandardCharsets.UTF_8)));
    assertTrue(models > 300 && refusals > 1000, models + " models, " + refusals + " refusals");
  }
}
