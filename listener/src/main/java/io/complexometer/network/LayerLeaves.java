package io.complexometer.network;

import static io.complexometer.network.SequenceLeaves.dense;

import io.complexometer.measure.structure.Leaves;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
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
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
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
import org.deeplearning4j.nn.conf.layers.PReLULayer;
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
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.AbstractSameDiffLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;

/**
 * What each type of layer is in the layer algebra: its elementary layers, one after the other.
 *
 * <p>A type that is not named is read as the nearest that it extends; one that is not known at all
 * has the shape that it announces, and from there on the number of paths is absent.
 */
@SuppressWarnings("deprecation") // old networks still have Graves LSTMs
final class LayerLeaves {

  private static final LayerTable<Flow> ROWS = new LayerTable<>();

  private static final String SEQUENTIAL = "recurrent";

  static {
    feedForward();
    convolutions();
    pools();
    positions();
    neutral();
    sequences();
    wrappers();
    ROWS.add(PrimaryCapsules.class, "convolution, then a reshape", WindowLeaves::primaryCapsules);
    ROWS.add(CapsuleLayer.class, "dense, for each pair of capsules", LayerLeaves::capsules);
    ROWS.add(
        CapsuleStrengthLayer.class,
        "pool over the dimensions of each capsule",
        (layer, in, graph) ->
            graph.leaf(graph.timed(in), Leaves.globalPool(in.shape()).named("norm")));
    ROWS.add(
        AbstractSameDiffLayer.class,
        "unknown, of the shape that it announces: the number of paths is absent behind it",
        (layer, in, graph) -> unknown("defined by code", layer, in, graph));
    ROWS.addOther(
        "unknown, of the shape that it announces: the number of paths is absent behind it",
        (layer, in, graph) -> unknown("unknown layer class", (Layer) layer, in, graph));
  }

  private LayerLeaves() {}

  private static void feedForward() {
    String words = "dense; at each time step of a sequence";
    ROWS.add(
        DenseLayer.class,
        words,
        (layer, in, graph) ->
            weighted(
                layer, layer.hasBias(), layer.hasLayerNorm() ? layer.getNOut() : 0, in, graph));
    ROWS.add(
        BaseOutputLayer.class,
        words,
        (layer, in, graph) -> weighted(layer, layer.hasBias(), 0, in, graph));
    ROWS.add(
        RnnOutputLayer.class,
        words,
        (layer, in, graph) -> weighted(layer, layer.hasBias(), 0, in, graph));
    ROWS.add(
        CenterLossOutputLayer.class,
        "dense; the centres are parameters only",
        (layer, in, graph) -> weighted(layer, true, layer.getNIn() * layer.getNOut(), in, graph));
    ROWS.add(
        OCNNOutputLayer.class,
        "dense, to its hidden units and to one output",
        LayerLeaves::oneClass);
    ROWS.add(
        AutoEncoder.class,
        "dense: the encoder; what pretraining alone needs is counted apart",
        (layer, in, graph) -> {
          Flow out = weighted(layer, true, 0, in, graph);
          return beside(out, graph.channels(in, layer.getNIn()), graph);
        });
    ROWS.add(
        VariationalAutoencoder.class,
        "dense: the encoder; what pretraining alone needs is counted apart",
        LayerLeaves::encoder);
    ROWS.add(
        ElementWiseMultiplicationLayer.class,
        "neutral, with a weight and a bias for each unit",
        (layer, in, graph) ->
            graph.leaf(
                in,
                Leaves.neutral("scale", in.shape())
                    .withParameters(2L * graph.channels(in, layer.getNIn()), 0)));
    ROWS.add(EmbeddingLayer.class, "embedding: one row is looked up", SequenceLeaves::embedding);
    ROWS.add(
        EmbeddingSequenceLayer.class, "embedding: one row is looked up", SequenceLeaves::embedding);
  }

