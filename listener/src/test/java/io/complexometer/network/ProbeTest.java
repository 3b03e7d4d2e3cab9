package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

final class ProbeTest {

  private static MultiLayerNetwork convolutional(CNN2DFormat format) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(4)
                        .dataFormat(format)
                        .activation(Activation.RELU)
                        .build(),
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .dataFormat(format)
                        .build(),
                    new DenseLayer.Builder().nOut(6).activation(Activation.TANH).build(),
                    new OutputLayer.Builder().nOut(3).build())
                .setInputType(InputType.convolutional(8, 8, 2, format))
                .build());
    network.init();
    return network;
  }

  private static final ProbedRows ROWS = new ProbedRows(ProbedRows.LIMIT, false, 3);

  private static Probe probe(NetworkReader reader, ProbeData data) {
    return new Probe(reader, data, ROWS);
  }

  /** What is kept must be what is kept of Deeplearning4j's own activations, all in one go. */
  @ParameterizedTest
  @EnumSource
  void run_keepsUnitsOfExamplesAndPositions(CNN2DFormat format) {
    int examples = 300; // more than two chunks, and 13 of 36 positions of the convolution
    boolean channelsLast = format == CNN2DFormat.NHWC;
    INDArray features = channelsLast ? Nd4j.rand(examples, 8, 8, 2) : Nd4j.rand(examples, 2, 8, 8);
    MultiLayerNetwork network = convolutional(format);
    NetworkReader reader = NetworkReader.of(network);
    try (Probe probe = probe(reader, ProbeData.of(features))) {
      Activations actual = probe.run();
      List<INDArray> all = network.feedForward(features, false);
      for (int layer = 0; layer < 4; layer++) {
        LayerActivations expected =
            Collected.of(
                reader.rule(layer),
                all.get(layer + 1),
                Optional.empty(),
                ROWS.choice(examples, Optional.empty(), layer));
        assertSameActivations(expected, actual.layers().get(layer));
      }
      assertEquals(
          List.of(
              new ProbedLayer(reader.layers().get(0), 300 * (4096 / 300), 4, 4, false, ""),
              new ProbedLayer(
                  reader.layers().get(1), 300 * 9, 4, 0, false, "no activation function"),
              new ProbedLayer(reader.layers().get(2), 300, 6, 6, true, ""),
              new ProbedLayer(reader.layers().get(3), 300, 3, 0, false, "output")),
          probe.layers());
    }
  }

  private static void assertSameActivations(LayerActivations expected, LayerActivations actual) {
    try (GramWorkspace workspace = new GramWorkspace()) {
      EffectiveDimension wanted = expected.features().orElseThrow().effectiveDimension(workspace);
      EffectiveDimension got = actual.features().orElseThrow().effectiveDimension(workspace);
      assertEquals(wanted.rows(), got.rows());
      assertEquals(wanted.units(), got.units());
      assertEquals(wanted.value().orNaN(), got.value().orNaN(), 1e-5 * wanted.value().orNaN());
    }
    assertEquals(expected.bits().isPresent(), actual.bits().isPresent());
    expected.bits().ifPresent(bits -> assertSameBits(bits, actual.bits().orElseThrow()));
  }

  private static void assertSameBits(BinarySamples expected, BinarySamples actual) {
    assertEquals(expected.rows(), actual.rows());
    assertEquals(expected.units(), actual.units());
    for (int row = 0; row < expected.rows(); row++) {
      for (int unit = 0; unit < expected.units(); unit++) {
        assertEquals(expected.get(row, unit), actual.get(row, unit));
      }
    }
  }

  /** Once frozen, once changed behind the second layer: the rest is the very same object. */
  @Test
  void run_againGivesTheSameOfWhatIsUnchanged() {
    MultiLayerNetwork network = convolutional(CNN2DFormat.NCHW);
    try (Probe probe = probe(NetworkReader.of(network), ProbeData.of(Nd4j.rand(200, 2, 8, 8)))) {
      Activations first = probe.run();
      assertEquals(first, probe.run());
      network.getParam("2_W").addi(0.1);
      List<LayerActivations> second = probe.run().layers();
      assertSame(first.layers().get(0), second.get(0));
      assertSame(first.layers().get(1), second.get(1));
      assertNotEquals(first.layers().get(2), second.get(2));
      assertNotEquals(first.layers().get(3), second.get(3));
    }
  }

  private static MultiLayerNetwork recurrent() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new LSTM.Builder().nIn(3).nOut(4).build(),
                    new RnnOutputLayer.Builder().nIn(4).nOut(2).build())
                .build());
    network.init();
    return network;
  }

  @Test
  void run_putsInputsAndMasksBack() {
    MultiLayerNetwork network = recurrent();
    INDArray input = Nd4j.rand(5, 3, 7);
    INDArray mask = Nd4j.ones(5, 7);
    INDArray outputMask = Nd4j.rand(5, 2, 7).gt(0.5).castTo(DataType.FLOAT);
    network.setInput(input);
    network.setLayerMaskArrays(mask, outputMask);
    INDArray inner = network.getLayer(0).getMaskArray();
    INDArray flattened = network.getLayer(1).getMaskArray();
    Probe probe = probe(NetworkReader.of(network), ProbeData.of(Nd4j.rand(60, 3, 9)));
    probe.run();
    assertEquals(60 * 9, probe.layers().get(0).rows());
    assertSame(input, network.getInput());
    assertSame(inner, network.getLayer(0).getMaskArray());
    assertEquals(flattened, network.getLayer(1).getMaskArray());
    network.setLayerMaskArrays(mask, mask);
    INDArray vector = network.getLayer(1).getMaskArray();
    probe.run();
    assertEquals(vector, network.getLayer(1).getMaskArray());
    network.clearLayerMaskArrays();
    probe.run();
    assertNull(network.getLayer(1).getMaskArray());
  }

  private static ProbeData masked(INDArray features, INDArray mask) {
    return ProbeData.of(new DataSet(features, null, mask, null));
  }

  @Test
  void run_withMasksPutsThoseOfTheTrainingBack() {
    MultiLayerNetwork network = recurrent();
    INDArray mask = Nd4j.ones(5, 7);
    network.setInput(Nd4j.rand(5, 3, 7));
    network.setLayerMaskArrays(mask, mask);
    INDArray vector = network.getLayer(1).getMaskArray();
    INDArray padded = Nd4j.ones(60, 9);
    padded.putScalar(3, 8, 0);
    Probe probe = probe(NetworkReader.of(network), masked(Nd4j.rand(60, 3, 9), padded));
    probe.run();
    assertEquals(vector, network.getLayer(1).getMaskArray());
    assertEquals(List.of(Optional.of(padded), Optional.of(padded)), probe.outputMasks());
  }

  /** Two steps of the i-th sequence count if i is even, three of four if it is odd. */
  private static INDArray alternating() {
    INDArray mask = Nd4j.ones(60, 4);
    for (int i = 0; i < 60; i++) {
      mask.putScalar(i, 3, 0);
      mask.putScalar(i, 2, i % 2);
    }
    return mask;
  }

  @Test
  void outputMasks_followTheLayers() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new LSTM.Builder().nOut(4).build(),
                    new DenseLayer.Builder().nOut(4).build(), // 240 rows of single steps
                    new LSTM.Builder().nOut(4).build(),
                    new Convolution1DLayer.Builder(2).nOut(4).stride(2).build(), // 2 steps left
                    new GlobalPoolingLayer(),
                    new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(3))
                .build());
    network.init();
    INDArray mask = alternating();
    Probe probe = probe(NetworkReader.of(network), masked(Nd4j.rand(60, 3, 4), mask));
    Optional<INDArray> halved =
        Optional.of(
            mask.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 4)).dup()); // steps 0 and 2
    assertEquals(
        List.of(
            Optional.of(mask),
            Optional.of(mask),
            Optional.of(mask),
            halved,
            Optional.empty(),
            Optional.empty()),
        probe.outputMasks());
    Probe unmasked = probe(NetworkReader.of(network), ProbeData.of(Nd4j.rand(60, 3, 4)));
    assertTrue(unmasked.outputMasks().stream().allMatch(Optional::isEmpty));
  }

  /** Behind a layer that changes their number without a word, nobody knows which steps count. */
  @Test
  void run_whereAMaskNoLongerFits_tellsWhy() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new LSTM.Builder().nOut(4).build(),
                    new ZeroPadding1DLayer.Builder(2).build(),
                    new RnnOutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.recurrent(3, 4))
                .build());
    network.init();
    try (Probe probe =
        probe(NetworkReader.of(network), masked(Nd4j.rand(60, 3, 4), alternating()))) {
      List<LayerActivations> layers = probe.run().layers();
      assertEquals(30 * 2 + 30 * 3, probe.layers().get(0).rows());
      assertEquals("mask of another length", layers.get(1).featuresAbsence());
      assertEquals("mask of another length", layers.get(2).featuresAbsence());
    }
  }

  @Test
  void outputMasks_ofAGraph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new StackVertex(), "a", "b")
                .addLayer("lstm", new LSTM.Builder().nIn(3).nOut(4).build(), "both")
                .addVertex("second", new UnstackVertex(1, 2), "lstm")
                .addVertex("last", new LastTimeStepVertex("b"), "second")
                .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "last")
                .addLayer("steps", new RnnOutputLayer.Builder().nIn(4).nOut(2).build(), "second")
                .setOutputs("out", "steps")
                .build());
    graph.init();
    INDArray mask = alternating();
    INDArray all = Nd4j.ones(60, 4);
    INDArray[] features = {Nd4j.rand(60, 3, 4), Nd4j.rand(60, 3, 4)};
    INDArray[] masks = {all, mask};
    INDArray[] training = {Nd4j.ones(60, 4), Nd4j.ones(60, 4)};
    graph.setInputs(features);
    graph.setLayerMaskArrays(training, null);
    Probe probe =
        probe(NetworkReader.of(graph), ProbeData.of(new MultiDataSet(features, null, masks, null)));
    probe.run();
    INDArray stacked = Nd4j.hstack(all, mask); // each example with its second half
    Map<String, INDArray> expected =
        Map.of("both", stacked, "lstm", stacked, "second", mask, "steps", mask);
    for (Layer layer : NetworkReader.of(graph).layers()) {
      assertEquals(
          Optional.ofNullable(expected.get(layer.name())), probe.outputMasks().get(layer.index()));
    }
    assertSame(training, graph.getInputMaskArrays());
    assertSame(features[0], graph.getInput(0));
  }

  @Test
  void outputMasks_ofImages() {
    INDArray mask = Nd4j.ones(60, 1, 8, 1); // lower two rows of pixels are padding
    mask.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(6, 8)).assign(0);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(
                    new ConvolutionLayer.Builder(1, 1).nOut(2).build(),
                    new GlobalPoolingLayer(),
                    new OutputLayer.Builder().nOut(2).build())
                .setInputType(InputType.convolutional(8, 5, 1))
                .build());
    network.init();
    Probe probe = probe(NetworkReader.of(network), masked(Nd4j.rand(60, 1, 8, 5), mask));
    INDArray pixels = probe.outputMasks().get(0).orElseThrow();
    assertEquals(60 * 30, pixels.sumNumber().intValue());
    assertEquals(
        30, pixels.get(NDArrayIndex.point(7), NDArrayIndex.interval(0, 30)).sumNumber().intValue());
    assertTrue(probe.outputMasks().get(1).isEmpty());
  }

  @Test
  void probe_namesTheNumberOfAMaskThatIsNotFinite() {
    INDArray mask = Nd4j.ones(60, 9);
    mask.putScalar(3, 4, Float.NaN);
    assertMessage(
        "the probe's mask 0 of shape [60, 9] holds NaN at [3, 4]",
        () -> probe(NetworkReader.of(recurrent()), masked(Nd4j.rand(60, 3, 9), mask)));
  }

  @Test
  void probe_namesTheNumberThatIsNotFinite() {
    NetworkReader reader = NetworkReader.of(convolutional(CNN2DFormat.NCHW));
    INDArray features = Nd4j.rand(60, 2, 8, 8);
    features.putScalar(new int[] {59, 1, 7, 3}, Float.NaN);
    assertMessage(
        "the probe's array 0 of shape [60, 2, 8, 8] holds NaN at [59, 1, 7, 3]",
        () -> probe(reader, ProbeData.of(features)));
    INDArray columns = Nd4j.rand('f', 60, 2, 8, 8);
    columns.putScalar(new int[] {2, 0, 5, 6}, Float.NEGATIVE_INFINITY);
    assertMessage(
        "the probe's array 0 of shape [60, 2, 8, 8] holds -Infinity at [2, 0, 5, 6]",
        () -> probe(reader, ProbeData.of(columns)));
  }

  @Test
  void probe_refusesMasksThatDoNotFit() {
    NetworkReader reader = NetworkReader.of(recurrent());
    String beginning = "the probe's mask of shape [60, 8] does not fit its features of shape";
    assertMessage(
        beginning + " [60, 3, 9], array 0: give [examples, time]",
        () -> probe(reader, masked(Nd4j.rand(60, 3, 9), Nd4j.ones(60, 8))));
    assertMessage(
        "the probe's mask of shape [60, 3] does not fit",
        () -> probe(reader, masked(Nd4j.rand(60, 3, 9), Nd4j.ones(60, 3))));
    assertMessage(
        "the probe's mask of shape [61, 9] does not fit",
        () -> probe(reader, masked(Nd4j.rand(60, 3, 9), Nd4j.ones(61, 9))));
    INDArray[] one = {Nd4j.rand(60, 3, 9)};
    MultiDataSet data = new MultiDataSet(one, null);
    data.setFeaturesMaskArrays(new INDArray[] {null, Nd4j.ones(60, 9)});
    assertMessage("the probe has 2 masks for 1 arrays", () -> probe(reader, ProbeData.of(data)));
  }

  @Test
  void probe_refusesWhatDoesNotFit() {
    NetworkReader reader = NetworkReader.of(convolutional(CNN2DFormat.NCHW));
    assertMessage(
        "the probe of shape [60, 3, 8, 8] does not fit the network:"
            + " 'conv' (ConvolutionLayer) takes [examples, 2, height, width]",
        () -> probe(reader, ProbeData.of(Nd4j.rand(60, 3, 8, 8))));
    assertMessage(
        "the probe of shape [60, 5] does not fit the network: 'layer0' (LSTM) takes"
            + " [examples, 3, time]",
        () -> probe(NetworkReader.of(recurrent()), ProbeData.of(Nd4j.rand(60, 5))));
    assertMessage(
        "the probe has 2 arrays, the network 1 inputs",
        () -> probe(reader, ProbeData.of(Nd4j.rand(3, 3), Nd4j.rand(3, 3))));
    assertMessage(
        "a probe of 49 examples: give between 50 and 4096",
        () -> probe(reader, ProbeData.of(Nd4j.zeros(DataType.FLOAT, 49, 2, 8, 8))));
    assertMessage(
        "a probe of 5000 examples: give between 50 and 4096",
        () -> probe(reader, ProbeData.of(Nd4j.zeros(DataType.FLOAT, 5000, 2, 8, 8))));
  }

  private static void assertMessage(
      String beginning, org.junit.jupiter.api.function.Executable attempt) {
    String message = assertThrows(IllegalArgumentException.class, attempt).getMessage();
    assertTrue(message.startsWith(beginning), message);
  }
}
