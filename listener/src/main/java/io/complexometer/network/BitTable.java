package io.complexometer.network;

import io.complexometer.network.BitRule.Bit;
import io.complexometer.network.BitRule.Comparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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

/**
 * Which bits an activation function has: for every function of Deeplearning4j, how they are told
 * from what it gives out in inference mode, whatever its parameters are.
 *
 * <p>Where both sides of a kink give out the same numbers (a negative slope), nothing can be told,
 * and the function counts as unknown. So does a class that is not named, also if it extends one
 * that is: what it overrides is not known.
 */
final class BitTable {
  private record Row(String on, Function<IActivation, BitRule> rule) {}

  private static final BitRule UNKNOWN = BitRule.none(LayerActivations.UNKNOWN_ACTIVATION_FUNCTION);

  private static final BitRule LINEAR = BitRule.none(LayerActivations.LINEAR);

  private static final Map<Class<? extends IActivation>, Row> ROWS = new LinkedHashMap<>();

  static {
    row(
        ActivationReLU.class,
        "output > 0; with a threshold below 0, output ≠ 0; with a maximum, a second bit: output ≥"
            + " maximum",
        BitTable::rectifier);
    row(ActivationLReLU.class, "output > 0", BitTable::leaky);
    row(
        ActivationRReLU.class,
        "output > (l + u) / 2, since in inference mode it is max(x, (l + u) / 2)",
        function -> BitRule.kink(0.5 * (function.getL() + function.getU())));
    row(
        ActivationThresholdedReLU.class,
        "output > 0; with a threshold below 0, output ≠ 0",
        function -> BitRule.kinked(sideOf(function.getTheta())));
    row(ActivationPReLU.class, "input > 0", function -> BitRule.positiveInput());
    row(ActivationRectifiedTanh.class, "output > 0", function -> BitRule.kink(0));
    row(ActivationReLU6.class, "two bits: output > 0, output ≥ 6", function -> BitRule.kinks(0, 6));
    row(
        ActivationHardTanH.class,
        "two bits: output > -1, output ≥ 1",
        function -> BitRule.kinks(-1, 1));
    row(
        ActivationHardSigmoid.class,
        "two bits: output > 0, output ≥ 1",
        function -> BitRule.kinks(0, 1));
    row(ActivationSigmoid.class, "output > 1/2", function -> BitRule.smooth(0.5));
    row(ActivationSoftPlus.class, "output > ln 2", function -> BitRule.smooth(Math.log(2)));
    row(ActivationELU.class, "output > 0", BitTable::exponential);
    signs(
        List.of(
            ActivationTanH.class,
            ActivationRationalTanh.class,
            ActivationSoftSign.class,
            ActivationSELU.class,
            ActivationGELU.class,
            ActivationSwish.class,
            ActivationMish.class,
            ActivationCube.class));
    row(ActivationIdentity.class, "none", function -> LINEAR);
    row(ActivationSoftmax.class, "none", function -> BitRule.none(LayerActivations.OUTPUT));
  }

  private BitTable() {}

  private static <T extends IActivation> void row(
      Class<T> type, String on, Function<T, BitRule> rule) {
    ROWS.put(type, new Row(on, function -> rule.apply(type.cast(function))));
  }

  private static void signs(List<Class<? extends IActivation>> types) {
    types.forEach(type -> ROWS.put(type, new Row("output > 0", any -> BitRule.smooth(0))));
  }

  private static BitRule rectifier(ActivationReLU function) {
    double slope = orZero(function.getNegativeSlope());
    double threshold = orZero(function.getThreshold());
    Double maximum = function.getMax();
    if (slope < 0 || (slope > 0 && threshold < 0)) {
      return UNKNOWN;
    } else if (slope == 1 && threshold == 0) {
      return maximum == null ? LINEAR : UNKNOWN;
    } else if (maximum == null) {
      return BitRule.kinked(sideOf(threshold));
    }
    return maximum > Math.max(threshold, 0)
        ? BitRule.kinked(sideOf(threshold), new Bit(Comparison.AT_LEAST, maximum))
        : UNKNOWN;
  }

  private static double orZero(Double parameter) {
    return parameter == null ? 0 : parameter;
  }

  /** Of a function that is x above its threshold, and below either 0 or negative. */
  private static Bit sideOf(double threshold) {
    return new Bit(threshold < 0 ? Comparison.OTHER_THAN : Comparison.ABOVE, 0);
  }

  private static BitRule leaky(ActivationLReLU function) {
    if (function.getAlpha() < 0) {
      return UNKNOWN;
    }
    return function.getAlpha() == 1 ? LINEAR : BitRule.kink(0);
  }

  private static BitRule exponential(ActivationELU function) {
    if (function.getAlpha() < 0) {
      return UNKNOWN;
    }
    return function.getAlpha() == 0 ? BitRule.kink(0) : BitRule.smooth(0);
  }

  /**
   * The bits of an activation function.
   *
   * @param function the function, or null
   * @return its rule, without bits where the function has none or is not known
   */
  static BitRule rule(IActivation function) {
    Row row = function == null ? null : ROWS.get(function.getClass());
    return row == null ? UNKNOWN : row.rule().apply(function);
  }

  /** The functions of the table. */
  static List<Class<? extends IActivation>> functions() {
    return List.copyOf(ROWS.keySet());
  }

  /** The table as it stands in the README: functions that are on alike share a line. */
  static String markdown() {
    Map<String, List<String>> lines = new LinkedHashMap<>();
    ROWS.forEach(
        (type, row) ->
            lines
                .computeIfAbsent(row.on() + " | " + kind(type), line -> new ArrayList<>())
                .add("`" + type.getSimpleName() + "`"));
    StringBuilder table = new StringBuilder();
    table.append("| activation function | a unit is on where | |\n|---|---|---|\n");
    lines.forEach(
        (line, names) -> table.append("| %s | %s |\n".formatted(String.join(", ", names), line)));
    return table.toString();
  }

  /** What the rule of the default parameters says. */
  private static String kind(Class<? extends IActivation> type) {
    if (type == ActivationPReLU.class) {
      return ""; // it has no default
    }
    try {
      BitRule rule = rule(type.getDeclaredConstructor().newInstance());
      return rule.smooth() ? "smooth" : rule.absence();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("no default " + type.getSimpleName(), e);
    }
  }
}
