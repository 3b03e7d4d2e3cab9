package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Structure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Each type of layer in a small network: the shapes read against the activations of a forward pass,
 * the parameters against those that Deeplearning4j allots.
 */
@SuppressWarnings("deprecation") // Graves LSTMs
final class StructureKindsTest {
  private static final int EXAMPLES = 3;

  private final Map<String, MultiLayerNetwork> networks = new LinkedHashMap<>();
  private final Map<String, InputType> inputs = new LinkedHashMap<>();

  private void add(String name, InputType input, Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .list(layers)
                .setInputType(input)
                .build());
    networks.put(name, network);
    inputs.put(name, input);
  }

  private static InputType image(int height, int width, int channels) {
    return InputType.convolutional(height, width, channels);
  }

  private static InputType volume(int depth, int height, int width, int channels) {
    return InputType.convolutional3D(
        Convolution3D.DataFormat.NCDHW, depth, height, width, channels);
  }

  private static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).build();
  }

  private void vectors() {
    InputType five = InputType.feedForward(5);
    add("dense", five, dense(4), new DenseLayer.Builder().nOut(3).hasLayerNorm(true).build());
    add("dense without bias", five, new DenseLayer.Builder().nOut(4).hasBias(false).build());
    add("output", five, new OutputLayer.Builder(LossFunction.MSE).nOut(2).build());
    add("loss", five, dense(4), new LossLayer.Builder(LossFunction.MSE).build());
    add("centre loss", five, new CenterLossOutputLayer.Builder(LossFunction.MSE).nOut(2).build());
    add("one class", five, new OCNNOutputLayer.Builder().nIn(5).hiddenLayerSize(4).build());
    add("autoencoder", five, new AutoEncoder.Builder().nOut(3).build(), dense(2));
    add(
        "variational autoencoder",
        five,
        new VariationalAutoencoder.Builder()
            .nOut(2)
            .encoderLayerSizes(6, 4)
            .decoderLayerSizes(7)
            .build(),
        dense(2));
    add("products", five, new ElementWiseMultiplicationLayer.Builder().nIn(5).nOut(5).build());
    add(
        "passing on",
        five,
        new BatchNormalization(),
        new BatchNormalization.Builder().lockGammaBeta(true).build(),
        new ActivationLayer(Activation.RELU),
        new DropoutLayer(0.5),
        new MaskLayer(),
        new PReLULayer.Builder().inputShape(5).build());
    add("embedding", InputType.feedForward(9), new EmbeddingLayer.Builder().nOut(4).build());
    add("frozen", five, new FrozenLayer(dense(4)), new FrozenLayerWithBackprop(dense(3)), dense(2));
    add(
        "repeated",
        five,
        new RepeatVector.Builder<>(3).build(),
        new LSTM.Builder().nOut(4).build());
  }

  private void images() {
    add(
        "convolution",
        image(9, 8, 2),
        new ConvolutionLayer.Builder(3, 2).stride(2, 1).padding(1, 0).nOut(4).build(),
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.MAX, new int[] {2, 3}, new int[] {2, 2})
            .build(),
        dense(3));
    add(
        "convolution, same mode",
        image(9, 8, 2),
        new ConvolutionLayer.Builder(4, 3)
            .stride(2, 3)
            .nOut(4)
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.AVG, new int[] {3, 2}, new int[] {2, 2})
            .convolutionMode(ConvolutionMode.Same)
            .build());
    add(
        "convolution, strict and dilated",
        image(9, 8, 2),
        new ConvolutionLayer.Builder(3, 2)
            .dilation(2, 1)
            .nOut(4)
            .hasBias(false)
            .convolutionMode(ConvolutionMode.Strict)
            .build());
    add(
        "convolution, channels last",
        InputType.convolutional(9, 8, 2, CNN2DFormat.NHWC),
        new ConvolutionLayer.Builder(3, 2).dataFormat(CNN2DFormat.NHWC).nOut(4).build(),
        new BatchNormalization(),
        new GlobalPoolingLayer());
    add(
        "flat images",
        InputType.convolutionalFlat(6, 5, 2),
        new ConvolutionLayer.Builder(3, 2).nOut(4).build());
    add(
        "transposed",
        image(4, 5, 3),
        new Deconvolution2D.Builder(3, 2).stride(2, 3).padding(1, 0).nOut(4).build(),
        new Deconvolution2D.Builder(3, 3)
            .stride(2, 2)
            .nOut(2)
            .convolutionMode(ConvolutionMode.Same)
            .build());
    add(
        "depthwise",
        image(6, 5, 3),
        new DepthwiseConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(6).build());
    add(
        "separable",
        image(6, 5, 3),
        new SeparableConvolution2D.Builder(3, 2).depthMultiplier(2).nOut(4).build());
    add(
        "locally connected",
        image(6, 5, 3),
        new LocallyConnected2D.Builder()
            .kernelSize(3, 2)
            .stride(2, 1)
            .nIn(3)
            .nOut(4)
            .setInputSize(6, 5)
            .build());
    add(
        "locally connected, truncated",
        image(6, 5, 3),
        new LocallyConnected2D.Builder()
            .kernelSize(3, 2)
            .nOut(4)
            .setInputSize(6, 5)
            .convolutionMode(ConvolutionMode.Truncate)
            .hasBias(false)
            .build());
    add(
        "positions",
        image(4, 4, 2),
        new Upsampling2D.Builder().size(new int[] {2, 3}).build(),
        new ZeroPaddingLayer.Builder(1, 2, 3, 0).build(),
        new Cropping2D(2, 1, 1, 4),
        new SpaceToDepthLayer.Builder<>(2, CNN2DFormat.NCHW).build());
    add(
        "space to batch",
        image(5, 6, 2),
        new SpaceToBatchLayer.Builder<>(new int[] {2, 2}, new int[][] {{0, 1}, {1, 1}}).build(),
        new ConvolutionLayer.Builder(2, 2).nOut(3).build());
    add(
        "image outputs",
        image(4, 4, 5),
        new LocalResponseNormalization(),
        new PReLULayer.Builder().inputShape(5, 4, 4).sharedAxes(2, 3).build(),
        new CnnLossLayer.Builder(LossFunction.MSE).build());
    add(
        "global pooling",
        image(4, 3, 5),
        new GlobalPoolingLayer.Builder(PoolingType.AVG).collapseDimensions(false).build());
    add(
        "detection",
        image(4, 4, 14),
        new Yolo2OutputLayer.Builder()
            .boundingBoxPriors(Nd4j.create(new float[][] {{1, 1}, {2, 2}}))
            .build());
    add(
        "capsules",
        image(8, 8, 2),
        new PrimaryCapsules.Builder(4, 3).kernelSize(3, 3).stride(2, 2).hasBias(true).build(),
        new CapsuleLayer.Builder(5, 6, 2).hasBias(true).build(),
        new CapsuleStrengthLayer.Builder().build());
  }

  private void volumes() {
    add(
        "volumes",
        volume(6, 5, 7, 2),
        new Convolution3D.Builder(3, 2, 2).stride(1, 2, 1).nOut(4).build(),
        new Subsampling3DLayer.Builder(
                Subsampling3DLayer.PoolingType.MAX, new int[] {2, 2, 3}, new int[] {2, 1, 2})
            .build(),
        dense(2));
    add(
        "volumes, same mode",
        volume(6, 5, 7, 2),
        new Convolution3D.Builder(3, 3, 3)
            .stride(1, 2, 3)
            .nOut(4)
            .convolutionMode(ConvolutionMode.Same)
            .build(),
        new Cnn3DLossLayer.Builder(Convolution3D.DataFormat.NCDHW)
            .lossFunction(LossFunction.MSE)
            .build());
    add(
        "volumes transposed",
        volume(3, 2, 4, 2),
        new Deconvolution3D.Builder().kernelSize(2, 3, 2).stride(1, 2, 3).nOut(4).build());
    add(
        "positions of volumes",
        volume(3, 2, 4, 2),
        new Upsampling3D.Builder().size(new int[] {2, 2, 1}).build(),
        new ZeroPadding3DLayer.Builder(1, 0, 2, 1, 0, 1).build(),
        new Cropping3D.Builder(1, 2, 0, 1, 1, 1).build(),
        new GlobalPoolingLayer());
  }

  private void sequences() {
    InputType series = InputType.recurrent(4, 7);
    add(
        "recurrent",
        series,
        new LSTM.Builder().nOut(3).build(),
        new GravesLSTM.Builder().nOut(5).build(),
        new GravesBidirectionalLSTM.Builder().nOut(2).build(),
        new SimpleRnn.Builder().nOut(3).build(),
        new RnnOutputLayer.Builder(LossFunction.MSE).nOut(2).build());
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      add(
          "both directions, " + mode,
          series,
          new Bidirectional(mode, new LSTM.Builder().nOut(3).build()),
          new RnnLossLayer.Builder().lossFunction(LossFunction.MSE).build());
    }
    add("last step", series, new LastTimeStep(new LSTM.Builder().nOut(3).build()), dense(2));
    add(
        "last step of both directions",
        series,
        new Bidirectional(
            new LastTimeStep(
                new LSTM.Builder()
                    .nOut(3)
                    .weightInit(WeightInit.XAVIER)
                    .activation(Activation.TANH)
                    .build())),
        dense(2));
    add(
        "steps one by one",
        series,
        new MaskZeroLayer(new LSTM.Builder().nOut(3).build(), 0),
        new TimeDistributed(dense(5)),
        dense(2),
        new LSTM.Builder().nOut(3).build(),
        new GlobalPoolingLayer(PoolingType.MAX),
        dense(2));
    add(
        "steps last",
        InputType.recurrent(4, 7, RNNFormat.NWC),
        new SimpleRnn.Builder().nOut(3).dataFormat(RNNFormat.NWC).build());
    add(
        "windows over steps",
        InputType.recurrent(4, 12),
        new Convolution1DLayer.Builder(3).stride(2).padding(1).nOut(5).build(),
        new Convolution1DLayer.Builder(3)
            .dilation(2)
            .nOut(5)
            .convolutionMode(ConvolutionMode.Causal)
            .build(),
        new Subsampling1DLayer.Builder(SubsamplingLayer.PoolingType.MAX, 2, 2).build(),
        new Upsampling1D.Builder(3).build(),
        new ZeroPadding1DLayer(1, 2),
        new Cropping1D(2, 1),
        new LocallyConnected1D.Builder().kernelSize(3).nOut(2).setInputSize(9).build());
    add(
        "attention",
        series,
        new SelfAttentionLayer.Builder().nOut(6).nHeads(2).projectInput(true).build(),
        new SelfAttentionLayer.Builder().nIn(6).nOut(6).nHeads(1).projectInput(false).build());
    add(
        "recurrent attention",
        series,
        new RecurrentAttentionLayer.Builder()
            .nIn(4)
            .nOut(6)
            .nHeads(2)
            .projectInput(true)
            .hasBias(true)
            .build());
    add(
        "embedded sequence",
        InputType.recurrent(9, 6),
        new EmbeddingSequenceLayer.Builder().nIn(9).nOut(4).inputLength(6).build(),
        new LSTM.Builder().nOut(3).build());
  }

  /** Deeplearning4j 1.0.0-M2.1 cannot run it: what it announces is all there is to compare with. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void read_learnedAttention(boolean projected) {
    InputType series = InputType.recurrent(4, 7);
    LearnedSelfAttentionLayer layer =
        new LearnedSelfAttentionLayer.Builder()
            .nIn(4)
            .nOut(projected ? 6 : 4)
            .nHeads(projected ? 2 : 1)
            .nQueries(5)
            .projectInput(projected)
            .build();
    add("learned", series, layer);
    MultiLayerNetwork network = networks.get("learned");
    network.init();
    Structure structure = Structure.of(StructureReader.read(network, List.of(series)), Level.EXACT);
    LayerStructure read = structure.layers().get(1);
    assertEquals(layer.getOutputType(0, series).arrayElementsPerExample(), read.shape().size());
    assertEquals(network.numParams(), read.parameters());
  }

  @TestFactory
  Stream<DynamicTest> read_eachTypeOfLayer() {
    vectors();
    images();
    volumes();
    sequences();
    return networks.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> check(entry.getValue(), inputs.get(entry.getKey()))));
  }

  private static void check(MultiLayerNetwork network, InputType input) {
    String before = network.getLayerWiseConfigurations().toJson();
    Structure structure = Structure.of(StructureReader.read(network, List.of(input)), Level.EXACT);
    assertEquals(before, network.getLayerWiseConfigurations().toJson());
    network.init();
    List<INDArray> activations = network.feedForward(example(network, input), false);
    assertEquals(activations.size(), structure.layers().size());
    for (int i = 1; i < activations.size(); i++) {
      LayerStructure layer = structure.layers().get(i);
      assertEquals(
          activations.get(i).length() / examples(network, activations.get(i)),
          layer.shape().size(),
          "layer " + layer.name());
      Layer configuration = network.getLayerWiseConfigurations().getConf(i - 1).getLayer();
      assertEquals(
          network.getLayer(i - 1).numParams(),
          layer.parameters() + layer.otherParameters(),
          "parameters of layer " + layer.name());
      assertEquals(configuration.getClass().getSimpleName(), layer.type());
    }
    assertEquals(
        network.numParams(),
        structure.totals().parameters() + structure.totals().otherParameters());
    assertTrue(structure.totals().log2Gain().isPresent());
  }

  /** Blocks become examples; of time steps that do so each stays a position of its example. */
  private static long examples(MultiLayerNetwork network, INDArray activations) {
    return network.getLayerWiseConfigurations().getConf(0).getLayer() instanceof SpaceToBatchLayer
        ? activations.size(0)
        : EXAMPLES;
  }

  private static INDArray example(MultiLayerNetwork network, InputType input) {
    Object first =
        NetworkReader.unwrapped(network.getLayerWiseConfigurations().getConf(0).getLayer());
    if (first instanceof EmbeddingLayer) {
      return Nd4j.create(new float[][] {{1}, {8}, {0}});
    } else if (first instanceof EmbeddingSequenceLayer table) {
      return Nd4j.zeros(DataType.FLOAT, EXAMPLES, table.getInputLength());
    }
    return random(input);
  }

  static INDArray random(InputType input) {
    if (input instanceof InputTypeConvolutionalFlat flat) {
      return Nd4j.rand(DataType.FLOAT, EXAMPLES, flat.getFlattenedSize());
    }
    long[] shape = input.getShape(true);
    shape[0] = EXAMPLES;
    return Nd4j.rand(DataType.FLOAT, shape);
  }
}
