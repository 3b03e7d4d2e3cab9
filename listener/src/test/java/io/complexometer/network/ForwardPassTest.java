package io.complexometer.network;

import static io.complexometer.network.ProbeRuns.activations;
import static io.complexometer.network.ProbeRuns.assertSame;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** What the probe reads is what Deeplearning4j's {@code feedForward} gives, where that is right. */
final class ForwardPassTest {
  private static final int EXAMPLES = 60; // in one chunk

  private static MultiLayerNetwork network(InputType input, Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().seed(5).list(layers).setInputType(input).build());
    network.init();
    return network;
  }

  private static List<Optional<List<LayerOutput>>> run(
      org.deeplearning4j.nn.api.Model model, ProbeData data) {
    return ProbeRuns.run(new Probe(NetworkReader.of(model), data, ProbeRuns.ROWS));
  }

  private static void compare(MultiLayerNetwork network, INDArray features, INDArray mask) {
    var run = run(network, ProbeData.of(new DataSet(features, null, mask, null)));
    network.setLayerMaskArrays(mask, null);
    List<INDArray> expected = network.feedForward(features, false);
    network.clearLayerMaskArrays();
    for (int layer = 0; layer < network.getnLayers(); layer++) {
      assertSame(expected.get(layer + 1), activations(run, layer));
    }
  }

  @ParameterizedTest
  @EnumSource
  void images(CNN2DFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(8, 8, 2, format),
            new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(format).build(),
            new BatchNormalization.Builder().build(),
            new SubsamplingLayer.Builder().kernelSize(2, 2).dataFormat(format).build(),
            new DenseLayer.Builder().nOut(6).activation(Activation.RELU).dropOut(0.5).build(),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    boolean last = format == CNN2DFormat.NHWC;
    compare(network, last ? Nd4j.rand(EXAMPLES, 8, 8, 2) : Nd4j.rand(EXAMPLES, 2, 8, 8), null);
  }

  /** The first sequence counts as a whole, the others up to a step from 1 to 6. */
  private static INDArray mask(int steps) {
    INDArray mask = Nd4j.ones(EXAMPLES, steps);
    for (int i = 1; i < EXAMPLES; i++) {
      mask.get(NDArrayIndex.point(i), NDArrayIndex.interval(1 + i % 6, steps)).assign(0);
    }
    return mask;
  }

  @Test
  void sequences() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3),
            new LSTM.Builder().nOut(4).build(),
            new DenseLayer.Builder().nOut(4).build(), // on time steps as if they were examples
            new Bidirectional(new LSTM.Builder().nOut(4).build()),
            new SelfAttentionLayer.Builder()
                .nHeads(1)
                .headSize(4)
                .nOut(4)
                .projectInput(true)
                .build(),
            new LastTimeStep(new LSTM.Builder().nOut(4).build()),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    compare(network, Nd4j.rand(EXAMPLES, 3, 7), null);
    compare(network, Nd4j.rand(EXAMPLES, 3, 7), mask(7));
  }

  @Test
  void pooledSequences() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(20),
            new EmbeddingSequenceLayer.Builder().nOut(5).build(),
            new LSTM.Builder().nOut(4).build(),
            new GlobalPoolingLayer(),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    INDArray indices = Transforms.floor(Nd4j.rand(EXAMPLES, 7).muli(20));
    compare(network, indices, null);
    compare(network, indices, mask(7));
  }

  @Test
  void timeFirstSequences() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7, RNNFormat.NWC),
            new LSTM.Builder().nOut(4).dataFormat(RNNFormat.NWC).build(),
            new RnnOutputLayer.Builder()
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .dataFormat(RNNFormat.NWC)
                .build());
    compare(network, Nd4j.rand(EXAMPLES, 7, 3), null);
    compare(network, Nd4j.rand(EXAMPLES, 7, 3), mask(7));
  }

  @ParameterizedTest
  @EnumSource(names = {"ENABLED", "NONE"})
  void graphOfSequences(WorkspaceMode mode) {
    GraphBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .inferenceWorkspaceMode(mode)
            .graphBuilder()
            .addInputs("numbers", "sequence")
            .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "sequence")
            .addVertex("last", new LastTimeStepVertex("sequence"), "lstm")
            .addLayer("dense", new DenseLayer.Builder().nOut(4).build(), "numbers")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "dense", "last")
            .addVertex("again", new DuplicateToTimeSeriesVertex("sequence"), "sum")
            .addVertex("both", new MergeVertex(), "again", "lstm")
            .addVertex("stack", new StackVertex(), "both", "both")
            .addVertex("second", new UnstackVertex(1, 2), "stack")
            .addLayer(
                "out",
                new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                "second")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(5), InputType.recurrent(3));
    ComputationGraph graph = new ComputationGraph(builder.build());
    graph.init();
    INDArray[] features = {Nd4j.rand(EXAMPLES, 5), Nd4j.rand(EXAMPLES, 3, 7)};
    INDArray[] masks = {null, mask(7)};
    var run = run(graph, ProbeData.of(new MultiDataSet(features, null, masks, null)));
    graph.setLayerMaskArrays(masks, null);
    Map<String, INDArray> expected = graph.feedForward(features, false);
    for (io.complexometer.network.Layer layer : NetworkReader.of(graph).layers()) {
      assertSame(expected.get(layer.name()), activations(run, layer.index()));
    }
  }

  /** {@code feedForward} gives what the layer behind has made of it: positive numbers only. */
  @Test
  void layersInPlace_leaveWhatTheyGet() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(5),
            new ActivationLayer(Activation.CUBE),
            new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build(),
            new ActivationLayer(Activation.RELU),
            new DenseLayer.Builder().nOut(6).activation(Activation.IDENTITY).build(),
            new PReLULayer.Builder().inputShape(6).build(),
            new DropoutLayer(0.5),
            new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
    network.setParam("4_W", Nd4j.valueArrayOf(new long[] {1, 6}, 0.25f));
    INDArray features = Nd4j.randn(EXAMPLES, 5);
    INDArray original = features.dup();
    Probe probe = new Probe(NetworkReader.of(network), ProbeData.of(features), ProbeRuns.ROWS);
    for (int again = 0; again < 2; again++) {
      network.setParam("1_b", Nd4j.valueArrayOf(new long[] {1, 6}, 0.1f * again));
      var run = ProbeRuns.run(probe);
      // by hand, from the definitions of the layers
      INDArray cubed = original.mul(original).muli(original);
      int cube = 0;
      if (run.get(cube).isPresent()) {
        assertTrue(cubed.equalsWithEps(activations(run, cube), 1e-4));
      }
      INDArray first = cubed.mmul(network.getParam("1_W")).addiRowVector(network.getParam("1_b"));
      assertTrue(first.equalsWithEps(activations(run, 1), 1e-4));
      assertTrue(first.minNumber().doubleValue() < 0);
      INDArray rectified = first.mul(first.gt(0).castTo(first.dataType()));
      assertTrue(rectified.equalsWithEps(activations(run, 2), 1e-4));
      INDArray second =
          rectified.mmul(network.getParam("3_W")).addiRowVector(network.getParam("3_b"));
      assertTrue(second.equalsWithEps(activations(run, 3), 1e-4));
      LayerOutput kinked = run.get(4).orElseThrow().get(0);
      assertTrue(second.equalsWithEps(kinked.input().orElseThrow(), 1e-4));
      INDArray positive = second.gt(0).castTo(second.dataType());
      INDArray expected = second.mul(positive.mul(0.75).addi(0.25));
      assertTrue(expected.equalsWithEps(kinked.activations(), 1e-4));
      assertTrue(expected.equalsWithEps(activations(run, 5), 1e-4)); // no dropout
    }
  }

  /** The other branch must get what the layer before gave, not what the activation layer made. */
  @Test
  void layersInPlace_leaveWhatOthersGet() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                    "dense",
                    new DenseLayer.Builder().nOut(4).activation(Activation.IDENTITY).build(),
                    "in")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "dense")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "dense", "relu")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "sum")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(5))
                .build());
    graph.init();
    INDArray features = Nd4j.randn(EXAMPLES, 5);
    var run = run(graph, ProbeData.of(features));
    INDArray dense =
        features.mmul(graph.getParam("dense_W")).addiRowVector(graph.getParam("dense_b"));
    INDArray relu = dense.mul(dense.gt(0).castTo(dense.dataType()));
    assertTrue(dense.equalsWithEps(activations(run, 0), 1e-4));
    assertTrue(relu.equalsWithEps(activations(run, 1), 1e-4));
    assertTrue(dense.add(relu).equalsWithEps(activations(run, 2), 1e-4));
    assertTrue(run.get(2).orElseThrow().get(0).input().isEmpty());
    // why not by feedForward: there the sum is twice the activation layer's output
    assertTrue(relu.mul(2).equalsWithEps(graph.feedForward(features, false).get("sum"), 1e-4));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 300})
  void chunks_fitIn64Megabytes(int channels) {
    MultiLayerNetwork network =
        network(
            InputType.convolutional(64, 64, 1),
            new ConvolutionLayer.Builder(1, 1).nOut(channels).build(),
            new GlobalPoolingLayer(),
            new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
    INDArray features = Nd4j.rand(EXAMPLES, 1, 64, 64);
    Probe probe = new Probe(NetworkReader.of(network), ProbeData.of(features), ProbeRuns.ROWS);
    // 300 channels of 4,096 floats: 4.92 MB an example, 13 of which are below 2^26 bytes
    assertEquals(channels == 4 ? EXAMPLES : 13, probe.chunk());
    var run = ProbeRuns.run(probe);
    List<INDArray> expected = network.feedForward(features, false);
    for (int layer = 0; layer < 3; layer++) {
      assertTrue(expected.get(layer + 1).equalsWithEps(activations(run, layer), 1e-6));
    }
    assertTrue(probe.forwardPassNanos() > 0);
  }

  @Test
  void probe_madeInAWorkspaceOfTheUserOutlivesIt() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3),
            new LSTM.Builder().nOut(4).build(),
            new RnnOutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
    INDArray features = Nd4j.rand(DataType.DOUBLE, EXAMPLES, 3, 7); // to be cast
    Probe probe;
    try (MemoryWorkspace own = Nd4j.getWorkspaceManager().getAndActivateWorkspace("user")) {
      INDArray attached = features.leverageTo(own.getId()).dup();
      DataSet data = new DataSet(attached, null, mask(7), null);
      probe = new Probe(NetworkReader.of(network), ProbeData.of(data), ProbeRuns.ROWS);
    }
    try (MemoryWorkspace own = Nd4j.getWorkspaceManager().getAndActivateWorkspace("user")) {
      assertTrue(
          own.getId().equals(Nd4j.ones(EXAMPLES, 3, 70).data().getParentWorkspace().getId()));
    }
    var run = ProbeRuns.run(probe);
    network.setLayerMaskArrays(mask(7), null);
    List<INDArray> expected = network.feedForward(features.castTo(DataType.FLOAT), false);
    assertSame(expected.get(2), activations(run, 1));
    assertEquals(mask(7), probe.outputMasks().get(0).orElseThrow());
  }

  @Test
  void memory_isGivenBack() {
    MultiLayerNetwork network =
        network(
            InputType.feedForward(3),
            new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build());
    ProbeRuns.run(
        new Probe(NetworkReader.of(network), ProbeData.of(Nd4j.rand(EXAMPLES, 3)), ProbeRuns.ROWS));
    assertFalse(
        Nd4j.getWorkspaceManager().getAllWorkspacesIdsForCurrentThread().stream()
            .anyMatch(name -> name.startsWith("COMPLEXITY")));
    assertFalse(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread());
  }
}
