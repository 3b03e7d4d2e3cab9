package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import io.complexometer.network.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * What is published of a network's structure: a flat list of metrics.
 *
 * <p>Layer complexity and layer intrinsic power bear the names of Badias and Banerjee, "Neural
 * Network Layer Algebra", arXiv:2107.01081. Their formulas were not available; the definitions are
 * this project's.
 */
final class StructureConstants {

  /** A metric, and where its number comes from. */
  private record Column<T>(Metric metric, Function<T, Value> number) {}

  private static final String NOT_FINITE = "not finite";

  private static final List<Column<Totals>> NETWORK =
      List.of(
          total(
              "topological.paths",
              "log2 of paths",
              "Log2 of the number of ways from inputs to outputs, each layer counted as one step.",
              Totals::log2TopologicalPaths),
          total(
              "mean.path.length",
              "weighted layers",
              "Mean number of weighted layers on such a way.",
              Totals::meanPathLength),
          total(
              "depth",
              "weighted layers",
              "Weighted layers on the longest way.",
              totals -> totals.depth()),
          total(
              "effective.depth",
              "weighted layers",
              "Mean over the parameters of how many layers they take part in (Bartlett et al.).",
              Totals::effectiveDepth),
          total(
              "parameters",
              "parameters",
              "What training may change, or could if nothing were frozen.",
              totals -> totals.parameters()),
          total(
              "frozen.parameters",
              "parameters",
              "How many of these are frozen.",
              totals -> totals.frozenParameters()),
          total(
              "macs",
              "multiplications",
              "Multiplications with a weight, or of two inputs, for one example.",
              totals -> totals.macs()),
          total(
              "connections",
              "connections",
              "Connections of the weighted layers, those into padding left out.",
              totals -> totals.connections()),
          total(
              "receptive.field",
              "positions",
              "Positions of the input that one of the output sees through convolutions and pools.",
              Totals::receptiveField),
          total(
              "output.bottleneck",
              "directions",
              "The largest rank that the network's Jacobian can have.",
              totals -> totals.outputBottleneck()),
          total(
              "intrinsic.power",
              "bits",
              "By how much the network compresses: input size over output bottleneck.",
              Totals::intrinsicPower),
          total(
              "bypassed.power",
              "bits",
              "What the longest path would compress and other paths bring back.",
              Totals::bypassed),
          total(
              "capacity",
              "bits",
              "Log2 of the number of functions of a threshold network, up to constants (Baldi, Vershynin).",
              Totals::capacity),
          new Column<>(
              metric(
                  "vc.bound",
                  Metric.Scope.NETWORK,
                  "",
                  "Upper bound on the VC dimension of a rectifier network (Bartlett et al.)."),
              Totals::vcBound));

  private static final List<Column<LayerStructure>> LAYER =
      List.of(
          layer(
              "layer.intrinsic.power",
              "bits",
              "What is compressed for good at the layer: bottleneck before it over its own.",
              LayerStructure::intrinsicPower),
          layer(
              "layer.bottleneck",
              "directions",
              "The largest rank that the Jacobian of the layer's output can have.",
              layer -> layer.bottleneck()),
          layer(
              "layer.parameters",
              "parameters",
              "What training may change of the layer, or could if it were not frozen.",
              layer -> layer.parameters()),
          layer(
              "layer.macs",
              "multiplications",
              "Multiplications of the layer for one example.",
              layer -> layer.macs()),
          layer(
              "layer.receptive.field",
              "positions",
              "Positions of the input that one of the layer sees through convolutions and pools.",
              LayerStructure::receptiveField));

  private StructureConstants() {}

