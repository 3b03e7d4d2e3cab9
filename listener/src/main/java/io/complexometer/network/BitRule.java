package io.complexometer.network;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * When a unit is on, told from the numbers of its layer.
 *
 * @param bits of each unit, in this order; empty where it has none
 * @param smooth whether the unit has no kink, and being on is only a sign
 * @param ofInput whether the bits are told from what goes into the layer, since what comes out does
 *     not say
 * @param absence why there are no bits, else empty
 */
record BitRule(List<Bit> bits, boolean smooth, boolean ofInput, String absence) {

  /** How a number lies to a threshold. */
  enum Comparison {
    ABOVE,
    AT_LEAST,
    OTHER_THAN
  }

  /**
   * One bit: whether a number lies so.
   *
   * @param comparison how
   * @param threshold to what
   */
  record Bit(Comparison comparison, double threshold) {
    boolean isOn(double number) {
      return switch (comparison) {
        case ABOVE -> number > threshold;
        case AT_LEAST -> number >= threshold;
        case OTHER_THAN -> number != threshold;
      };
    }

    private Bit roundedTo(DataType type) {
      return new Bit(comparison, Nd4j.scalar(threshold).castTo(type).getDouble(0));
    }
  }

  BitRule {
    bits = List.copyOf(bits);
  }

  /** On where the number is above the kink. */
  static BitRule kink(double at) {
    return kinked(new Bit(Comparison.ABOVE, at));
  }

  /** Above the first kink, beyond which the function rises up to the second, where it ends. */
  static BitRule kinks(double first, double second) {
    return kinked(new Bit(Comparison.ABOVE, first), new Bit(Comparison.AT_LEAST, second));
  }

  static BitRule kinked(Bit... bits) {
    return new BitRule(List.of(bits), false, false, "");
  }

  /** On where the number is above what a pre-activation of zero gives. */
  static BitRule smooth(double atZero) {
    return new BitRule(List.of(new Bit(Comparison.ABOVE, atZero)), true, false, "");
  }

  /** On where what goes into the layer is positive. */
  static BitRule positiveInput() {
    return new BitRule(List.of(new Bit(Comparison.ABOVE, 0)), false, true, "");
  }

  static BitRule none(String absence) {
    return new BitRule(List.of(), false, false, absence);
  }

  /**
   * The same rule for numbers of a type: the layer rounded its thresholds too, and a unit at its
   * kink must not be on by a rounding error.
   */
  BitRule roundedTo(DataType type) {
    return new BitRule(
        bits.stream().map(bit -> bit.roundedTo(type)).toList(), smooth, ofInput, absence);
  }
}
