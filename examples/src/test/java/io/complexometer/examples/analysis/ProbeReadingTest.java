package io.complexometer.examples.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.examples.model.StoredModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

final class ProbeReadingTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 2;

  @TempDir private Path folder;

  private static StoredModel network(CNN2DFormat format) {
    MultiLayerNetwork model =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(
                    new ConvolutionLayer.Builder(2, 2)
                        .nIn(CHANNELS)
                        .nOut(3)
                        .dataFormat(format)
                        .build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS, format))
                .build());
    model.init();
    return new StoredModel(
        "model",
        "model",
        Optional.of(model),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Three examples in one row each, numbered from 0. */
  private Path rows() throws IOException {
    int size = HEIGHT * WIDTH * CHANNELS;
    return Files.writeString(
        folder.resolve("rows.csv"),
        IntStream.range(0, 3)
            .mapToObj(
                row ->
                    IntStream.range(row * size, (row + 1) * size)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n")));
  }

  /** A row is an example in the order in which the network takes its numbers. */
  @Test
  void read_hasTheChannelsWhereTheNetworkTakesThem() throws IOException {
    List<InputType> inputs = List.of(InputType.convolutional(HEIGHT, WIDTH, CHANNELS));
    INDArray first = read(CNN2DFormat.NCHW, inputs);
    assertArrayEquals(new long[] {3, CHANNELS, HEIGHT, WIDTH}, first.shape());
    assertEquals(40 + 20 + 5 + 1, first.getInt(1, 1, 1, 1)); // a channel has 20 numbers, a line 5
    INDArray last = read(CNN2DFormat.NHWC, inputs);
    assertArrayEquals(new long[] {3, HEIGHT, WIDTH, CHANNELS}, last.shape());
    assertEquals(40 + 10 + 2 + 1, last.getInt(1, 1, 1, 1)); // a line has 10 numbers, a position 2
  }

  @Test
  void read_ofAnUnknownShapeIsAsInTheFile() throws IOException {
    assertArrayEquals(new long[] {3, 40}, read(CNN2DFormat.NCHW, List.of()).shape());
  }

  private INDArray read(CNN2DFormat format, List<InputType> inputs) throws IOException {
    return ProbeReading.read(List.of(rows()), network(format), inputs).get(0);
  }
}
