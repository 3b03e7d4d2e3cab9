package io.complexometer.examples.report;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of a report on what a network could do, whatever its weights. */
final class StructureSection {
  /** What to know of the totals, wherever they are shown. */
  static final String CAVEAT =
      "Layer complexity and intrinsic power bear the names of Badías and Banerjee"
          + " (arXiv:2107.01081), whose formulas were not available to us: the definitions are ours."
          + " Γ grows mostly with depth and hardly sees skip connections. Π of a classifier is fixed"
          + " by its ends; the bottleneck's profile and β say more. Capacity is a theorem for fully"
          + " connected threshold networks (Baldi, Vershynin, arXiv:1901.00434) and our extension"
          + " elsewhere. The VC bound (Bartlett and others, arXiv:1703.02930) is an upper bound. None"
          + " of these has seen weights or data.";

  /** What to know of the table of layers. */
  private static final String LEGEND =
      "Fan-in: connections into one output. Layer complexity: by how much the layer multiplies"
          + " paths, log2 of its fan-in (through time, of all steps before; at other levels than"
          + " nominal, of the mean without padding). Intrinsic power: bits removed for good at the"
          + " layer. Bottleneck: the largest rank that the Jacobian of the layer's output can have,"
          + " a maximum flow from the inputs. Γ: up to and with the layer. Field: positions of the"
          + " input that one position sees through convolutions and pools.";

  private StructureSection() {}

  static void add(HtmlPage page, Structure structure) {
    page.section("Structure, whatever the weights");
    Map<String, Cell> facts = facts(structure);
    page.facts(List.copyOf(facts.keySet()), List.copyOf(facts.values()));
    page.note(
        ("Γ is the log2 of the mean number of paths from the inputs to one output, counted at level"
                    + " %s; Π the bits that the narrowest place takes away for good; β what the longest"
                    + " path would take and others bring back. ")
                .formatted(level(structure))
            + CAVEAT);
    page.charts(bottleneck(structure.layers()), gain(structure.layers()));
    page.heading("Layers");
    page.table(head(), structure.layers().stream().map(StructureSection::row).toList());
    page.note(LEGEND);
  }

  private static String level(Structure structure) {
    return structure.level().name().toLowerCase(Locale.ROOT);
  }

  /** By name, in their order. */
  private static Map<String, Cell> facts(Structure structure) {
    Totals totals = structure.totals();
    Map<String, Cell> facts = new LinkedHashMap<>();
    facts.put("parameters", Cell.count(totals.parameters()));
    facts.put("of them frozen", Cell.count(totals.frozenParameters()));
    facts.put("MACs", Cell.count(totals.macs()));
    facts.put("connections", Cell.count(totals.connections()));
    facts.put("depth L", Cell.count(totals.depth()));
    facts.put("effective depth", Cell.of(totals.effectiveDepth()));
    facts.put("path gain Γ, bits", Cell.of(totals.log2Gain()));
    if (structure.level() != Level.NOMINAL) {
      facts.put("Γ nominal, bits", Cell.of(totals.log2GainNominal()));
    }
    if (totals.log2Paths().isPresent()) {
      facts.put("paths, log2", Cell.of(totals.log2Paths()));
    }
    facts.put("topological paths, log2", Cell.of(totals.log2TopologicalPaths()));
    facts.put("mean path length", Cell.of(totals.meanPathLength()));
    facts.put("bottleneck", Cell.count(totals.outputBottleneck()));
    facts.put("intrinsic power Π, bits", Cell.of(totals.intrinsicPower()));
    facts.put("bypassed β, bits", Cell.of(totals.bypassed()));
    facts.put("capacity", Cell.of(totals.capacity()));
    facts.put("VC bound", Cell.of(totals.vcBound()));
    facts.put("receptive field", Cell.of(totals.receptiveField()));
    return facts;
  }

  private static Chart bottleneck(List<LayerStructure> layers) {
    List<Value> sizes =
        layers.stream().map(layer -> Value.of((double) layer.shape().size())).toList();
    Chart chart =
        Chart.overNames(
            "Bottleneck along the network", names(layers), Axis.of("numbers, largest rank", sizes));
    chart
        .series("bottleneck")
        .values(layers.stream().map(layer -> Value.of((double) layer.bottleneck())).toList());
    chart.series("outputs of the layer").muted().values(sizes);
    return chart;
  }

  private static Chart gain(List<LayerStructure> layers) {
    Chart chart =
        Chart.overNames("Path gain along the network", names(layers), Axis.linear("Γ, bits"));
    chart.series("Γ").values(layers.stream().map(LayerStructure::log2Gain).toList());
    return chart;
  }

  private static List<String> names(List<LayerStructure> layers) {
    return layers.stream().map(LayerStructure::name).toList();
  }

  private static List<String> head() {
    return List.of(
        "layer",
        "type",
        "inputs",
        "output",
        "fan-in",
        "parameters",
        "MACs",
        "layer complexity, bits",
        "intrinsic power, bits",
        "Γ, bits",
        "bottleneck",
        "field");
  }

  private static List<Cell> row(LayerStructure layer) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(layer.name() + (layer.frozen() ? " (frozen)" : "")));
    row.add(Cell.text(layer.type()));
    row.add(Cell.text(String.join(", ", layer.inputs())));
    row.add(Cell.text(layer.shape().toString().replace("x", "\u00a0×\u00a0")));
    row.add(Cell.of(layer.fanIn()));
    row.add(Cell.count(layer.parameters()));
    row.add(Cell.count(layer.macs()));
    row.add(Cell.of(layer.layerComplexity()));
    row.add(Cell.of(layer.intrinsicPower()));
    row.add(Cell.of(layer.log2Gain()));
    row.add(Cell.count(layer.bottleneck()));
    row.add(Cell.of(layer.receptiveField()));
    return row;
  }
}
