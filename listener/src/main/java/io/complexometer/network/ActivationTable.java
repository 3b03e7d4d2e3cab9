package io.complexometer.network;

import static io.complexometer.network.LayerRows.Axis.AS_BEFORE;
import static io.complexometer.network.LayerRows.Axis.SECOND;
import static io.complexometer.network.LayerRows.Axis.pixels;
import static io.complexometer.network.LayerRows.Axis.steps;
import static io.complexometer.network.LayerRows.Axis.voxels;
import static io.complexometer.network.LayerRows.Bits.none;

import io.complexometer.network.LayerRows.Axis;
import io.complexometer.network.LayerRows.Bits;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
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
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
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
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.nd4j.linalg.activations.IActivation;

/**
 * How the activations of each type of layer are read: which axis holds its units (channels), and
 * whether what it gives out went through an activation function last, so that bits can be told from
 * it.
 *
 * <p>A type that is not named is read as the nearest that it extends. One that is not known at all
 * has its units where the layer before has them, and no bits.
 */
@SuppressWarnings("deprecation") // old networks still have Graves LSTMs
final class ActivationTable {

  private static final Bits<BaseLayer> OF_FUNCTION = ofFunction(BaseLayer::getActivationFn);

  private static final Bits<Object> SIGN =
      new Bits<>("output > 0, smooth", any -> BitRule.smooth(0));

  private static final Bits<Object> OUTPUT = none(LayerActivations.OUTPUT);

  private static final Bits<Object> NO_FUNCTION = none(LayerActivations.NO_ACTIVATION_FUNCTION);

  private static final LayerRows ROWS = new LayerRows();

  static {
    feedForward();
    convolutions();
    sequences();
    inner();
    outputs();
    imagesWithoutFunction();
    othersWithoutFunction();
  }

  private ActivationTable() {}

  private static void feedForward() {
    ROWS.add(DenseLayer.class, AS_BEFORE, OF_FUNCTION);
    ROWS.add(EmbeddingLayer.class, AS_BEFORE, OF_FUNCTION);
    ROWS.add(AutoEncoder.class, AS_BEFORE, OF_FUNCTION);
    ROWS.add(ElementWiseMultiplicationLayer.class, AS_BEFORE, OF_FUNCTION);
    ROWS.add(ActivationLayer.class, AS_BEFORE, ofFunction(ActivationLayer::getActivationFn));
    ROWS.add(
        VariationalAutoencoder.class,
        AS_BEFORE,
        new Bits<>(
            "of the activation function of p(z given x)",
            layer -> BitTable.rule(layer.getPzxActivationFn())));
    ROWS.add(PReLULayer.class, AS_BEFORE, new Bits<>("input > 0", any -> BitRule.positiveInput()));
  }

  private static void convolutions() {
    ROWS.add(ConvolutionLayer.class, pixels(ConvolutionLayer::getCnn2dDataFormat), OF_FUNCTION);
    ROWS.add(
        LocallyConnected2D.class,
        pixels(LocallyConnected2D::getFormat),
        ofFunction(layer -> layer.getActivation().getActivationFunction()));
    ROWS.add(Convolution3D.class, voxels(Convolution3D::getDataFormat), OF_FUNCTION);
    ROWS.add(Deconvolution3D.class, voxels(Deconvolution3D::getDataFormat), OF_FUNCTION);
    ROWS.add(Convolution1DLayer.class, steps(Convolution1DLayer::getRnnDataFormat), OF_FUNCTION);
  }

  private static void sequences() {
    ROWS.add(
        EmbeddingSequenceLayer.class, steps(EmbeddingSequenceLayer::getOutputFormat), OF_FUNCTION);
    ROWS.add(SimpleRnn.class, steps(SimpleRnn::getRnnDataFormat), OF_FUNCTION);
    ROWS.add(
        LocallyConnected1D.class,
        SECOND,
        ofFunction(layer -> layer.getActivation().getActivationFunction()));
    ROWS.add(
        RecurrentAttentionLayer.class,
        SECOND,
        ofFunction(layer -> layer.getActivation().getActivationFunction()));
    ROWS.add(AbstractLSTM.class, steps(AbstractLSTM::getRnnDataFormat), SIGN);
    ROWS.add(
        GravesBidirectionalLSTM.class,
        steps(GravesBidirectionalLSTM::getRnnDataFormat),
        none(LayerActivations.MERGED_DIRECTIONS));
  }

  /** Layers and vertices around another: read as that. */
  private static void inner() {
    around(BaseWrapperLayer.class, BaseWrapperLayer::getUnderlying);
    around(FrozenLayer.class, FrozenLayer::getLayer);
    around(FrozenVertex.class, FrozenVertex::getUnderlying);
    around(LayerVertex.class, vertex -> vertex.getLayerConf().getLayer());
    ROWS.add(
        TimeDistributed.class,
        steps(TimeDistributed::getRnnDataFormat),
        new Bits<>("of the layer inside", layer -> bits(layer.getUnderlying())));
    ROWS.add(
        Bidirectional.class,
        new Axis<>("of the layer inside", layer -> unitsLast(layer.getFwd())),
        new Bits<>(
            "of the layer inside if concatenated, else none: " + LayerActivations.MERGED_DIRECTIONS,
            layer ->
                layer.getMode() == Bidirectional.Mode.CONCAT
                    ? bits(layer.getFwd())
                    : BitRule.none(LayerActivations.MERGED_DIRECTIONS)));
  }

