package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

final class TrainingBatchesTest {
  private static final int UNITS = 3;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .activation(Activation.RELU)
                .list(
                    new DenseLayer.Builder().nIn(2).nOut(UNITS).build(),
                    new OutputLayer.Builder().nIn(UNITS).nOut(2).build())
                .build());
    network.init();
    return network;
  }

  private static List<INDArray> batch(int examples) {
    return List.of(Nd4j.rand(examples, 2), Nd4j.randn(DataType.FLOAT, examples, UNITS));
  }

  private static TrainingBatches batches(int limit, double remaining) {
    return new TrainingBatches(
        NetworkReader.of(network()), new ProbedRows(limit, false, 1), remaining);
  }

  /**
   * With weights 1 and g: the rows of a first batch counted g times, which for g = 1/2 are whole.
   */
  @Test
  void snapshot_earlierBatchesFade() {
    try (TrainingBatches batches = batches(4096, 0.5);
        GramWorkspace workspace = new GramWorkspace()) {
      List<INDArray> first = batch(40);
      List<INDArray> second = batch(30);
      batches.add(first);
      batches.add(second);
      INDArray weighted = Nd4j.concat(0, first.get(1), second.get(1), second.get(1));
      EffectiveDimension actual =
          batches.snapshot().layers().get(0).features().orElseThrow().effectiveDimension(workspace);
      double expected = dimension(weighted);
      assertEquals(expected, actual.value().orNaN(), 1e-6 * expected);
      assertEquals(50 * 50 / (40 * 0.25 + 30), actual.rows(), 1e-9); // (sum w)^2 / sum w^2
    }
  }

  /** exp of the entropy of the covariance's eigenvalues, as ND4J has them. */
  private static double dimension(INDArray rows) {
    INDArray centred = rows.castTo(DataType.DOUBLE);
    centred = centred.subRowVector(centred.mean(0));
    INDArray eigenvalues = Eigen.symmetricGeneralizedEigenvalues(centred.transpose().mmul(centred));
    double total = eigenvalues.sumNumber().doubleValue();
    double entropy = 0;
    for (int i = 0; i < UNITS; i++) {
      double p = eigenvalues.getDouble(i) / total;
      entropy -= p * Math.log(p);
    }
    return Math.exp(entropy);
  }

  /** 64 rows a window: of batches of 30, the newest three, as two have only 60. */
  @Test
  void snapshot_hasTheNewestBits() {
    try (TrainingBatches batches = batches(64, 0.9)) {
      INDArray[] outputs = new INDArray[5];
      for (int i = 0; i < outputs.length; i++) {
        List<INDArray> batch = batch(30);
        outputs[i] = batch.get(1);
        batches.add(batch);
      }
      LayerActivations layer = batches.snapshot().layers().get(0);
      BinarySamples bits = layer.bits().orElseThrow();
      assertEquals(90, bits.rows());
      assertEquals(90, layer.folds().rows());
      for (int row = 0; row < 90; row++) {
        for (int unit = 0; unit < UNITS; unit++) {
          assertEquals(outputs[2 + row / 30].getDouble(row % 30, unit) > 0, bits.get(row, unit));
        }
        assertEquals(row % 30 % 5, layer.folds().of(row));
      }
      LayerActivations output = batches.snapshot().layers().get(1);
      assertEquals("only on a probe", output.featuresAbsence());
      assertEquals("only on a probe", output.bitsAbsence());
    }
  }

  @Test
  void snapshot_isACopy() {
    try (TrainingBatches batches = batches(4096, 0);
        GramWorkspace workspace = new GramWorkspace()) {
      batches.add(batch(40));
      LayerActivations before = batches.snapshot().layers().get(0);
      double dimension =
          before.features().orElseThrow().effectiveDimension(workspace).value().orNaN();
      batches.add(batch(50));
      assertEquals(
          dimension, before.features().orElseThrow().effectiveDimension(workspace).value().orNaN());
      assertEquals(40, before.bits().orElseThrow().rows());
    }
  }

  /** A batch that is not finite has its reason; the next is not harmed. */
  @Test
  void snapshot_afterNaN_goesOn() {
    try (TrainingBatches batches = batches(4096, 0.9);
        GramWorkspace workspace = new GramWorkspace()) {
      batches.add(batch(40));
      List<INDArray> bad = batch(40);
      bad.get(1).putScalar(7, 1, Float.NaN);
      batches.add(bad);
      assertEquals("non-finite activations", batches.snapshot().layers().get(0).featuresAbsence());
      batches.add(batch(40));
      LayerActivations layer = batches.snapshot().layers().get(0);
      assertEquals(80, layer.bits().orElseThrow().rows());
      assertEquals(
          true, layer.features().orElseThrow().effectiveDimension(workspace).value().isPresent());
    }
  }

  @Test
  void add_ofAGraph_findsItsLayersByName() {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nIn(2).nOut(UNITS).build(), "in")
                .addLayer("out", new RnnOutputLayer.Builder().nIn(UNITS).nOut(2).build(), "lstm")
                .setOutputs("out")
                .build());
    graph.init();
    try (TrainingBatches batches =
        new TrainingBatches(NetworkReader.of(graph), new ProbedRows(4096, false, 1), 0.9)) {
      INDArray in = Nd4j.rand(20, 2, 4);
      batches.add(Map.of("in", in, "lstm", Nd4j.randn(DataType.FLOAT, 20, UNITS, 4)), "in");
      assertEquals(80, batches.snapshot().layers().get(0).bits().orElseThrow().rows());
      assertEquals("only on a probe", batches.snapshot().layers().get(1).bitsAbsence());
    }
  }

  @Test
  void batches_thatAllRemain_areRefused() {
    assertThrows(IllegalArgumentException.class, () -> batches(64, 1));
  }
}
