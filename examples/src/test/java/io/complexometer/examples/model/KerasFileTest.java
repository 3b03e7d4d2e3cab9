package io.complexometer.examples.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The files are laid out as Keras 2.4 does, and what the networks answer was computed with numpy:
 * see src/test/python/model_files.py. Entry i of each array, and of the inputs, is sin(i + 1).
 */
final class KerasFileTest {
  @TempDir private Path folder;

  private static double wave(int i) {
    return Math.sin(i + 1);
  }

  private static INDArray wave(long... shape) {
    int length = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] numbers =
        DoubleStream.iterate(0, i -> i + 1).limit(length).map(i -> wave((int) i)).toArray();
    return Nd4j.create(numbers, shape, 'c');
  }

  private static void assertAnswers(INDArray output, double... expected) {
    assertArrayEquals(expected, output.dup('c').data().asDouble(), 1e-5); // single precision
  }

  private static List<String> matrices(StoredModel model) {
    return model.weights().stream()
        .map(StoredWeights::description)
        .map(
            one ->
                "%s.%s %d x %d"
                    .formatted(one.layer().name(), one.parameter(), one.rows(), one.columns()))
        .toList();
  }

  @Test
  void open_sequential() throws IOException {
    try (StoredModel model = StoredModel.open(TestFiles.copy("sequential.h5", folder))) {
      assertEquals("Keras model", model.format());
      assertEquals(List.of("dense.W 3 x 4", "dense_1.W 2 x 3"), matrices(model));
      // rows are outputs: Keras stores the transpose, whose entry (c, r) is the (3 c + r)th
      double[] first = TestFiles.entries(model.weights().get(0).matrix().get());
      for (int i = 0; i < 12; i++) {
        assertEquals((float) wave(i % 4 * 3 + i / 4), first[i]);
      }
      MultiLayerNetwork network = (MultiLayerNetwork) model.model().orElseThrow();
      assertAnswers(network.output(wave(1, 4)), 0.73993539, 0.26006461);
    }
  }

  @Test
  void open_functional() throws IOException {
    try (StoredModel model = StoredModel.open(TestFiles.copy("functional.h5", folder))) {
      assertTrue(matrices(model).contains("conv.W 3 x 18"), matrices(model).toString());
      assertEquals(3, model.weights().size());
      ComputationGraph network = (ComputationGraph) model.model().orElseThrow();
      assertAnswers(network.outputSingle(wave(1, 6, 6, 2)), 3.52325894, 4.44801579);
    }
  }

  @Test
  void open_recurrent() throws IOException {
    try (StoredModel model = StoredModel.open(TestFiles.copy("recurrent.h5", folder))) {
      assertEquals(7, model.weights().size()); // 2 in each direction, 2, 1
      MultiLayerNetwork network = (MultiLayerNetwork) model.model().orElseThrow();
      INDArray input = wave(1, 5, 3);
      assertAnswers(network.output(input), 1.36091653, 1.44912732);
    }
  }

  @Test
  void open_refusals() throws IOException {
    assertEquals(
        "keras3.h5 was saved by Keras 3.4.1, of which Deeplearning4j reads 1 and 2: save the weight"
            + " matrices with numpy.savez.",
        refusal(TestFiles.copy("keras3.h5", folder)));
    assertEquals(
        "weights_alone.h5 holds no model (no attribute model_config): save it with"
            + " model.save('model.h5') and not with save_weights.",
        refusal(TestFiles.copy("weights_alone.h5", folder)));
    byte[] bytes = TestFiles.bytes("sequential.h5");
    for (int length : new int[] {100, 2000, 10000, bytes.length - 1}) {
      assertEquals(
          "cut.h5 is truncated: it holds %,d bytes of 15,208: copy it again.".formatted(length),
          refusal(Files.write(folder.resolve("cut.h5"), Arrays.copyOf(bytes, length))));
    }
    String message = refusal(Files.write(folder.resolve("cut.h5"), Arrays.copyOf(bytes, 9)));
    assertTrue(
        message.matches(
            "cut.h5 cannot be read as a Keras HDF5 file \\(.+\\): save it again with"
                + " model.save\\('model.h5'\\) of Keras 2, or its weight matrices with"
                + " numpy.savez."),
        message);
  }

  private String refusal(Path file) {
    return TestFiles.refusal(folder, () -> StoredModel.open(file));
  }
}
