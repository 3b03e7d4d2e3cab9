package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The kinks are those of the definitions of the functions, on the axis of the pre-activation. */
final class BitTableTest {

  private record Case(IActivation function, boolean smooth, List<Double> kinks) {}

  private static Case kinked(IActivation function, double... kinks) {
    return new Case(function, false, Arrays.stream(kinks).boxed().toList());
  }

  private static Case smooth(IActivation function) {
    return new Case(function, true, List.of(0.0));
  }

  static List<Case> cases() {
    return List.of(
        kinked(new ActivationReLU(), 0),
        kinked(new ActivationReLU(6.0, null, null), 0, 6),
        kinked(new ActivationReLU(0.7, null, null), 0, 0.7),
        kinked(new ActivationReLU(null, null, 0.1), 0),
        kinked(new ActivationReLU(null, 0.3, 0.1), 0.3),
        kinked(new ActivationReLU(2.1, 0.3, null), 0.3, 2.1),
        kinked(new ActivationReLU(null, -0.3, null), -0.3),
        kinked(new ActivationReLU(2.1, -0.3, null), -0.3, 2.1),
        kinked(new ActivationLReLU(), 0),
        kinked(new ActivationLReLU(0), 0),
        kinked(new ActivationLReLU(1.5), 0),
        kinked(new ActivationRReLU(), (1 / 8.0 + 1 / 3.0) / 2),
        kinked(new ActivationRReLU(-0.8, 0.2), -0.3),
        kinked(new ActivationThresholdedReLU(), 1),
        kinked(new ActivationThresholdedReLU(0), 0),
        kinked(new ActivationThresholdedReLU(-0.3), -0.3),
        kinked(new ActivationRectifiedTanh(), 0),
        kinked(new ActivationReLU6(), 0, 6),
        kinked(new ActivationHardTanH(), -1, 1),
        kinked(new ActivationHardSigmoid(), -2.5, 2.5), // of 0.2 x + 0.5
        kinked(new ActivationELU(0), 0),
        smooth(new ActivationELU()),
        smooth(new ActivationELU(2)),
        smooth(new ActivationSigmoid()),
        smooth(new ActivationSoftPlus()),
        smooth(new ActivationTanH()),
        smooth(new ActivationRationalTanh()),
        smooth(new ActivationSoftSign()),
        smooth(new ActivationSELU()),
        smooth(new ActivationGELU()),
        smooth(new ActivationGELU(true)),
        smooth(new ActivationSwish()),
        smooth(new ActivationMish()),
        smooth(new ActivationCube()));
  }

  private static final int EXAMPLES = 300;
  private static final int INPUTS = 5;
  private static final int UNITS = 6;

  private static MultiLayerNetwork dense(IActivation function, DataType type) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .list(
                    new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(UNITS)
                        .biasInit(0.2)
                        .activation(function)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static INDArray inputs(DataType type) {
    return Nd4j.randn(EXAMPLES, INPUTS).castTo(type).muli(8);
  }

  /** From the pre-activation, computed again in double precision. */
  @ParameterizedTest
  @MethodSource("cases")
  void rule_givesTheBitsOfThePreActivation(Case expected) {
    Nd4j.getRandom().setSeed(11);
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      MultiLayerNetwork network = dense(expected.function(), type);
      INDArray inputs = inputs(type);
      BinarySamples bits = bits(network, inputs);
      INDArray preActivations =
          inputs
              .castTo(DataType.DOUBLE)
              .mmul(network.getParam("0_W").castTo(DataType.DOUBLE))
              .addiRowVector(network.getParam("0_b").castTo(DataType.DOUBLE));
      int perUnit = expected.kinks().size();
      assertEquals(UNITS * perUnit, bits.units());
      assertEquals(bits.units(), bits.varyingUnits().length);
      for (int row = 0; row < EXAMPLES; row++) {
        for (int bit = 0; bit < bits.units(); bit++) {
          double beyond =
              preActivations.getDouble(row, bit / perUnit) - expected.kinks().get(bit % perUnit);
          assertTrue(Math.abs(beyond) > 1e-5, "too near to the kink to compare in floats");
          assertEquals(beyond > 0, bits.get(row, bit), "row " + row + ", bit " + bit);
        }
      }
    }
    assertEquals(expected.smooth(), BitTable.rule(expected.function()).smooth());
  }

