package io.complexometer.network;

import static io.complexometer.network.LayerAlone.EXAMPLES;
import static io.complexometer.network.LayerAlone.check;
import static io.complexometer.network.LayerAlone.dense;
import static io.complexometer.network.LayerAlone.network;
import static io.complexometer.network.LayerAlone.random;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** As {@link LayerKindsTest}, for layers that give out sequences. */
final class SequenceKindsTest {

  @BeforeEach
  void seed() {
    Nd4j.getRandom().setSeed(5);
  }

  @Test
  void embeddings() {
    MultiLayerNetwork single =
        network(
            InputType.feedForward(6),
            new EmbeddingLayer.Builder().nIn(6).nOut(4).activation(Activation.RELU).build());
    INDArray words = Nd4j.create(DataType.DOUBLE, EXAMPLES, 1);
    for (int i = 0; i < EXAMPLES; i++) {
      words.putScalar(i, 0, i * 5 % 6);
    }
    check(
        single,
        words,
        4,
        (example, position, unit) -> single.getParam("0_W").getDouble(example * 5 % 6, unit));
    for (RNNFormat format : RNNFormat.values()) {
      MultiLayerNetwork sequence =
          network(
              InputType.feedForward(6),
              new EmbeddingSequenceLayer.Builder()
                  .nIn(6)
                  .nOut(4)
                  .inputLength(3)
                  .outputDataFormat(format)
                  .activation(Activation.RELU)
                  .build());
      INDArray sentences = Nd4j.create(DataType.DOUBLE, EXAMPLES, 3);
      for (int i = 0; i < 3 * EXAMPLES; i++) {
        sentences.putScalar(i / 3, i % 3, i * 5 % 6);
      }
      check(
          sequence,
          sentences,
          4,
          (example, position, unit) ->
              sequence.getParam("0_W").getDouble((3 * example + position) * 5 % 6, unit));
    }
  }

  /** h_t = max(0, x_t W + h_(t-1) R + b): what is before the maximum, at each step. */
  private static double[][] steps(MultiLayerNetwork network, String prefix, INDArray series) {
    INDArray w = network.getParam("0_" + prefix + "W");
    INDArray r = network.getParam("0_" + prefix + "RW");
    INDArray b = network.getParam("0_" + prefix + "b");
    int units = (int) r.size(0);
    double[][] all = new double[(int) series.size(1)][units];
    for (int t = 0; t < all.length; t++) {
      for (int unit = 0; unit < units; unit++) {
        all[t][unit] = dense(series.getColumn(t), w, b, unit);
        for (int other = 0; t > 0 && other < units; other++) {
          all[t][unit] += Math.max(0, all[t - 1][other]) * r.getDouble(other, unit);
        }
      }
    }
    return all;
  }

  private static SimpleRnn simple(RNNFormat format) {
    return new SimpleRnn.Builder().nOut(4).dataFormat(format).activation(Activation.RELU).build();
  }

  @ParameterizedTest
  @EnumSource
  void simpleRnn_inBothFormats(RNNFormat format) {
    MultiLayerNetwork network = network(InputType.recurrent(3, 7, format), simple(format));
    INDArray series = random(EXAMPLES, 3, 7);
    check(
        network,
        format == RNNFormat.NWC ? series.permute(0, 2, 1).dup('c') : series,
        4,
        (example, position, unit) -> steps(network, "", series.slice(example))[position][unit]);
  }

  @Test
  void lastTimeStep_ofTheLayerInside() {
    MultiLayerNetwork network =
        network(InputType.recurrent(3, 7), new LastTimeStep(simple(RNNFormat.NCW)));
    INDArray series = random(EXAMPLES, 3, 7);
    check(
        network,
        series,
        4,
        (example, position, unit) -> steps(network, "", series.slice(example))[6][unit]);
  }