  /**
   * The constants of a structure.
   *
   * @param structure what was measured
   * @param layers those of the session; inputs of the network are none
   */
  static List<Constant> of(Structure structure, List<Layer> layers) {
    Totals totals = structure.totals();
    List<Constant> constants = new ArrayList<>();
    constants.add(gain(Level.NOMINAL, totals.log2GainNominal()));
    if (structure.level() == Level.EDGE) {
      constants.add(gain(Level.EDGE, totals.log2Gain()));
    }
    if (structure.level() == Level.EXACT || totals.log2GainExact().isPresent()) {
      constants.add(gain(Level.EXACT, totals.log2GainExact()));
    }
    NETWORK.forEach(
        column ->
            constants.add(new Constant(Series.of(column.metric()), column.number().apply(totals))));
    addLayers(structure, layers, constants);
    return constants;
  }

  private static void addLayers(Structure structure, List<Layer> layers, List<Constant> constants) {
    Metric complexity =
        counted(
            structure.level(),
            "layer.complexity",
            Metric.Scope.LAYER,
            "Log2 of what the layer multiplies paths by: its connections into one output.");
    Metric gain =
        counted(
            structure.level(),
            "layer.path.gain",
            Metric.Scope.LAYER,
            "Log2 of the mean number of paths from the inputs to one output of the layer.");
    List<LayerStructure> measured =
        structure.layers().stream()
            .filter(layer -> !layer.inputs().isEmpty()) // those of the network are no layers
            .toList();
    for (Layer layer : layers) {
      find(measured, layers, layer)
          .ifPresent(
              found -> {
                constants.add(new Constant(Series.of(complexity, layer), found.layerComplexity()));
                constants.add(new Constant(Series.of(gain, layer), found.log2Gain()));
                for (Column<LayerStructure> column : LAYER) {
                  constants.add(
                      new Constant(
                          Series.of(column.metric(), layer), column.number().apply(found)));
                }
              });
    }
  }

  /** By name; in a chain, where two layers may have the same, by place. */
  private static Optional<LayerStructure> find(
      List<LayerStructure> measured, List<Layer> layers, Layer layer) {
    boolean unique = layers.stream().filter(l -> l.name().equals(layer.name())).count() == 1;
    return unique
        ? measured.stream().filter(one -> one.name().equals(layer.name())).findFirst()
        : measured.stream().skip(layer.index()).findFirst();
  }

  /**
   * The constants of a network that has none: those of the whole network, and no layers.
   *
   * @param level at which it was to be measured
   * @param reason why it was not
   */
  static List<Constant> absent(Level level, String reason) {
    Value absent = Value.absent(reason);
    List<Constant> constants = new ArrayList<>();
    constants.add(gain(level, absent));
    NETWORK.forEach(column -> constants.add(new Constant(Series.of(column.metric()), absent)));
    return constants;
  }

  private static Constant gain(Level level, Value value) {
    return new Constant(
        Series.of(
            counted(
                level,
                "path.gain",
                Metric.Scope.NETWORK,
                "Log2 of the mean number of paths from the inputs to one output (Gamma).")),
        value);
  }

  /** A metric that depends on how closely paths are counted: its profile says how. */
  private static Metric counted(Level level, String name, Metric.Scope scope, String description) {
    return new Metric("structure", name, label(level), scope, "bits", description);
  }

  /** A level as the word that users see. */
  static String label(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static Column<Totals> total(
      String name, String unit, String description, ToDoubleFunction<Totals> number) {
    return new Column<>(
        metric(name, Metric.Scope.NETWORK, unit, description),
        totals -> finite(number.applyAsDouble(totals)));
  }

  private static Column<LayerStructure> layer(
      String name, String unit, String description, ToDoubleFunction<LayerStructure> number) {
    return new Column<>(
        metric(name, Metric.Scope.LAYER, unit, description),
        layer -> finite(number.applyAsDouble(layer)));
  }

  private static Metric metric(String name, Metric.Scope scope, String unit, String description) {
    return new Metric("structure", name, "", scope, unit, description);
  }

  private static Value finite(double number) {
    return Double.isFinite(number) ? Value.of(number) : Value.absent(NOT_FINITE);
  }
}
