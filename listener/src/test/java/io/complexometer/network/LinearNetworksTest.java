package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.LinearNetworks.Linear;
import io.complexometer.network.LinearNetworks.Rank;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Path counts and bottlenecks of real Deeplearning4j networks, told by the networks themselves:
 * without nonlinearities and with weights of 1 the outputs for an input of ones are the numbers of
 * paths; with weights at random the Jacobian's rank is how many dimensions get through.
 */
final class LinearNetworksTest {

  static List<Linear> networks() {
    return LinearNetworks.all();
  }

  /** Weights 1, biases 0, normalisation that changes nothing. */
  private static void allOnes(ComputationGraph network) {
    network
        .paramTable()
        .forEach(
            (key, parameter) -> {
              String own = key.substring(key.lastIndexOf('_') + 1);
              parameter.assign(
                  switch (own) {
                    case "b", "fb", "bb", "beta", "mean" -> 0;
                    case "log10stdev" -> Math.log10(Math.sqrt(1 - 1e-5)); // epsilon is added
                    default -> 1;
                  });
            });
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }

  private static INDArray ones(InputType type) {
    long[] shape = type.getShape(true);
    shape[0] = 1;
    return Nd4j.ones(DataType.DOUBLE, shape);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void log2Paths_isTheOutputOfOnes(Linear linear) {
    ComputationGraph network = linear.network();
    allOnes(network);
    String before = network.getConfiguration().toJson();
    NetworkGraph graph = StructureReader.read(network, List.of(linear.input()));
    assertEquals(before, network.getConfiguration().toJson());
    Structure structure = Structure.of(graph, Level.EXACT);
    double paths =
        network.feedForward(ones(linear.input()), false).get("out").sumNumber().doubleValue();
    assertEquals(log2(paths), structure.totals().log2Paths().orNaN(), 1e-12);
    if (linear.paths() > 0) {
      assertEquals((double) linear.paths(), paths);
    }
    long parameters = structure.totals().parameters() + structure.totals().otherParameters();
    assertEquals(network.numParams(), parameters);
  }

  @ParameterizedTest
  @MethodSource("networks")
  void bottleneck_isTheRankOfTheJacobian(Linear linear) {
    if (linear.rank() == Rank.NOT_LINEAR) {
      return;
    }
    ComputationGraph network = linear.network();
    InputType type = linear.input();
    long[] shape = type.getShape(true);
    int inputs = Math.toIntExact(type.arrayElementsPerExample());
    shape[0] = inputs;
    INDArray basis = Nd4j.eye(inputs).castTo(DataType.DOUBLE).reshape(shape);
    Map<String, INDArray> activations = network.feedForward(basis, false);
    Structure structure = Structure.of(StructureReader.read(network, List.of(type)), Level.NOMINAL);
    int compared = 0;
    for (LayerStructure layer : structure.layers()) {
      INDArray jacobian = activations.get(layer.name());
      assertEquals(jacobian.length() / inputs, layer.shape().size(), layer.name());
      if (jacobian.size(0) != inputs) {
        continue; // steps or blocks that are examples in between
      }
      int rank = rank(rows(jacobian.dup('c').reshape(inputs, -1)));
      assertTrue(rank <= layer.bottleneck(), layer.name());
      if (linear.rank() == Rank.BOTTLENECK) {
        assertEquals(layer.bottleneck(), rank, layer.name());
      }
      compared++;
    }
    assertTrue(compared > 1);
  }

  private static double[][] rows(INDArray matrix) {
    return matrix.toDoubleMatrix();
  }

  /** By elimination with full pivoting; biases are 0 at first, so that outputs are linear. */
  private static int rank(double[][] a) {
    double largest =
        Arrays.stream(a).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    int rank = 0;
    while (rank < Math.min(a.length, a[0].length)) {
      int row = rank;
      int column = rank;
      for (int i = rank; i < a.length; i++) {
        for (int j = rank; j < a[0].length; j++) {
          if (Math.abs(a[i][j]) > Math.abs(a[row][column])) {
            row = i;
            column = j;
          }
        }
      }
      if (Math.abs(a[row][column]) <= 1e-11 * largest) {
        return rank;
      }
      swap(a, rank, row, column);
      for (int i = rank + 1; i < a.length; i++) {
        double factor = a[i][rank] / a[rank][rank];
        for (int j = rank; j < a[0].length; j++) {
          a[i][j] -= factor * a[rank][j];
        }
      }
      rank++;
    }
    return rank;
  }

  private static void swap(double[][] a, int to, int row, int column) {
    double[] moved = a[row];
    a[row] = a[to];
    a[to] = moved;
    for (double[] each : a) {
      double value = each[column];
      each[column] = each[to];
      each[to] = value;
    }
  }

  /** Spec F2: 5e10 with averages, which is 4 x 4 times as much with sums. */
  @Test
  void log2Paths_ofLeNet() {
    SubsamplingLayer mean =
        new SubsamplingLayer.Builder(
                SubsamplingLayer.PoolingType.AVG, new int[] {2, 2}, new int[] {2, 2})
            .build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .activation(Activation.IDENTITY)
                .list(
                    new ConvolutionLayer.Builder(5, 5).nOut(20).build(),
                    mean,
                    new ConvolutionLayer.Builder(5, 5).nOut(50).build(),
                    mean.clone(),
                    LinearNetworks.dense(500),
                    LinearNetworks.dense(10))
                .setInputType(InputType.convolutionalFlat(28, 28, 1))
                .build());
    network.init();
    network.paramTable().forEach((key, parameter) -> parameter.assign(key.endsWith("_b") ? 0 : 1));
    INDArray ones = Nd4j.ones(DataType.DOUBLE, 1, 784);
    double output = network.output(ones).sumNumber().doubleValue();
    assertEquals(5e10, output);
    Structure structure =
        Structure.of(StructureReader.read(network, List.of()), Level.EXACT); // 784 is inferred
    assertEquals(log2(16 * output), structure.totals().log2Paths().orNaN(), 1e-12);
    assertEquals(431080, structure.totals().parameters());
  }

  /** Stored configurations at a size that runs, with sums for pools: p-norms of p = 1. */
  @ParameterizedTest
  @CsvSource({"resnet18, 3, 32", "densenet121, 3, 32", "mobilenetv2, 3, 32", "unet256, 1, 32"})
  void log2Paths_ofStoredConfigurations(String name, int channels, int side) throws IOException {
    ComputationGraphConfiguration configuration = StoredConfigurationTest.configuration(name);
    for (GraphVertex vertex : configuration.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        linear(layer.getLayerConf().getLayer());
      }
    }
    InputType input = InputType.convolutional(side, side, channels);
    Structure structure =
        Structure.of(StructureReader.read(configuration, List.of(input)), Level.EXACT);
    ComputationGraph network = new ComputationGraph(configuration);
    network.init();
    network = network.convertDataType(DataType.DOUBLE);
    allOnes(network);
    double paths = network.outputSingle(ones(input)).sumNumber().doubleValue();
    assertEquals(log2(paths), structure.totals().log2Paths().orNaN(), 1e-9);
  }

  private static void linear(Layer layer) {
    if (layer instanceof BaseLayer weighted && !(layer instanceof BatchNormalization)) {
      weighted.setActivationFn(new ActivationIdentity());
    } else if (layer instanceof SubsamplingLayer pool) {
      pool.setPoolingType(PoolingType.PNORM);
      pool.setPnorm(1);
    } else if (layer instanceof GlobalPoolingLayer pool) {
      pool.setPoolingType(PoolingType.SUM);
    }
  }
}