  @ParameterizedTest
  @EnumSource
  void bidirectional_concatenated(RNNFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7, format),
            new Bidirectional(Bidirectional.Mode.CONCAT, simple(format)));
    INDArray series = random(EXAMPLES, 3, 7);
    check(
        network,
        format == RNNFormat.NWC ? series.permute(0, 2, 1).dup('c') : series,
        8,
        (example, position, unit) ->
            unit < 4
                ? steps(network, "f", series.slice(example))[position][unit]
                : steps(network, "b", backwards(series.slice(example)))[6 - position][unit - 4]);
  }

  private static INDArray backwards(INDArray series) {
    INDArray reversed = series.dup();
    for (int t = 0; t < 7; t++) {
      reversed.putColumn(t, series.getColumn(6 - t));
    }
    return reversed;
  }

  @ParameterizedTest
  @EnumSource
  void timeDistributed_inBothFormats(RNNFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7, format),
            new TimeDistributed(
                new DenseLayer.Builder().nIn(3).nOut(4).activation(Activation.RELU).build(),
                format));
    INDArray series = random(EXAMPLES, 3, 7);
    check(
        network,
        format == RNNFormat.NWC ? series.permute(0, 2, 1).dup('c') : series,
        4,
        (example, position, unit) ->
            dense(
                series.slice(example).getColumn(position),
                network.getParam("0_W"),
                network.getParam("0_b"),
                unit));
  }

  /** A dense layer behind a sequence works on all steps of all examples at once. */
  @Test
  void dense_onTimeStepsAsIfTheyWereExamples() {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7),
            new FrozenLayer(simple(RNNFormat.NCW)),
            new DenseLayer.Builder().nOut(5).activation(Activation.RELU).build());
    INDArray series = random(EXAMPLES, 3, 7);
    INDArray activations = network.feedForward(series, false).get(2);
    assertEquals(EXAMPLES * 7, activations.size(0));
    INDArray before = network.feedForward(series, false).get(1);
    RowChoice choice = new RowChoice(EXAMPLES, Collected.ALL_POSITIONS, false, Optional.empty(), 1);
    BinarySamples bits =
        Collected.of(
                ActivationTable.rule(
                    new DenseLayer.Builder().activation(Activation.RELU).build(), false),
                activations,
                Optional.empty(),
                choice)
            .bits()
            .orElseThrow();
    for (int row = 0; row < EXAMPLES * 7; row++) {
      for (int unit = 0; unit < 5; unit++) {
        double preActivation =
            dense(
                before.slice(row / 7).getColumn(row % 7),
                network.getParam("1_W"),
                network.getParam("1_b"),
                unit);
        assertEquals(preActivation > 0, bits.get(row, unit));
      }
    }
  }

  /** The sign of an LSTM's output is that of its cell: the output gate is positive. */
  @ParameterizedTest
  @EnumSource
  void longShortTermMemory_bySign(RNNFormat format) {
    MultiLayerNetwork network =
        network(
            InputType.recurrent(3, 7, format),
            new LSTM.Builder().nOut(2).dataFormat(format).activation(Activation.TANH).build());
    INDArray series = random(EXAMPLES, 3, 7);
    check(
        network,
        format == RNNFormat.NWC ? series.permute(0, 2, 1).dup('c') : series,
        2,
        (example, position, unit) -> cells(network, series.slice(example))[position][unit]);
  }

  private static double[][] cells(MultiLayerNetwork network, INDArray series) {
    INDArray w = network.getParam("0_W"); // [nIn, 4 nOut]: input, forget, output, modulation
    INDArray r = network.getParam("0_RW");
    int units = (int) r.size(0);
    double[][] all = new double[(int) series.size(1)][units];
    double[] output = new double[units];
    for (int t = 0; t < all.length; t++) {
      double[] z = new double[4 * units];
      for (int i = 0; i < z.length; i++) {
        z[i] = dense(series.getColumn(t), w, network.getParam("0_b"), i);
        for (int other = 0; other < units; other++) {
          z[i] += output[other] * r.getDouble(other, i);
        }
      }
      for (int unit = 0; unit < units; unit++) {
        all[t][unit] =
            sigmoid(z[3 * units + unit]) * Math.tanh(z[unit])
                + (t > 0 ? sigmoid(z[units + unit]) * all[t - 1][unit] : 0);
      }
      for (int unit = 0; unit < units; unit++) {
        output[unit] = sigmoid(z[2 * units + unit]) * Math.tanh(all[t][unit]);
      }
    }
    return all;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
