package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@SuppressWarnings("deprecation") // Graves LSTMs: old networks still have them
final class ActivationTableTest {

  private static final DenseLayer DENSE =
      new DenseLayer.Builder().nIn(3).nOut(2).activation(Activation.RELU).build();

  private static BitRule bits(Object configuration) {
    return ActivationTable.rule(configuration, false).bits();
  }

  /** Every layer and vertex of Deeplearning4j can be looked up. */
  @Test
  void table_isComplete() {
    List<Class<?>> missing = new ArrayList<>();
    missing.addAll(ReleasedClasses.of(Layer.class, DenseLayer.class));
    missing.addAll(ReleasedClasses.of(Layer.class, OCNNOutputLayer.class));
    missing.addAll(ReleasedClasses.of(GraphVertex.class, MergeVertex.class));
    assertTrue(missing.size() > 80);
    missing.removeIf(ActivationTable::knows);
    assertEquals(List.of(), missing);
  }

  @Test
  void outputs_haveNoBits() {
    for (Layer layer :
        List.of(
            new OutputLayer.Builder().activation(Activation.RELU).build(),
            new RnnOutputLayer.Builder().build(),
            new CenterLossOutputLayer.Builder().build(),
            new LossLayer.Builder().build(),
            new RnnLossLayer.Builder().build(),
            new CnnLossLayer.Builder().build(),
            new Yolo2OutputLayer.Builder().boundingBoxPriors(Nd4j.ones(2, 2)).build(),
            new OCNNOutputLayer.Builder().build())) {
      assertEquals("output", bits(layer).absence());
    }
  }

  /** Batch normalisation and dropout inherit an activation function that they do not apply. */
  @Test
  void withoutFunction_noBits() {
    for (Object layer :
        List.of(
            new BatchNormalization.Builder().activation(Activation.RELU).build(),
            new DropoutLayer.Builder(0.5).activation(Activation.RELU).build(),
            new SubsamplingLayer.Builder().build(),
            new GlobalPoolingLayer.Builder().build(),
            new Upsampling2D.Builder(2).build(),
            new LocalResponseNormalization.Builder().build(),
            new SelfAttentionLayer.Builder().nOut(4).nHeads(2).projectInput(true).build(),
            new ElementWiseVertex(ElementWiseVertex.Op.Add),
            new MergeVertex())) {
      assertEquals("no activation function", bits(layer).absence());
    }
  }

  /** What the layer above says of batch normalisation, seen: it gives out negative numbers. */
  @Test
  void batchNormalization_appliesNoFunction() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list(new BatchNormalization.Builder().activation(Activation.RELU).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();
    INDArray inputs = Nd4j.randn(20, 4);
    assertTrue(network.output(inputs).minNumber().doubleValue() < 0);
  }

  @Test
  void recurrent_bySignOrFunction() {
    SimpleRnn simple = new SimpleRnn.Builder().activation(Activation.RELU).build();
    BitRule sign = BitRule.smooth(0);
    assertEquals(sign, bits(new LSTM.Builder().activation(Activation.RELU).build()));
    assertEquals(sign, bits(new GravesLSTM.Builder().build()));
    assertEquals(
        "merged directions", bits(new GravesBidirectionalLSTM.Builder().build()).absence());
    for (Bidirectional.Mode mode : Bidirectional.Mode.values()) {
      BitRule rule = bits(new Bidirectional(mode, simple));
      boolean concatenated = mode == Bidirectional.Mode.CONCAT;
      assertEquals(concatenated ? BitRule.kink(0) : BitRule.none("merged directions"), rule);
    }
  }

  @Test
  void wrappers_areLookedThrough() {
    BitRule rectifier = BitRule.kink(0);
    SimpleRnn simple =
        new SimpleRnn.Builder().activation(Activation.RELU).dataFormat(RNNFormat.NWC).build();
    assertEquals(rectifier, bits(new FrozenLayer(DENSE)));
    assertEquals(rectifier, bits(new FrozenLayerWithBackprop(DENSE)));
    assertEquals(rectifier, bits(new TimeDistributed(DENSE)));
    assertEquals(rectifier, bits(new MaskZeroLayer(simple, 0)));
    assertEquals(rectifier, bits(new FrozenLayer(new LastTimeStep(simple))));
    assertEquals(rectifier, bits(new Bidirectional(new LastTimeStep(simple))));
    LayerVertex vertex =
        new LayerVertex(new NeuralNetConfiguration.Builder().layer(DENSE).build(), null);
    assertEquals(rectifier, bits(new FrozenVertex(vertex)));
    assertEquals(Optional.of(true), ActivationTable.unitsLast(new MaskZeroLayer(simple, 0)));
    assertEquals(Optional.of(true), ActivationTable.unitsLast(new Bidirectional(simple)));
    assertEquals(
        Optional.of(true), ActivationTable.unitsLast(new TimeDistributed(DENSE, RNNFormat.NWC)));
  }

  /** Their activation function has a setting of its own. */
  @Test
  void sameDiffLayers_byTheirFunction() {
    assertEquals(
        BitRule.kink(0),
        bits(new LocallyConnected1D.Builder().activation(Activation.RELU).build()));
    assertEquals(
        BitRule.smooth(0.5),
        bits(new LocallyConnected2D.Builder().activation(Activation.SIGMOID).build()));
    assertEquals(
        BitRule.smooth(0),
        bits(
            new RecurrentAttentionLayer.Builder()
                .nIn(4)
                .nOut(4)
                .nHeads(2)
                .projectInput(true)
                .activation(Activation.TANH)
                .build()));
  }

  private static final class Unheard extends SameDiffLambdaLayer {
    @Override
    public SDVariable defineLayer(SameDiff graph, SDVariable input) {
      return input;
    }
  }

  private static final class OwnDense extends ConvolutionLayer {
    OwnDense() {
      super(
          new ConvolutionLayer.Builder(3, 3)
              .dataFormat(CNN2DFormat.NHWC)
              .activation(Activation.RELU));
    }
  }

  @Test
  void unknownTypes_byTheNearestOrTheShape() {
    ActivationRule unheard = ActivationTable.rule(new Unheard(), true);
    assertEquals(new ActivationRule(true, BitRule.none("unknown activation function")), unheard);
    assertEquals(
        new ActivationRule(true, BitRule.kink(0)), ActivationTable.rule(new OwnDense(), false));
  }

  @Test
  void unitsLast_asTheFormatSays() {
    assertEquals(
        Optional.of(true),
        ActivationTable.unitsLast(
            new Deconvolution3D.Builder()
                .kernelSize(2, 2, 2)
                .dataFormat(Convolution3D.DataFormat.NDHWC)
                .build()));
    assertEquals(
        Optional.of(true),
        ActivationTable.unitsLast(new CnnLossLayer.Builder().format(CNN2DFormat.NHWC).build()));
    assertEquals(Optional.empty(), ActivationTable.unitsLast(DENSE));
    assertTrue(ActivationTable.rule(DENSE, true).unitsLast());
  }
}
