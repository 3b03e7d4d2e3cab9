package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@SuppressWarnings("deprecation") // GravesLSTM: old networks still have it
final class NetworkReaderTest {

  private static MultiLayerNetwork network(DataType type, InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(1).dataType(type).list(layers);
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(input).build());
    network.init();
    return network;
  }

  /** Expected matrices as "parameter rows x columns" of the first layer. */
  private static void check(InputType input, Layer layer, String... expected) {
    MultiLayerNetwork network = network(DataType.FLOAT, input, layer);
    NetworkReader reader = NetworkReader.of(network);
    List<String> actual =
        reader.matrices().stream()
            .map(m -> m.parameter() + " " + m.rows() + " x " + m.columns())
            .toList();
    assertEquals(List.of(expected), actual);
    assertTrue(reader.unknownLayers().isEmpty());
  }

  private static final InputType IMAGE = InputType.convolutional(8, 8, 2);
  private static final InputType VOLUME = InputType.convolutional3D(6, 6, 6, 2);
  private static final InputType SEQUENCE = InputType.recurrent(5, 7);

  @Test
  void matrices_rowsAreOutputUnits() {
    InputType units = InputType.feedForward(5);
    check(units, new DenseLayer.Builder().nOut(3).build(), "W 3 x 5");
    check(units, new EmbeddingLayer.Builder().nIn(5).nOut(3).build(), "W 5 x 3");
    check(
        units,
        new VariationalAutoencoder.Builder()
            .nOut(3)
            .encoderLayerSizes(6)
            .decoderLayerSizes(7)
            .build(),
        "e0W 6 x 5",
        "pZXMeanW 3 x 6",
        "pZXLogStd2W 3 x 6",
        "d0W 7 x 3",
        "pXZW 10 x 7"); // mean and deviation of each of the five inputs
    check(IMAGE, new ConvolutionLayer.Builder(3, 3).nOut(4).build(), "W 4 x 18");
    check(IMAGE, new Deconvolution2D.Builder(3, 3).nOut(4).build(), "W 4 x 18");
    check(
        IMAGE,
        new DepthwiseConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(4).build(),
        "W 4 x 9");
    check(
        IMAGE,
        new SeparableConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(5).build(),
        "W 4 x 9",
        "pW 5 x 4");
    check(
        IMAGE,
        new LocallyConnected2D.Builder().kernelSize(3, 3).nOut(4).stride(5, 5).build(),
        "W 16 x 18");
    check(VOLUME, new Convolution3D.Builder(2, 2, 2).nOut(4).build(), "W 4 x 16");
    check(VOLUME, new Deconvolution3D.Builder().kernelSize(2, 2, 2).nOut(4).build(), "W 4 x 16");
    check(SEQUENCE, new Convolution1DLayer.Builder(3).nOut(4).build(), "W 4 x 15");
    check(SEQUENCE, new LSTM.Builder().nOut(3).build(), "W 12 x 5", "RW 12 x 3");
    check(SEQUENCE, new GravesLSTM.Builder().nOut(3).build(), "W 12 x 5", "RW 12 x 3");
    check(SEQUENCE, new SimpleRnn.Builder().nOut(3).build(), "W 3 x 5", "RW 3 x 3");
    check(
        SEQUENCE,
        new Bidirectional(new SimpleRnn.Builder().nOut(3).build()),
        "fW 3 x 5",
        "fRW 3 x 3",
        "bW 3 x 5",
        "bRW 3 x 3");
    check(
        SEQUENCE,
        new SelfAttentionLayer.Builder().nOut(6).nHeads(2).headSize(3).projectInput(true).build(),
        "Wq 6 x 5",
        "Wk 6 x 5",
        "Wv 6 x 5",
        "Wo 6 x 6");
    check(units, new FrozenLayer(new DenseLayer.Builder().nOut(3).build()), "W 3 x 5");
  }

  @Test
  void matrices_withoutSingleRowsColumnsAndStatistics() {
    InputType units = InputType.feedForward(5);
    check(units, new BatchNormalization.Builder().build());
    check(units, new DenseLayer.Builder().nOut(1).build());
    check(InputType.feedForward(1), new DenseLayer.Builder().nOut(3).build());
  }

  /** Every entry against ND4J's own element access: the rows' axes first, the others in order. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void read_everyEntry(DataType type) {
    MultiLayerNetwork images =
        network(
            type,
            IMAGE,
            new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
            new Deconvolution2D.Builder(2, 2).nOut(3).build(),
            new SeparableConvolution2D.Builder(3, 3).depthMultiplier(2).nOut(5).build(),
            new DenseLayer.Builder().nOut(6).build(),
            new OutputLayer.Builder().nOut(3).build());
    check(images, 0, "0_W", 0);
    check(images, 1, "1_W", 1);
    check(images, 2, "2_W", 0, 1);
    check(images, 3, "2_pW", 0);
    check(images, 4, "3_W", 1);
    check(images, 5, "4_W", 1);
    if (type != DataType.HALF) { // which Deeplearning4j's recurrent layers do not know
      MultiLayerNetwork sequences =
          network(
              type,
              SEQUENCE,
              new LSTM.Builder().nOut(3).build(),
              new GravesLSTM.Builder().nOut(2).build(),
              new RnnOutputLayer.Builder().nOut(3).build());
      check(sequences, 1, "0_RW", 1);
      check(sequences, 3, "1_RW", 1);
    }
  }

  /** A row is what its unit answers to single impulses, whatever the parameter's shape says. */
  @Test
  void read_convolution1D_asItComputes() {
    MultiLayerNetwork network =
        network(DataType.FLOAT, SEQUENCE, new Convolution1DLayer.Builder(3).nOut(4).build());
    NetworkReader reader = NetworkReader.of(network);
    Weights weights = reader.reserveWeights();
    reader.read(weights);
    double[] row = new double[15];
    for (int unit = 0; unit < 4; unit++) {
      weights.matrices().get(0).copy(unit * row.length, row, 0, row.length);
      for (int step = 0; step < 3; step++) {
        for (int channel = 0; channel < 5; channel++) {
          INDArray impulse = Nd4j.zeros(DataType.FLOAT, 1, 5, 3);
          impulse.putScalar(0, channel, step, 1);
          double answer = network.output(impulse).getDouble(0, unit, 0);
          assertEquals(1 / (1 + Math.exp(-row[step * 5 + channel])), answer, 1e-6);
        }
      }
    }
  }

  private static void check(MultiLayerNetwork network, int index, String key, int... rowAxes) {
    NetworkReader reader = NetworkReader.of(network);
    Weights weights = reader.reserveWeights();
    reader.read(weights);
    Matrix matrix = weights.matrices().get(index);
    double[] actual = new double[matrix.rows() * matrix.columns()];
    matrix.copy(0, actual, 0, actual.length);
    INDArray parameter = network.getParam(key);
    double[] expected = new double[actual.length];
    long[] at = new long[parameter.rank()];
    for (int i = 0; i < parameter.length(); i++) {
      int rest = i;
      for (int axis = at.length - 1; axis >= 0; axis--) {
        at[axis] = rest % parameter.size(axis);
        rest /= (int) parameter.size(axis);
      }
      int row = 0;
      for (int axis : rowAxes) {
        row = row * (int) parameter.size(axis) + (int) at[axis];
      }
      int column = 0;
      for (int axis = 0; axis < at.length; axis++) {
        int current = axis;
        if (Arrays.stream(rowAxes).noneMatch(a -> a == current)) {
          column = column * (int) parameter.size(axis) + (int) at[axis];
        }
      }
      if (row < matrix.rows()) { // peepholes come after the last row
        expected[row * matrix.columns() + column] = parameter.getDouble(at);
      }
    }
    assertArrayEquals(expected, actual);
    reader.copy(index).copy(0, actual, 0, actual.length);
    assertArrayEquals(expected, actual);
  }

  @Test
  void layers_ofAGraphInTopologicalOrder() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", new OutputLayer.Builder().nIn(4).nOut(2).build(), "sum")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("b", new DenseLayer.Builder().nIn(4).nOut(4).build(), "a")
                .addLayer("a", new DenseLayer.Builder().nIn(3).nOut(4).build(), "in")
                .setOutputs("out")
                .build());
    graph.init();
    NetworkReader reader = NetworkReader.of(graph);
    assertEquals(
        List.of(
            new io.complexometer.network.Layer(0, "a", "DenseLayer"),
            new io.complexometer.network.Layer(1, "b", "DenseLayer"),
            new io.complexometer.network.Layer(2, "sum", "ElementWiseVertex"),
            new io.complexometer.network.Layer(3, "out", "OutputLayer")),
        reader.layers());
    assertEquals(
        List.of("a", "b", "out"), reader.matrices().stream().map(m -> m.layer().name()).toList());
    assertEquals(3 * 4 + 4 + 4 * 4 + 4 + 4 * 2 + 2, reader.parameterCount());
  }

  @Test
  void layers_withoutNamesAreNumbered() {
    MultiLayerNetwork network =
        network(
            DataType.FLOAT,
            IMAGE,
            new ConvolutionLayer.Builder(3, 3).name("first").nOut(4).build(),
            new GlobalPoolingLayer.Builder().build());
    assertEquals(
        List.of("first", "layer1"),
        NetworkReader.of(network).layers().stream()
            .map(io.complexometer.network.Layer::name)
            .toList());
  }

  @Test
  void of_refusesWhatItCannotRead() {
    MultiLayerNetwork blank =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(new DenseLayer.Builder().nIn(2).nOut(2).build())
                .build());
    String message =
        assertThrows(IllegalArgumentException.class, () -> NetworkReader.of(blank)).getMessage();
    assertEquals("the model has no parameters yet: call init() first", message);
    assertThrows(IllegalArgumentException.class, () -> NetworkReader.of(null));
  }

  @Test
  void fits_upToTheLargestArray() {
    var layer = new io.complexometer.network.Layer(0, "words", "EmbeddingLayer");
    assertTrue(NetworkReader.fits(new WeightMatrix(layer, "W", 200_000, 16)));
    assertTrue(NetworkReader.fits(new WeightMatrix(layer, "W", 1 << 27, 15)));
    assertFalse(NetworkReader.fits(new WeightMatrix(layer, "W", 1 << 27, 16)));
  }
}
