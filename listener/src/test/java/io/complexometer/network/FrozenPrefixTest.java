package io.complexometer.network;

import static io.complexometer.network.ProbeRuns.activations;
import static io.complexometer.network.ProbeRuns.assertSame;
import static io.complexometer.network.ProbeRuns.changed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

final class FrozenPrefixTest {
  private static final int EXAMPLES = 150; // two chunks

  /** tanh, and counts how many examples it was asked for by the layer of its name. */
  public static final class Counting extends BaseActivationFunction {
    private static final Map<String, Integer> COUNTS = new TreeMap<>();
    private final String name;

    Counting(String name) {
      this.name = name;
    }

    @Override
    public INDArray getActivation(INDArray in, boolean training) {
      if (!training) {
        COUNTS.merge(name, (int) in.size(0), Integer::sum);
      }
      return Transforms.tanh(in, false);
    }

    @Override
    public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
      INDArray out = Transforms.tanh(in, true);
      return new Pair<>(out.mul(out).rsubi(1).muli(epsilon), null);
    }
  }

  @BeforeEach
  void clear() {
    Counting.COUNTS.clear();
  }

  private static Map<String, Integer> counted() {
    Map<String, Integer> counts = new TreeMap<>(Counting.COUNTS);
    Counting.COUNTS.clear();
    return counts;
  }

  private static Probe probe(Model model, INDArray features) {
    Probe probe = new Probe(NetworkReader.of(model), ProbeData.of(features), ProbeRuns.ROWS);
    clearCounts();
    return probe;
  }

  private static void clearCounts() {
    Counting.COUNTS.clear();
  }

  private static DenseLayer dense(String name) {
    return new DenseLayer.Builder().name(name).nOut(5).activation(new Counting(name)).build();
  }

  /** Convolution, pooling, batch normalisation, two dense layers and the output. */
  private static MultiLayerNetwork images() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .updater(new Sgd(0.1))
                .list(
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .activation(new Counting("conv"))
                        .build(),
                    new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
                    new BatchNormalization.Builder().build(),
                    dense("first"),
                    dense("second"),
                    new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(8, 8, 1))
                .build());
    network.init();
    return network;
  }

  private static final INDArray IMAGES = Nd4j.rand(EXAMPLES, 1, 8, 8);

  /** What a new probe reads is a full pass. */
  private static void assertLikeAFullPass(Probe probe, Model model, INDArray features) {
    var run = ProbeRuns.run(probe);
    var full =
        ProbeRuns.run(new Probe(NetworkReader.of(model), ProbeData.of(features), ProbeRuns.ROWS));
    assertFalse(changed(run).isEmpty());
    for (int layer : changed(run)) {
      assertSame(activations(full, layer), activations(run, layer));
    }
    clearCounts();
  }

  @Test
  void run_withoutChangeRunsNothing() {
    Probe probe = probe(images(), IMAGES);
    assertEquals(List.of(0, 1, 2, 3, 4, 5), changed(ProbeRuns.run(probe)));
    assertEquals(Map.of("conv", 150, "first", 150, "second", 150), counted());
    assertEquals(List.of(), changed(ProbeRuns.run(probe)));
    assertEquals(Map.of(), counted());
  }

  @Test
  void run_continuesBehindWhatIsUnchanged() {
    MultiLayerNetwork network = images();
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    counted();
    network.getParam("4_W").addi(0.1);
    assertEquals(List.of(4, 5), changed(ProbeRuns.run(probe)));
    assertEquals(Map.of("conv", 150, "first", 150, "second", 150), counted()); // output is noted
    network.getParam("4_b").addi(0.1);
    var run = ProbeRuns.run(probe);
    assertEquals(List.of(4, 5), changed(run));
    assertEquals(Map.of("second", 150), counted());
    List<INDArray> expected = network.feedForward(IMAGES, false);
    for (int layer : changed(run)) {
      assertTrue(expected.get(layer + 1).equalsWithEps(activations(run, layer), 1e-6));
    }
    network.getParam("4_b").addi(0.1);
    assertLikeAFullPass(probe, network, IMAGES);
  }

  @Test
  void run_seesEveryKindOfParameter() {
    MultiLayerNetwork network = images();
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    network.getParam("2_mean").addi(0.1); // a running statistic
    assertEquals(List.of(2, 3, 4, 5), changed(ProbeRuns.run(probe)));
    network.getParam("0_W").putScalar(35, network.getParam("0_W").getDouble(35) + 1e-3); // the last
    assertEquals(List.of(0, 1, 2, 3, 4, 5), changed(ProbeRuns.run(probe)));
  }

  /** A layer behind a change that changes back must not be taken for what it was at the change. */
  @Test
  void run_neverComparesWithAnEarlierRunThanTheLast() {
    MultiLayerNetwork network = images();
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    INDArray before = network.getParam("0_W").dup();
    INDArray second = network.getParam("4_W").dup();
    network.getParam("0_W").addi(0.1);
    network.getParam("4_W").addi(0.1);
    ProbeRuns.run(probe);
    network.getParam("0_W").assign(before);
    network.getParam("4_W").assign(second); // as in the first run, but not as in the last
    assertEquals(List.of(0, 1, 2, 3, 4, 5), changed(ProbeRuns.run(probe)));
    assertEquals(List.of(2, 3, 4, 5), changed(ProbeRuns.run(probe))); // unknown till now
    assertEquals(List.of(), changed(ProbeRuns.run(probe)));
  }

  /** The output that is kept must be that of the last run, after a change before it too. */
  @Test
  void run_forgetsWhatIsOutdated() {
    MultiLayerNetwork network = images();
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    for (int i = 0; i < 2; i++) { // the second keeps the output of layer 3
      network.getParam("4_b").addi(0.1);
      ProbeRuns.run(probe);
    }
    network.getParam("0_W").addi(0.1);
    ProbeRuns.run(probe);
    for (int i = 0; i < 3; i++) {
      network.getParam("4_b").addi(0.1);
      assertLikeAFullPass(probe, network, IMAGES);
    }
    network.getParam("4_b").addi(0.1);
    assertEquals(List.of(4, 5), changed(ProbeRuns.run(probe)));
  }

  @Test
  void run_brokenOffForgetsEverything() {
    MultiLayerNetwork network = images();
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    network.getParam("4_b").addi(0.1);
    assertThrows(
        ArithmeticException.class,
        () ->
            probe.run(
                (from, outputs) -> {
                  if (from > 0) {
                    throw new ArithmeticException("no");
                  }
                }));
    assertEquals(List.of(0, 1, 2, 3, 4, 5), changed(ProbeRuns.run(probe)));
    assertFalse(Nd4j.getWorkspaceManager().anyWorkspaceActiveForCurrentThread());
  }

  @Test
  void run_ofATransferAndAfterIt() {
    MultiLayerNetwork network =
        new TransferLearning.Builder(images())
            .fineTuneConfiguration(
                new FineTuneConfiguration.Builder().updater(new Sgd(0.1)).build())
            .setFeatureExtractor(3)
            .build();
    DataSet batch =
        new DataSet(
            Nd4j.rand(16, 1, 8, 8),
            Nd4j.eye(16)
                .get(
                    org.nd4j.linalg.indexing.NDArrayIndex.all(),
                    org.nd4j.linalg.indexing.NDArrayIndex.interval(0, 3))
                .dup());
    Probe probe = probe(network, IMAGES);
    ProbeRuns.run(probe);
    counted();
    for (int i = 0; i < 3; i++) {
      network.fit(batch);
      clearCounts(); // frozen layers train in inference mode
      assertEquals(List.of(4, 5), changed(ProbeRuns.run(probe)));
      assertEquals(
          i == 0 ? Map.of("conv", 150, "first", 150, "second", 150) : Map.of("second", 150),
          counted());
      network.fit(batch);
      assertLikeAFullPass(probe, network, IMAGES);
    }
    network.getParam("3_W").addi(0.1); // someone thaws
    assertEquals(List.of(3, 4, 5), changed(ProbeRuns.run(probe)));
    assertLikeAFullPass(probe(network, IMAGES), network, IMAGES);
  }

  @Test
  void run_ofATrainingNetworkFingerprintsItsFirstLayerOnly() {
    MultiLayerNetwork network = images();
    LayerSteps steps = NetworkReader.of(network).steps();
    Fingerprints fingerprints = new Fingerprints(steps);
    assertEquals(0, count(fingerprints.unchanged()));
    fingerprints.commit();
    network.params().addi(0.1);
    assertEquals(0, count(fingerprints.unchanged()));
    fingerprints.commit();
    // had the others been looked at, they would be found unchanged now
    assertEquals(2, count(fingerprints.unchanged())); // the convolution and the pooling behind it
  }

  private static int count(boolean[] flags) {
    int count = 0;
    for (boolean flag : flags) {
      count += flag ? 1 : 0;
    }
    return count;
  }

  /** Sequences: the kept output lies otherwise in memory than in rows. */
  @Test
  void run_ofSequences() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .list(
                    new LSTM.Builder().nIn(3).nOut(6).build(),
                    new LSTM.Builder().nIn(6).nOut(6).build(),
                    new RnnOutputLayer.Builder()
                        .nIn(6)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    INDArray features = Nd4j.rand(EXAMPLES, 3, 9);
    Probe probe = probe(network, features);
    ProbeRuns.run(probe);
    for (int i = 0; i < 3; i++) {
      network.getParam("1_W").addi(0.1);
      assertLikeAFullPass(probe, network, features);
    }
    for (int i = 0; i < 3; i++) {
      network.getParam("2_W").addi(0.1);
      assertLikeAFullPass(probe, network, features);
    }
  }

  /** Two branches: what one of them does says nothing about the other. */
  @Test
  void run_ofAGraph() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .seed(5)
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", dense("a"), "left")
                .addLayer("b", dense("b"), "a")
                .addLayer("c", dense("c"), "right")
                .addLayer("d", new ActivationLayer(new Counting("d")), "c")
                .addVertex("both", new MergeVertex(), "b", "d", "a")
                .addLayer("e", dense("e"), "both")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build(),
                    "e")
                .setOutputs("out")
                .setInputTypes(InputType.feedForward(4), InputType.feedForward(3))
                .build());
    graph.init();
    INDArray[] features = {Nd4j.rand(EXAMPLES, 4), Nd4j.rand(EXAMPLES, 3)};
    Probe probe = new Probe(NetworkReader.of(graph), ProbeData.of(features), ProbeRuns.ROWS);
    ProbeRuns.run(probe);
    clearCounts();
    graph.getParam("c_W").addi(0.1);
    assertEquals(List.of("both", "c", "d", "e", "out"), names(graph, ProbeRuns.run(probe)));
    counted();
    graph.getParam("c_W").addi(0.1);
    var run = ProbeRuns.run(probe);
    assertEquals(Map.of("c", 150, "d", 150, "e", 150), counted());
    compare(graph, features, run);
    ProbeRuns.run(probe);
    graph.getParam("b_W").addi(0.1);
    counted();
    assertEquals(List.of("b", "both", "e", "out"), names(graph, ProbeRuns.run(probe)));
    graph.getParam("b_W").addi(0.1);
    counted();
    run = ProbeRuns.run(probe);
    assertEquals(Map.of("b", 150, "e", 150), counted());
    compare(graph, features, run);
    assertEquals(List.of("e", "out"), names(graph, ProbeRuns.run(probe))); // unknown till now
    counted();
    assertEquals(List.of(), changed(ProbeRuns.run(probe)));
    assertEquals(Map.of(), counted());
    graph.getParam("out_W").addi(0.1);
    assertEquals(List.of("out"), names(graph, ProbeRuns.run(probe)));
  }

  private static List<String> names(
      ComputationGraph graph, List<java.util.Optional<List<LayerOutput>>> run) {
    List<Layer> layers = NetworkReader.of(graph).layers();
    return changed(run).stream().map(layer -> layers.get(layer).name()).sorted().toList();
  }

  private static void compare(
      ComputationGraph graph,
      INDArray[] features,
      List<java.util.Optional<List<LayerOutput>>> run) {
    var full =
        ProbeRuns.run(new Probe(NetworkReader.of(graph), ProbeData.of(features), ProbeRuns.ROWS));
    Map<String, INDArray> expected = graph.feedForward(features, false);
    for (int layer : changed(run)) {
      assertSame(activations(full, layer), activations(run, layer));
      String name = NetworkReader.of(graph).layers().get(layer).name();
      if (!name.equals("c")) { // which feedForward overwrites by d
        assertTrue(expected.get(name).equalsWithEps(activations(run, layer), 1e-5));
      }
    }
  }
}
