package io.complexometer.examples.model;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Small networks of every kind, as Deeplearning4j makes and writes them. */
final class TestNetworks {
  private TestNetworks() {}

  static MultiLayerNetwork chain(DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(type)
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }

  static ComputationGraph graph() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(6)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(6, 6, 1))
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(2).build(), "in")
                .addLayer("one", new DenseLayer.Builder().nOut(3).build(), "conv")
                .addLayer("two", new DenseLayer.Builder().nOut(3).build(), "conv")
                .addVertex("merge", new MergeVertex(), "one", "two")
                .addLayer("out", new OutputLayer.Builder().nOut(2).build(), "merge")
                .setOutputs("out")
                .build());
    network.init();
    return network;
  }

  static MultiLayerNetwork withoutParameters() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().list().layer(new ActivationLayer()).build());
    network.init();
    return network;
  }

  static Path write(Model network, Path file) throws IOException {
    ModelSerializer.writeModel(network, new File(file.toString()), true);
    return file;
  }
}
