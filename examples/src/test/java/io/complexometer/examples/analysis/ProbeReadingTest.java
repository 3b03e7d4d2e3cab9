package io.complexometer.examples.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.structure.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

final class ProbeReadingTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 2;

  private static final Matrix IDENTITY = new Matrix.Doubles(2, 2, new double[] {1, 0, 0, 1});

  private static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  @TempDir private Path folder;

  private static MultiLayerNetwork network(CNN2DFormat format) {
    return initialised(
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new ConvolutionLayer.Builder(2, 2).nIn(CHANNELS).nOut(3).dataFormat(format).build())
            .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
            .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS, format))
            .build());
  }

  private static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
    MultiLayerNetwork model = new MultiLayerNetwork(configuration);
    model.init();
    return model;
  }

  private static Analysis analysis(Model model, INDArray... probe) {
    StoredModel stored =
        new StoredModel(
            "model",
            "model",
            Optional.of(model),
            Optional.empty(),
            Optional.empty(),
            List.of(StoredNetworks.weights(0, 2, 2, () -> IDENTITY)),
            List.of(),
            List.of());
    return Analysis.of(
        stored, new AnalysisSettings(List.of(), Level.NOMINAL, List.of(probe), 1), NOBODY);
  }

  /** Indices 0, 1, .. of a table of so many rows, in turn. */
  private static INDArray indices(int rows, long... shape) {
    int count = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    int[] numbers = IntStream.range(0, count).map(i -> i % rows).toArray();
    return Nd4j.createFromArray(numbers).castTo(DataType.FLOAT).reshape(shape);
  }

  private static void assertMeasured(int layers, Analysis analysis) {
    assertEquals(List.of(), analysis.faults());
    assertTrue(analysis.structure().isPresent());
    assertEquals(layers, analysis.activations().size());
    for (LayerActivity activity : analysis.activations()) {
      assertTrue(activity.effectiveDimension().orNaN() >= 1, activity::toString);
    }
  }

  /** Structure and weights are there; of the probe there is one line. */
  private static String fault(Analysis analysis) {
    assertEquals(1, analysis.faults().size(), analysis.faults()::toString);
    assertTrue(analysis.structure().isPresent());
    assertEquals(1, analysis.matrices().size());
    assertEquals(List.of(), analysis.activations());
    String fault = analysis.faults().get(0);
    assertEquals(1, fault.lines().count(), fault);
    return fault;
  }

  private static ListBuilder list() {
    return new NeuralNetConfiguration.Builder().seed(4).list();
  }

  private static RnnOutputLayer outputs() {
    return new RnnOutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build();
  }

  /** The structure is that of one step, the probe has fifty. */
  @Test
  void analysis_ofSequencesOfAnyLength() {
    Model lstm =
        initialised(
            list()
                .layer(new LSTM.Builder().nIn(8).nOut(6).build())
                .layer(outputs())
                .setInputType(InputType.recurrent(8))
                .build());
    INDArray probe = Nd4j.rand(DataType.FLOAT, 60, 8, 50);
    assertMeasured(2, analysis(lstm, probe));
    assertMeasured(2, analysis(lstm, probe.permute(0, 2, 1).dup('c')));
    assertTrue(
        fault(analysis(lstm, Nd4j.rand(DataType.FLOAT, 60, 7, 50)))
            .startsWith("--probe: the examples are of shape 7x50, but the network takes 8xany"));
  }

  @Test
  void analysis_ofIndices() {
    Model words =
        initialised(
            list()
                .layer(new EmbeddingLayer.Builder().nIn(100).nOut(6).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(100))
                .build());
    assertMeasured(2, analysis(words, indices(100, 200, 1)));
    String beyond = fault(analysis(words, indices(190, 200, 1))); // index 100 at example 100
    assertTrue(beyond.contains("index 100") || beyond.contains("entry"), beyond);
    assertTrue(fault(analysis(words, indices(100, 60, 2))).contains("more than one column"));
    Model sentences =
        initialised(
            list()
                .layer(new EmbeddingSequenceLayer.Builder().nIn(30).nOut(6).build())
                .layer(new LSTM.Builder().nOut(5).build())
                .layer(outputs())
                .setInputType(InputType.recurrent(30))
                .build());
    assertMeasured(3, analysis(sentences, indices(30, 60, 12)));
    assertTrue(fault(analysis(sentences, indices(31, 60, 12))).contains("got index 30"));
  }

  /** Neither configuration nor option says how high and wide the images are. */
  @Test
  void analysis_ofImagesOfUnknownSize() {
    Model lenet =
        initialised(
            list()
                .layer(new ZeroPaddingLayer(1, 1))
                .layer(new ConvolutionLayer.Builder(5, 5).nIn(1).nOut(4).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(12, 12, 1))
                .build());
    long[][] shapes = {{60, 1, 12, 12}, {60, 12, 12, 1}, {60, 12, 12}};
    for (long[] shape : shapes) {
      assertMeasured(4, analysis(lenet, Nd4j.rand(DataType.FLOAT, shape)));
    }
    Analysis flat = analysis(lenet, Nd4j.rand(DataType.FLOAT, 60, 144));
    assertEquals(
        "--probe: the examples are of shape 144, but the network takes 1xanyxany: reshape them, or"
            + " add --input.",
        flat.faults().get(0));
  }

  /** Each input by the layers behind it: indices beside images whose size nobody says. */
  @Test
  void analysis_ofTwoInputs() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(4)
                .graphBuilder()
                .addInputs("word", "image")
                .addLayer("table", new EmbeddingLayer.Builder().nIn(20).nOut(4).build(), "word")
                .addLayer("pool", new SubsamplingLayer.Builder(2, 2).build(), "image")
                .addLayer("conv", new ConvolutionLayer.Builder(2, 2).nOut(4).build(), "pool")
                .addLayer("dense", new DenseLayer.Builder().nOut(4).build(), "conv")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "table",
                    "dense")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(20), InputType.convolutional(8, 8, 3))
                .build());
    graph.init();
    INDArray images = Nd4j.rand(DataType.FLOAT, 60, 8, 8, 3);
    List<INDArray> fitted = ProbeReading.fit(graph, List.of(), List.of(indices(20, 60, 1), images));
    assertArrayEquals(new long[] {60, 1}, fitted.get(0).shape());
    assertArrayEquals(new long[] {60, 3, 8, 8}, fitted.get(1).shape());
    Analysis analysis = analysis(graph, indices(20, 60, 1), images);
    assertEquals(List.of(), analysis.faults());
    assertTrue(analysis.activations().size() >= 5);
    assertEquals(
        "--probe: of input 2, the examples are of shape 192, but the network takes 3xanyxany:"
            + " reshape them, or add --input.",
        analysis(graph, indices(20, 60, 1), Nd4j.rand(DataType.FLOAT, 60, 192)).faults().get(0));
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

  private INDArray read(CNN2DFormat format, List<InputType> inputs) throws IOException {
    return ProbeReading.fit(network(format), inputs, ProbeReading.read(List.of(rows()))).get(0);
  }
}
