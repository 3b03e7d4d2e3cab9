package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.List;

/**
 * The structure of the network of {@link Lenet}: 1x28x28, 20 maps by 5x5, pooled by 2x2, 10. Made
 * up in part, so that each number tells where it went: its log2 of paths are those of 5 and 10^12,
 * and of more than a double holds.
 */
public final class LenetStructure {
  private LenetStructure() {}

  public static Structure structure() {
    return new Structure(Level.EXACT, totals(), List.of(input(), conv(), out()));
  }

  private static Totals totals() {
    return new Totals(
        29_330,
        520,
        7,
        316_800,
        316_801,
        11_530,
        2,
        1.25,
        Value.of(18.5),
        Value.of(18.75),
        Value.of(18.25),
        Value.of(1532.5),
        3.5,
        1.5,
        28,
        784,
        10,
        9,
        6.25,
        0.125,
        22_987_200,
        Value.absent("fewer than three units"));
  }

  private static LayerStructure input() {
    return new LayerStructure(
        "input",
        "input",
        "input",
        List.of(),
        Shape.of(1, 28, 28),
        1,
        0,
        0,
        0,
        0,
        false,
        0,
        Value.of(0),
        0,
        0,
        784,
        Value.of(0),
        Value.of(2.321928094887362),
        Value.of(5),
        1,
        0);
  }

  private static LayerStructure conv() {
    return new LayerStructure(
        "conv1",
        "ConvolutionLayer",
        "conv",
        List.of("input"),
        Shape.of(20, 24, 24),
        25,
        288_000,
        500,
        520,
        7,
        true,
        288_001,
        Value.of(4.5),
        -3.875,
        0.5,
        783,
        Value.of(4.25),
        Value.of(39.86313713864835),
        Value.of(1e12),
        5,
        1);
  }

  private static LayerStructure out() {
    return new LayerStructure(
        "out",
        "OutputLayer",
        "dense",
        List.of("conv1", "input"),
        Shape.of(10),
        2880,
        28_800,
        28_800,
        28_810,
        0,
        false,
        28_800,
        Value.absent("unknown layer"),
        8.25,
        6.25,
        9,
        Value.absent("unknown layer"),
        Value.of(1532.5),
        Value.absent(Structure.TOO_MANY),
        28,
        2);
  }
}
