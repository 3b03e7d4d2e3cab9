package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.Layer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class StructureConstantsTest {
  private static final List<String> NAMES =
      List.of("conv1", "pool1", "conv2", "pool2", "dense", "output");

  private static List<Layer> layers(List<String> names) {
    return IntStream.range(0, names.size())
        .mapToObj(index -> new Layer(index, names.get(index), "DenseLayer"))
        .toList();
  }

  private static Map<String, Value> values(List<Constant> constants, String layer) {
    Map<String, Value> values = new TreeMap<>();
    for (Constant constant : constants) {
      Series series = constant.series();
      if (series.layer().map(Layer::name).orElse("").equals(layer)) {
        assertEquals("structure", series.metric().measure());
        assertEquals(
            layer.isEmpty() ? Metric.Scope.NETWORK : Metric.Scope.LAYER, series.metric().scope());
        String profile = series.metric().profile();
        Value earlier =
            values.put(
                series.metric().name() + (profile.isEmpty() ? "" : " " + profile),
                constant.value());
        assertEquals(null, earlier);
      }
    }
    return values;
  }

  /** The numbers are those of {@link LenetStructure}; 2,293,000 connections are all weighted. */
  @Test
  void of_lenet() {
    List<Constant> constants = StructureConstants.of(LenetStructure.structure(), layers(NAMES));
    Map<String, Value> network = new TreeMap<>();
    network.put("path.gain nominal", Value.of(36.219280948873624));
    network.put("topological.paths", Value.of(0));
    network.put("mean.path.length", Value.of(4));
    network.put("depth", Value.of(4));
    network.put("effective.depth", Value.of(2.0489004361139465));
    network.put("parameters", Value.of(431_080));
    network.put("frozen.parameters", Value.of(0));
    network.put("macs", Value.of(2_293_000));
    network.put("connections", Value.of(2_293_000));
    network.put("receptive.field", Value.of(16));
    network.put("output.bottleneck", Value.of(10));
    network.put("intrinsic.power", Value.of(Math.log(78.4) / Math.log(2)));
    network.put("bypassed.power", Value.of(0));
    network.put("capacity", Value.of(336_092_000));
    network.put("vc.bound", Value.of(19212161.54328064));
    assertEquals(network, values(constants, ""));

    Map<String, Value> dense = new TreeMap<>();
    dense.put("layer.path.gain nominal", Value.of(27.25349666421154));
    dense.put("layer.complexity nominal", Value.of(Math.log(800) / Math.log(2)));
    dense.put("layer.intrinsic.power", Value.of(Math.log(784.0 / 500) / Math.log(2)));
    dense.put("layer.bottleneck", Value.of(500));
    dense.put("layer.parameters", Value.of(400_500));
    dense.put("layer.macs", Value.of(400_000));
    dense.put("layer.receptive.field", Value.of(16));
    assertEquals(dense, values(constants, "dense"));
    assertEquals(15 + 6 * 7, constants.size());
  }

  @Test
  void of_levelExact_hasBothGains() {
    Structure nominal = LenetStructure.structure();
    for (Level level : List.of(Level.EDGE, Level.EXACT)) {
      Structure structure = new Structure(level, nominal.totals(), nominal.layers());
      Map<String, Value> network = values(StructureConstants.of(structure, List.of()), "");
      assertEquals(
          List.of("path.gain " + StructureConstants.label(level), "path.gain nominal"),
          network.keySet().stream().filter(name -> name.startsWith("path.gain")).toList());
    }
  }

  /** A chain may give two layers one name; the second is read under another. */
  @Test
  void of_sameNameTwice_findsBoth() {
    Structure lenet = LenetStructure.structure();
    List<LayerStructure> layers =
        lenet.layers().stream().map(StructureConstantsTest::secondRenamed).toList();
    Structure structure = new Structure(Level.NOMINAL, lenet.totals(), layers);
    List<String> names = List.of("conv1", "input", "conv1", "pool2");
    List<Constant> constants = StructureConstants.of(structure, layers(names));
    // a layer that has the name of the network's input is not that
    assertEquals(
        Map.of(0, Value.of(288_000), 2, Value.of(1_600_000), 3, Value.of(0)),
        constants.stream()
            .filter(constant -> constant.series().metric().name().equals("layer.macs"))
            .collect(
                Collectors.toMap(
                    constant -> constant.series().layer().orElseThrow().index(), Constant::value)));
  }

  private static LayerStructure secondRenamed(LayerStructure layer) {
    return !layer.name().equals("conv2")
        ? layer
        : new LayerStructure(
            "layer2",
            layer.type(),
            layer.operation(),
            layer.inputs(),
            layer.shape(),
            layer.fanIn(),
            layer.connections(),
            layer.weights(),
            layer.parameters(),
            layer.otherParameters(),
            layer.frozen(),
            layer.macs(),
            layer.layerComplexity(),
            layer.rawPower(),
            layer.intrinsicPower(),
            layer.bottleneck(),
            layer.log2Gain(),
            layer.log2Paths(),
            layer.paths(),
            layer.receptiveField(),
            layer.depth());
  }

  @Test
  void absent_hasTheMetricsOfTheNetworkOnly() {
    List<Constant> present = StructureConstants.of(LenetStructure.structure(), layers(NAMES));
    List<Constant> absent = StructureConstants.absent(Level.NOMINAL, "input shape unknown");
    assertEquals(values(present, "").keySet(), values(absent, "").keySet());
    assertEquals(15, absent.size());
    assertTrue(
        absent.stream().allMatch(c -> c.value().equals(Value.absent("input shape unknown"))));
    assertEquals(15, new HashSet<>(absent).size());
  }
}