  private static void convolutions() {
    String words = "convolution; its mode says which taps lie in the padding";
    ROWS.add(
        ConvolutionLayer.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 2, in, graph));
    ROWS.add(
        Convolution1DLayer.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 1, in, graph));
    ROWS.add(
        Convolution3D.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 3, in, graph));
    ROWS.add(
        Deconvolution2D.class,
        "transposed convolution",
        (layer, in, graph) -> WindowLeaves.transposed(layer, 2, in, graph));
    ROWS.add(
        Deconvolution3D.class,
        "transposed convolution",
        (layer, in, graph) -> WindowLeaves.transposed(layer, 3, in, graph));
    ROWS.add(DepthwiseConvolution2D.class, "depthwise convolution", WindowLeaves::depthwise);
    ROWS.add(
        SeparableConvolution2D.class,
        "depthwise convolution, then one of single positions",
        WindowLeaves::separable);
    ROWS.add(LocallyConnected1D.class, "locally connected", WindowLeaves::locallyConnected);
    ROWS.add(LocallyConnected2D.class, "locally connected", WindowLeaves::locallyConnected);
  }

  private static void pools() {
    ROWS.add(
        SubsamplingLayer.class,
        "pool",
        (layer, in, graph) -> WindowLeaves.pool(window(layer), 2, in, graph));
    ROWS.add(
        Subsampling1DLayer.class,
        "pool",
        (layer, in, graph) -> WindowLeaves.pool(window(layer), 1, in, graph));
    ROWS.add(
        Subsampling3DLayer.class,
        "pool",
        (layer, in, graph) ->
            WindowLeaves.pool(
                new Window(
                    layer.getConvolutionMode(),
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getDilation(),
                    layer.getPadding()),
                3,
                in,
                graph));
    ROWS.add(GlobalPoolingLayer.class, "pool over all positions", WindowLeaves::globalPool);
  }

  private static Window window(SubsamplingLayer layer) {
    return new Window(
        layer.getConvolutionMode(),
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding());
  }

  private static void positions() {
    ROWS.add(
        Upsampling1D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 1, in, graph));
    ROWS.add(
        Upsampling2D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 2, in, graph));
    ROWS.add(
        Upsampling3D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 3, in, graph));
    ROWS.add(
        RepeatVector.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> repeated(in, layer.getN(), graph));
    ROWS.add(
        ZeroPadding1DLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 1, in, graph));
    ROWS.add(
        ZeroPaddingLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 2, in, graph));
    ROWS.add(
        ZeroPadding3DLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 3, in, graph));
    String select = "selection of positions";
    ROWS.add(
        Cropping1D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 1, in, graph));
    ROWS.add(
        Cropping2D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 2, in, graph));
    ROWS.add(
        Cropping3D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 3, in, graph));
    ROWS.add(
        SpaceToDepthLayer.class,
        "neutral: squares of positions become channels",
        WindowLeaves::spaceToDepth);
    ROWS.add(
        SpaceToBatchLayer.class,
        "neutral: blocks of positions become examples",
        WindowLeaves::spaceToBatch);
  }

  private static Flow cut(int[] cropping, int axes, Flow in, LayerGraph graph) {
    int[] less = IntStream.of(cropping).map(positions -> -positions).toArray();
    return WindowLeaves.resize("crop", less, axes, in, graph);
  }

  static Flow repeated(Flow in, int times, LayerGraph graph) {
    if (in.folded() > 0 || !in.axes().isEmpty()) {
      throw graph.fault("takes a vector, but gets %s".formatted(in.visible()));
    }
    return graph.leaf(in, Leaves.repeat(in.shape(), times));
  }

  private static void neutral() {
    for (Class<?> type :
        List.of(
            ActivationLayer.class,
            DropoutLayer.class,
            MaskLayer.class,
            LossLayer.class,
            CnnLossLayer.class,
            Cnn3DLossLayer.class,
            RnnLossLayer.class,
            Yolo2OutputLayer.class)) {
      String operation = type == ActivationLayer.class ? "activation" : words(type);
      ROWS.add(type, "neutral", (layer, in, graph) -> graph.neutral(in, operation));
    }
    ROWS.add(
        LocalResponseNormalization.class,
        "neutral, though neighbours scale each other",
        (layer, in, graph) -> graph.neutral(in, "normalize"));
    ROWS.add(
        BatchNormalization.class,
        "neutral, with a scale and a shift for each channel unless they are locked; running"
            + " statistics are counted apart",
        LayerLeaves::batchNormalization);
    ROWS.add(PReLULayer.class, "neutral, with its slopes", LayerLeaves::slopes);
  }

  private static String words(Class<?> type) {
    if (type == DropoutLayer.class) {
      return "dropout";
    }
    return type == MaskLayer.class ? "mask" : "loss";
  }

  private static void sequences() {
    ROWS.add(SimpleRnn.class, SEQUENTIAL, SequenceLeaves::simple);
    ROWS.add(
        LSTM.class,
        SEQUENTIAL,
        (layer, in, graph) -> SequenceLeaves.recurrent("lstm", layer, 4, 0, in, graph));
    ROWS.add(
        GravesLSTM.class,
        SEQUENTIAL,
        (layer, in, graph) ->
            SequenceLeaves.recurrent("lstm", layer, 4, 3 * layer.getNOut(), in, graph));
    ROWS.add(
        GravesBidirectionalLSTM.class, "two recurrent, added", SequenceLeaves::gravesBidirectional);
    ROWS.add(
        Bidirectional.class,
        "the layer inside in both directions, then added, averaged, multiplied or concatenated",
        SequenceLeaves::bidirectional);
    String attention = "attention: dense projections, mixing of all steps, a dense projection";
    ROWS.add(SelfAttentionLayer.class, attention, SequenceLeaves::attention);
    ROWS.add(LearnedSelfAttentionLayer.class, attention, SequenceLeaves::attention);
    ROWS.add(
        RecurrentAttentionLayer.class,
        "dense, added to attention and a dense layer behind it",
        SequenceLeaves::attention);
  }

  private static void wrappers() {
    ROWS.add(
        LastTimeStep.class,
        "the layer inside, then selection of a step",
        SequenceLeaves::lastTimeStep);
    ROWS.add(
        TimeDistributed.class,
        "the layer inside, at each time step",
        SequenceLeaves::timeDistributed);
    ROWS.add(
        FrozenLayer.class,
        "the layer inside",
        (layer, in, graph) -> add(layer.getLayer(), in, graph));
    ROWS.add(
        BaseWrapperLayer.class,
        "the layer inside",
        (layer, in, graph) -> add(layer.getUnderlying(), in, graph));
  }

  private static Flow weighted(
      FeedForwardLayer layer, boolean bias, long more, Flow in, LayerGraph graph) {
    Flow vector = in.axes().size() > 1 ? graph.flatten(in) : in;
    graph.channels(vector, layer.getNIn());
    return graph.leaf(
        vector,
        Leaves.denseAtEachPosition(vector.shape(), Math.toIntExact(layer.getNOut()), bias)
            .withParameters(more, 0));
  }

  /** Parameters that the forward pass does not use. */
  private static Flow beside(Flow flow, long parameters, LayerGraph graph) {
    return graph.leaf(
        flow, Leaves.neutral("pretraining", flow.shape()).withParameters(0, parameters));
  }

  /** It has no biases, and the radius as its last parameter. */
  private static Flow oneClass(OCNNOutputLayer layer, Flow in, LayerGraph graph) {
    graph.channels(in, layer.getNIn());
    Flow hidden = dense(in, layer.getHiddenSize(), false, graph);
    return graph.leaf(
        hidden, Leaves.denseAtEachPosition(hidden.shape(), 1, false).withParameters(1, 0));
  }

  /** The mean of p(z given x) is what it gives out. */
  private static Flow encoder(VariationalAutoencoder layer, Flow in, LayerGraph graph) {
    graph.channels(in, layer.getNIn());
    Flow flow = in;
    long used = 0;
    for (int units : layer.getEncoderLayerSizes()) {
      used += (flow.channels() + 1L) * units;
      flow = dense(flow, units, true, graph);
    }
    used += (flow.channels() + 1L) * layer.getNOut();
    flow = dense(flow, Math.toIntExact(layer.getNOut()), true, graph);
    return beside(flow, parameters(layer) - used, graph);
  }

  private static Flow batchNormalization(BatchNormalization layer, Flow in, LayerGraph graph) {
    long channels = graph.channels(in, layer.getNOut());
    return graph.leaf(
        in,
        Leaves.neutral("batchnorm", in.shape())
            .withParameters(layer.isLockGammaBeta() ? 0 : 2 * channels, 2 * channels));
  }

  private static Flow slopes(PReLULayer layer, Flow in, LayerGraph graph) {
    if (layer.getInputShape() == null) {
      throw graph.fault("does not know how many slopes it has: give its builder an inputShape");
    }
    return graph.leaf(
        in, Leaves.neutral("activation", in.shape()).withParameters(parameters(layer), 0));
  }

  /** Its input is [capsules, dimensions], as if those were time. */
  private static Flow capsules(CapsuleLayer layer, Flow in, LayerGraph graph) {
    graph.channels(graph.timed(in), layer.getInputCapsules());
    int outputs = layer.getCapsules() * layer.getCapsuleDimensions();
    Flow out = graph.leaf(in, Leaves.dense(in.shape(), outputs, layer.isHasBias()));
    return graph.reshape(out, layer.getCapsules(), List.of(layer.getCapsuleDimensions()));
  }

  /** All that Deeplearning4j allots; asked of the layer alone, some initializers leave some out. */
  private static long parameters(Layer layer) {
    NeuralNetConfiguration around = new NeuralNetConfiguration();
    around.setLayer(layer);
    return layer.initializer().numParams(around);
  }

  private static Flow unknown(String reason, Layer layer, Flow in, LayerGraph graph) {
    return InputTypes.unknown(
        reason,
        () -> layer.getOutputType(0, InputTypes.of(in)),
        () -> parameters(layer),
        in,
        graph);
  }

  /** Adds a layer to a graph. */
  static Flow add(Object layer, Flow in, LayerGraph graph) {
    return ROWS.of(layer.getClass()).add(layer, in, graph);
  }

  /** The table as it stands in the documentation. */
  static String markdown() {
    return ROWS.markdown("layer");
  }

  /** The types of the table. */
  static List<Class<?>> types() {
    return ROWS.types();
  }
}
