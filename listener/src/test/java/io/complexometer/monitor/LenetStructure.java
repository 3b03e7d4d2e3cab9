package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.ArrayList;
import java.util.List;

/**
 * The structure of LeNet (28x28x1; 20 maps by 5x5, pool, 50 maps by 5x5, pool, 500, 10), at level
 * nominal. Totals, gains and bottlenecks were computed by explicit masks of dependencies and by a
 * program in another language; complexity and power are log2 of fan-in and of bottlenecks.
 */
final class LenetStructure {
  static final Value NOT_EXACT = Value.absent(Structure.NOT_COUNTED);

  private LenetStructure() {}

  static Structure structure() {
    return new Structure(Level.NOMINAL, totals(), layers());
  }

  private static Totals totals() {
    Value gain = Value.of(36.219280948873624);
    return new Totals(
        431_080,
        0,
        0,
        2_293_000,
        2_293_000,
        15_230,
        4,
        2.0489004361139465,
        gain,
        gain,
        NOT_EXACT,
        NOT_EXACT,
        0,
        4,
        16,
        784,
        10,
        10,
        log2(78.4),
        0,
        336_092_000,
        Value.of(19212161.54328064));
  }

  private static List<LayerStructure> layers() {
    List<LayerStructure> layers = new ArrayList<>();
    layers.add(
        new LayerStructure(
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
            NOT_EXACT,
            NOT_EXACT,
            1,
            0));
    add(layers, "conv1", "conv", Shape.of(20, 24, 24), 25, 288_000, 500, 4.643856189774724, 784, 5);
    add(layers, "pool1", "pool", Shape.of(20, 12, 12), 4, 11_520, 0, 6.643856189774724, 784, 6);
    add(
        layers,
        "conv2",
        "conv",
        Shape.of(50, 8, 8),
        500,
        1_600_000,
        25_000,
        15.609640474436812,
        784,
        14);
    add(layers, "pool2", "pool", Shape.of(50, 4, 4), 4, 3_200, 0, 17.609640474436812, 784, 16);
    add(layers, "dense", "dense", Shape.of(500), 800, 400_000, 400_000, 27.25349666421154, 500, 16);
    add(layers, "output", "dense", Shape.of(10), 500, 5_000, 5_000, 36.219280948873624, 10, 16);
    return layers;
  }

  private static void add(
      List<LayerStructure> layers,
      String name,
      String operation,
      Shape shape,
      int fanIn,
      long connections,
      long weights,
      double gain,
      long bottleneck,
      int field) {
    LayerStructure before = layers.get(layers.size() - 1);
    boolean weighted = weights > 0;
    String type =
        switch (operation) {
          case "conv" -> "ConvolutionLayer";
          case "pool" -> "SubsamplingLayer";
          default -> name.equals("output") ? "OutputLayer" : "DenseLayer";
        };
    layers.add(
        new LayerStructure(
            name,
            type,
            operation,
            List.of(before.name()),
            shape,
            fanIn,
            connections,
            weights,
            weighted ? weights + shape.channels() : 0,
            0,
            false,
            weighted ? connections : 0,
            Value.of(log2(fanIn)),
            log2((double) before.shape().size() / shape.size()),
            log2((double) before.bottleneck() / bottleneck),
            bottleneck,
            Value.of(gain),
            NOT_EXACT,
            NOT_EXACT,
            field,
            before.depth() + (weighted ? 1 : 0)));
  }

  private static double log2(double number) {
    return Math.log(number) / Math.log(2);
  }
}
