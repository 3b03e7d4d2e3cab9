package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A probe of as many channels as it has rows would fit either way: the layers must be asked. */
final class ProbeInputsTest {

  private static ConvolutionLayer convolution(CNN2DFormat format) {
    return new ConvolutionLayer.Builder(2, 2).nIn(5).nOut(2).dataFormat(format).build();
  }

  private static List<InputType> types(Model model, INDArray... probe) {
    return NetworkReader.of(model).inputTypes(ProbeData.of(probe));
  }

  @Test
  void inputTypes_chain() {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .list(convolution(format), new OutputLayer.Builder().nIn(48).nOut(2).build())
                  .build());
      network.init();
      InputType type =
          format == CNN2DFormat.NHWC
              ? InputType.convolutional(5, 7, 5, CNN2DFormat.NHWC)
              : InputType.convolutional(7, 5, 5, CNN2DFormat.NCHW);
      assertEquals(List.of(type), types(network, Nd4j.zeros(60, 5, 7, 5)));
    }
  }

  @Test
  void inputTypes_graphOfSeveralInputs() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("table", "steps", "volume")
                .addLayer("a", new DenseLayer.Builder().nIn(3).nOut(2).build(), "table")
                .addLayer(
                    "b",
                    new LSTM.Builder().nIn(4).nOut(2).dataFormat(RNNFormat.NWC).build(),
                    "steps")
                .addLayer(
                    "c",
                    new Convolution3D.Builder(2, 2, 2)
                        .nIn(6)
                        .nOut(2)
                        .dataFormat(Convolution3D.DataFormat.NDHWC)
                        .build(),
                    "volume")
                .setOutputs("a", "b", "c")
                .validateOutputLayerConfig(false)
                .build());
    graph.init();
    assertEquals(
        List.of(
            InputType.feedForward(3),
            InputType.recurrent(4, 9, RNNFormat.NWC),
            InputType.convolutional3D(Convolution3D.DataFormat.NDHWC, 3, 4, 5, 6)),
        types(graph, Nd4j.zeros(60, 3), Nd4j.zeros(60, 9, 4), Nd4j.zeros(60, 3, 4, 5, 6)));
  }
}
