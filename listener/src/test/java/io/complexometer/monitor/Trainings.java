package io.complexometer.monitor;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/** Small seeded trainings with everything in them that a forward pass could disturb. */
public final class Trainings {
  private Trainings() {}

  /** Convolution, batch normalisation, dropout. */
  public static MultiLayerNetwork convolutional() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .list(
                    new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(6)
                        .activation(Activation.RELU)
                        .build(),
                    new BatchNormalization.Builder().name("norm").build(),
                    new DenseLayer.Builder()
                        .name("dense")
                        .nOut(12)
                        .dropOut(0.5)
                        .activation(Activation.RELU)
                        .build(),
                    new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .dropOut(0.8)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    network.init();
    return network;
  }

  /** Two inputs, batch normalisation, dropout. */
  public static ComputationGraph graph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(64).nOut(10).dropOut(0.7).build(), "in")
                .addLayer("norm", new BatchNormalization.Builder().nOut(10).build(), "a")
                .addLayer(
                    "b", new DenseLayer.Builder().nIn(10).nOut(8).dropOut(0.7).build(), "norm")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(8).nOut(3).activation(Activation.SOFTMAX).build(),
                    "b")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  /** Truncated backpropagation through time, to be trained with masks. */
  public static MultiLayerNetwork recurrent() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .list(
                    new LSTM.Builder().name("lstm").nIn(4).nOut(6).dropOut(0.8).build(),
                    new RnnOutputLayer.Builder()
                        .name("out")
                        .nIn(6)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(5)
                .build());
    network.init();
    return network;
  }

  /** As {@link #recurrent}, with a second layer and a way around it. */
  public static ComputationGraph recurrentGraph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nIn(4).nOut(6).dropOut(0.8).build(), "in")
                .addLayer("second", new LSTM.Builder().nIn(6).nOut(6).build(), "lstm")
                .addVertex("both", new MergeVertex(), "lstm", "second")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder()
                        .nIn(12)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "both")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(4))
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(5)
                .build());
    graph.init();
    return graph;
  }

  /** Numbers from 0 to 1 that do not depend on ND4J's own random state. */
  public static INDArray random(long seed, long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
  }

  public static INDArray images(int examples) {
    return random(11, examples, 1, 8, 8);
  }

  /** Batches of 16 images; the label is the brightest of three regions. */
  public static DataSetIterator imageBatches(int batches, boolean flat) {
    INDArray features = images(16 * batches);
    List<DataSet> all = new ArrayList<>();
    for (int i = 0; i < 16 * batches; i++) {
      INDArray image = features.get(NDArrayIndex.point(i)).dup('c');
      INDArray labels = Nd4j.zeros(1, 3);
      labels.putScalar(0, (int) (image.getDouble(0, 0, 0) * 3), 1);
      all.add(new DataSet(flat ? image.reshape(1, 64) : image.reshape(1, 1, 8, 8), labels));
    }
    return new ListDataSetIterator<>(all, 16);
  }

  /** Batches of 4 sequences of 13 steps, of which the last few are masked. */
  public static DataSetIterator maskedSequences(int batches) {
    List<DataSet> all = new ArrayList<>();
    for (int i = 0; i < batches; i++) {
      INDArray features = random(100 + i, 4, 4, 13);
      INDArray labels = Nd4j.zeros(4, 3, 13);
      INDArray mask = Nd4j.ones(4, 13);
      for (int step = 0; step < 13; step++) {
        for (int example = 0; example < 4; example++) {
          labels.putScalar(new int[] {example, (example + step) % 3, step}, 1);
          mask.putScalar(example, step, step < 13 - example ? 1 : 0);
        }
      }
      all.add(new DataSet(features, labels, mask, mask));
    }
    return new ExistingDataSetIterator(all);
  }
}