  private static BinarySamples bits(MultiLayerNetwork network, INDArray inputs) {
    Object layer = network.getLayerWiseConfigurations().getConf(0).getLayer();
    INDArray activations = network.feedForward(inputs, false).get(1);
    return Collected.of(ActivationTable.rule(layer, false), activations, Optional.empty())
        .bits()
        .orElseThrow();
  }

  /** A dead unit, whose pre-activation is exactly zero, must not be on by a rounding error. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
  void rule_isOffAtZero(DataType type) {
    for (Case expected : cases()) {
      if (expected.kinks().equals(List.of(0.0))) {
        INDArray zero = expected.function().getActivation(Nd4j.zeros(type, 2, 3), false);
        ActivationRule rule = new ActivationRule(false, BitTable.rule(expected.function()));
        BinarySamples bits = Collected.of(rule, zero, Optional.empty()).bits().orElseThrow();
        assertEquals(0, bits.count(0), expected.function() + " of zero");
      }
    }
  }

  /** The maximum of the layer is rounded as well, downwards in this case. */
  @Test
  void rule_seesAMaximumThatWasRounded() {
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16)) {
      for (double maximum : new double[] {0.7, 0.3, 2.1}) {
        IActivation function = new ActivationReLU(maximum, null, null);
        INDArray beyond = function.getActivation(Nd4j.ones(type, 2, 3).muli(5), false);
        ActivationRule rule = new ActivationRule(false, BitTable.rule(function));
        BinarySamples bits = Collected.of(rule, beyond, Optional.empty()).bits().orElseThrow();
        assertEquals(2, bits.count(1));
      }
    }
  }

  private static final class Unheard extends ActivationReLU {}

  static Stream<Object[]> without() {
    String unknown = "unknown activation function";
    return Stream.of(
        new Object[] {new ActivationIdentity(), "linear"},
        new Object[] {new ActivationLReLU(1), "linear"},
        new Object[] {new ActivationReLU(null, null, 1.0), "linear"},
        new Object[] {new ActivationSoftmax(), "output"},
        // positive on both sides of the kink, or constant
        new Object[] {new ActivationLReLU(-0.5), unknown},
        new Object[] {new ActivationReLU(null, null, -0.5), unknown},
        new Object[] {new ActivationReLU(null, -0.3, 0.1), unknown},
        new Object[] {new ActivationReLU(0.2, 0.3, null), unknown},
        new Object[] {new ActivationReLU(-1.0, null, null), unknown},
        new Object[] {new ActivationELU(-1), unknown},
        new Object[] {new Unheard(), unknown},
        new Object[] {null, unknown});
  }

  @ParameterizedTest
  @MethodSource("without")
  void rule_withoutBitsSaysWhy(IActivation function, String reason) {
    BitRule rule = BitTable.rule(function);
    assertEquals(List.of(), rule.bits());
    assertEquals(reason, rule.absence());
  }

  /** Every function of Deeplearning4j is in the table, and tested above. */
  @Test
  void table_isComplete() {
    List<Class<? extends IActivation>> all =
        ReleasedClasses.of(IActivation.class, ActivationReLU.class);
    assertEquals(new HashSet<>(all), new HashSet<>(BitTable.functions()));
    Set<Class<?>> tested = new HashSet<>();
    cases().forEach(each -> tested.add(each.function().getClass()));
    tested.addAll(
        List.of(ActivationIdentity.class, ActivationSoftmax.class, ActivationPReLU.class));
    assertEquals(new HashSet<>(all), tested);
    for (Activation activation : Activation.values()) {
      assertTrue(tested.contains(activation.getActivationFunction().getClass()));
    }
  }
}
