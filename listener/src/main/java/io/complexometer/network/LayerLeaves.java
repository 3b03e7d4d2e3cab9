package io.complexometer.network;

import io.complexometer.measure.structure.Leaves;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
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
    WindowRows.addTo(ROWS);
    neutral();
    sequences();
    wrappers();
    ROWS.add(PrimaryCapsules.class, "convolution, then a reshape", WindowLeaves::primaryCapsules);
    ROWS.add(CapsuleLayer.class, "dense, for each pair of capsules", DenseLeaves::capsules);
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
            DenseLeaves.weighted(
                layer, layer.hasBias(), layer.hasLayerNorm() ? layer.getNOut() : 0, in, graph));
    ROWS.add(
        BaseOutputLayer.class,
        words,
        (layer, in, graph) -> DenseLeaves.weighted(layer, layer.hasBias(), 0, in, graph));
    ROWS.add(
        RnnOutputLayer.class,
        words,
        (layer, in, graph) -> DenseLeaves.weighted(layer, layer.hasBias(), 0, in, graph));
    ROWS.add(
        CenterLossOutputLayer.class,
        "dense; the centres are parameters only",
        (layer, in, graph) ->
            DenseLeaves.weighted(layer, true, layer.getNIn() * layer.getNOut(), in, graph));
    ROWS.add(
        OCNNOutputLayer.class,
        "dense, to its hidden units and to one output",
        DenseLeaves::oneClass);
    ROWS.add(
        AutoEncoder.class,
        "dense: the encoder; what pretraining alone needs is counted apart",
        (layer, in, graph) -> {
          Flow out = DenseLeaves.weighted(layer, true, 0, in, graph);
          return DenseLeaves.beside(out, graph.channels(in, layer.getNIn()), graph);
        });
    ROWS.add(
        VariationalAutoencoder.class,
        "dense: the encoder; what pretraining alone needs is counted apart",
        DenseLeaves::encoder);
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
        DenseLeaves::batchNormalization);
    ROWS.add(PReLULayer.class, "neutral, with its slopes", DenseLeaves::slopes);
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

  private static Flow unknown(String reason, Layer layer, Flow in, LayerGraph graph) {
    return InputTypes.unknown(
        reason,
        () -> layer.getOutputType(0, InputTypes.of(in)),
        () -> DenseLeaves.parameters(layer),
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