  private static void outputs() {
    ROWS.add(BaseOutputLayer.class, AS_BEFORE, OUTPUT);
    ROWS.add(LossLayer.class, AS_BEFORE, OUTPUT);
    ROWS.add(SameDiffOutputLayer.class, AS_BEFORE, OUTPUT);
    ROWS.add(RnnOutputLayer.class, steps(RnnOutputLayer::getRnnDataFormat), OUTPUT);
    ROWS.add(RnnLossLayer.class, steps(RnnLossLayer::getRnnDataFormat), OUTPUT);
    ROWS.add(CnnLossLayer.class, pixels(CnnLossLayer::getFormat), OUTPUT);
    ROWS.add(Yolo2OutputLayer.class, pixels(Yolo2OutputLayer::getFormat), OUTPUT);
    ROWS.add(Cnn3DLossLayer.class, voxels(Cnn3DLossLayer::getDataFormat), OUTPUT);
  }

  /** Batch normalisation inherits an activation function, and does not apply it. */
  private static void imagesWithoutFunction() {
    ROWS.add(BatchNormalization.class, pixels(BatchNormalization::getCnn2DFormat), NO_FUNCTION);
    ROWS.add(
        LocalResponseNormalization.class,
        pixels(LocalResponseNormalization::getDataFormat),
        NO_FUNCTION);
    ROWS.add(SubsamplingLayer.class, pixels(SubsamplingLayer::getCnn2dDataFormat), NO_FUNCTION);
    ROWS.add(Upsampling2D.class, pixels(Upsampling2D::getFormat), NO_FUNCTION);
    ROWS.add(ZeroPaddingLayer.class, pixels(ZeroPaddingLayer::getDataFormat), NO_FUNCTION);
    ROWS.add(Cropping2D.class, pixels(Cropping2D::getDataFormat), NO_FUNCTION);
    ROWS.add(SpaceToDepthLayer.class, pixels(SpaceToDepthLayer::getDataFormat), NO_FUNCTION);
    ROWS.add(SpaceToBatchLayer.class, pixels(SpaceToBatchLayer::getFormat), NO_FUNCTION);
    ROWS.add(Subsampling3DLayer.class, voxels(Subsampling3DLayer::getDataFormat), NO_FUNCTION);
    ROWS.add(Upsampling3D.class, voxels(Upsampling3D::getDataFormat), NO_FUNCTION);
  }

  private static void othersWithoutFunction() {
    ROWS.add(RepeatVector.class, steps(RepeatVector::getDataFormat), NO_FUNCTION);
    for (Class<?> type :
        List.of(
            Upsampling1D.class,
            ZeroPadding1DLayer.class,
            Cropping1D.class,
            SelfAttentionLayer.class,
            LearnedSelfAttentionLayer.class,
            AttentionVertex.class)) {
      ROWS.add(type, SECOND, NO_FUNCTION);
    }
    for (Class<?> type :
        List.of(
            ZeroPadding3DLayer.class,
            Cropping3D.class,
            GlobalPoolingLayer.class,
            DropoutLayer.class,
            MaskLayer.class,
            PrimaryCapsules.class,
            CapsuleLayer.class,
            CapsuleStrengthLayer.class,
            MergeVertex.class,
            ElementWiseVertex.class,
            SubsetVertex.class,
            StackVertex.class,
            UnstackVertex.class,
            ReshapeVertex.class,
            PreprocessorVertex.class,
            ScaleVertex.class,
            ShiftVertex.class,
            L2Vertex.class,
            L2NormalizeVertex.class,
            PoolHelperVertex.class,
            LastTimeStepVertex.class,
            DuplicateToTimeSeriesVertex.class,
            ReverseTimeSeriesVertex.class)) {
      ROWS.add(type, AS_BEFORE, NO_FUNCTION);
    }
  }

  private static <T> void around(Class<T> type, Function<T, Object> inner) {
    ROWS.add(
        type,
        new Axis<>("of the layer inside", layer -> unitsLast(inner.apply(layer))),
        new Bits<>("of the layer inside", layer -> bits(inner.apply(layer))));
  }

  private static <T> Bits<T> ofFunction(Function<T, IActivation> function) {
    return new Bits<>("of its activation function", layer -> BitTable.rule(function.apply(layer)));
  }

  /**
   * How the activations of a layer are read.
   *
   * @param configuration of the layer or vertex, with its wrappers
   * @param unitsLastBefore where the units of the layer before lie
   * @return the rule
   */
  static ActivationRule rule(Object configuration, boolean unitsLastBefore) {
    return new ActivationRule(
        unitsLast(configuration).orElse(unitsLastBefore), bits(configuration));
  }

  /**
   * Whether a layer's units lie along the last axis instead of the second.
   *
   * @param configuration of the layer or vertex
   * @return empty where the layer does not say: it then does as the layer before it
   */
  static Optional<Boolean> unitsLast(Object configuration) {
    return ROWS.of(configuration.getClass()).flatMap(row -> row.unitsLast().apply(configuration));
  }

  private static BitRule bits(Object configuration) {
    return ROWS.of(configuration.getClass())
        .map(row -> row.bits().apply(configuration))
        .orElseGet(() -> BitRule.none(LayerActivations.UNKNOWN_ACTIVATION_FUNCTION));
  }

  /** Whether a type of layer is in the table, itself or through one that it extends. */
  static boolean knows(Class<?> type) {
    return ROWS.of(type).isPresent();
  }

  /** The table as it stands in the README. */
  static String markdown() {
    return ROWS.markdown();
  }
}
