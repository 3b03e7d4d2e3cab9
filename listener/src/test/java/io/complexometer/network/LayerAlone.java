package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers alone in a network, and their bits beside pre-activations computed by hand. */
final class LayerAlone {
  static final int EXAMPLES = 12;

  private LayerAlone() {}

  /** A pre-activation: of an example, at a position, of a unit. */
  interface PreActivation {
    double of(int example, int position, int unit);
  }

  static MultiLayerNetwork network(InputType input, Layer... layers) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .list(layers)
                .setInputType(input)
                .build());
    network.init();
    network.params().addi(Nd4j.randn(DataType.DOUBLE, network.params().shape()).muli(0.1));
    return network;
  }

  static BinarySamples bits(MultiLayerNetwork network, INDArray inputs) {
    int last = network.getnLayers() - 1;
    Object layer = network.getLayerWiseConfigurations().getConf(last).getLayer();
    Optional<INDArray> before =
        last == 0
            ? Optional.of(inputs)
            : Optional.of(network.feedForwardToLayer(last - 1, inputs, false).get(last));
    INDArray activations = network.feedForward(inputs.dup(), false).get(last + 1);
    return Collected.of(ActivationTable.rule(layer, false), activations, before)
        .bits()
        .orElseThrow();
  }

  static void check(MultiLayerNetwork network, INDArray inputs, int units, PreActivation expected) {
    BinarySamples bits = bits(network, inputs);
    assertEquals(units, bits.units());
    int positions = bits.rows() / EXAMPLES;
    for (int row = 0; row < bits.rows(); row++) {
      for (int unit = 0; unit < units; unit++) {
        double preActivation = expected.of(row / positions, row % positions, unit);
        assertTrue(Math.abs(preActivation) > 1e-9);
        assertEquals(preActivation > 0, bits.get(row, unit), "row " + row + ", unit " + unit);
      }
    }
    assertTrue(bits.varyingUnits().length > 0);
  }

  static INDArray random(long... shape) {
    return Nd4j.randn(DataType.DOUBLE, shape);
  }

  // x W + b
  static double dense(INDArray x, INDArray w, INDArray b, int unit) {
    double sum = b.getDouble(unit);
    for (int i = 0; i < w.size(0); i++) {
      sum += x.getDouble(i) * w.getDouble(i, unit);
    }
    return sum;
  }
}
