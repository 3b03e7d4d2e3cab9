package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.LayerStructure;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Totals;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A network's structure as a table for people: a model's summary, with what its layers contribute
 * to the complexity of the network.
 *
 * <p>Its columns complexity and power are layer complexity and layer intrinsic power. They bear the
 * names of Badias and Banerjee, "Neural Network Layer Algebra", arXiv:2107.01081, whose formulas
 * were not available; the definitions are this project's.
 */
public final class StructureTable {

  /** A column: its title, the unit of its numbers, and what it says of a layer. */
  private record Column(String title, String unit, Function<LayerStructure, String> cell) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column(
              "layer (type)",
              "",
              layer ->
                  "%s (%s)".formatted(layer.name(), layer.type()).replaceAll("\\p{Cntrl}", "?")),
          new Column("output", "", layer -> layer.shape().toString()),
          new Column("parameters", "", layer -> ReadableNumber.count(layer.parameters())),
          new Column("MACs", "", layer -> ReadableNumber.count(layer.macs())),
          new Column("complexity", "bits", layer -> ReadableNumber.bits(layer.layerComplexity())),
          new Column("gain", "bits", layer -> ReadableNumber.bits(layer.log2Gain())),
          new Column("bottleneck", "", layer -> ReadableNumber.count(layer.bottleneck())),
          new Column("power", "bits", layer -> ReadableNumber.bits(layer.intrinsicPower())),
          new Column("field", "", layer -> ReadableNumber.count(layer.receptiveField())));

  private static final int WIDEST_LINE = 110;
  private static final int NARROWEST_NAME = 16;
  private static final String GAP = "  ";
  private static final String CUT = "..";

  private StructureTable() {}

  /**
   * A table in columns, for a terminal or a log: the layers, and below them the totals.
   *
   * @param structure what was measured
   * @return lines of about 110 characters at most, without a line break at the end
   */
  public static String text(Structure structure) {
    return text(structure, Integer.MAX_VALUE);
  }

  /**
   * The same table, but of a network of many layers only the first and the last.
   *
   * @param structure what was measured
   * @param mostLayers how many layers to show
   */
  static String text(Structure structure, int mostLayers) {
    List<LayerStructure> layers = structure.layers();
    int left = Math.max(0, layers.size() - mostLayers);
    int head = left == 0 ? layers.size() : mostLayers - mostLayers / 3;
    List<LayerStructure> shown =
        Stream.concat(layers.stream().limit(head), layers.stream().skip(head + left)).toList();
    List<String> lines = aligned(shown);
    if (left > 0) {
      lines.add(2 + head, ".. %,d layers more ..".formatted(left));
    }
    lines.add("");
    Map<String, String> totals = totals(structure);
    int width = totals.keySet().stream().mapToInt(String::length).max().orElse(0);
    totals.forEach((name, text) -> lines.add(leftAligned(name, width) + GAP + text));
    return String.join("\n", lines);
  }

  /** Titles, units, and a line for each layer: names to the left, all else to the right. */
  private static List<String> aligned(List<LayerStructure> layers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(COLUMNS.stream().map(Column::title).toList());
    rows.add(COLUMNS.stream().map(Column::unit).toList());
    layers.forEach(layer -> rows.add(cells(layer)));
    int[] widths = new int[COLUMNS.size()];
    int room = WIDEST_LINE;
    for (int column = COLUMNS.size() - 1; column >= 0; column--) {
      int index = column;
      int wanted = rows.stream().mapToInt(row -> row.get(index).length()).max().orElse(0);
      widths[column] = column > 0 ? wanted : Math.min(wanted, Math.max(room, NARROWEST_NAME));
      room -= widths[column] + GAP.length();
    }
    return rows.stream().map(row -> line(row, widths)).collect(Collectors.toList());
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder(leftAligned(cells.get(0), widths[0]));
    for (int column = 1; column < widths.length; column++) {
      String cell = cells.get(column);
      line.append(GAP).append(" ".repeat(widths[column] - cell.length())).append(cell);
    }
    return line.toString().stripTrailing();
  }

  private static String leftAligned(String text, int width) {
    return text.length() <= width
        ? text + " ".repeat(width - text.length())
        : text.substring(0, width - CUT.length()) + CUT;
  }

  private static List<String> cells(LayerStructure layer) {
    return COLUMNS.stream().map(column -> column.cell().apply(layer)).toList();
  }

  /**
   * The same table as Markdown, and a second of the totals.
   *
   * @param structure what was measured
   * @return lines, without a line break at the end
   */
  public static String markdown(Structure structure) {
    List<String> lines = new ArrayList<>();
    lines.add(
        row(
            COLUMNS.stream()
                .map(c -> c.unit().isEmpty() ? c.title() : c.title() + ", " + c.unit())
                .toList()));
    lines.add("|---|" + "---:|".repeat(COLUMNS.size() - 1));
    structure.layers().forEach(layer -> lines.add(row(cells(layer))));
    lines.add("");
    lines.add("| network | |");
    lines.add("|---|---|");
    totals(structure).forEach((name, text) -> lines.add(row(List.of(name, text))));
    return String.join("\n", lines);
  }

  private static String row(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** What is said of the whole network, by name. */
  private static Map<String, String> totals(Structure structure) {
    Totals totals = structure.totals();
    Map<String, String> said = new LinkedHashMap<>();
    said.put("parameters", parameters(totals));
    said.put("MACs", ReadableNumber.count(totals.macs()));
    said.put("connections", ReadableNumber.count(totals.connections()));
    said.put(
        "depth",
        String.format(
            Locale.ROOT,
            "%d weighted layers; effective %.2f",
            totals.depth(),
            totals.effectiveDepth()));
    said.put("path gain", gain(StructureConstants.label(structure.level()), totals.log2Gain()));
    said.put(
        "topological paths",
        String.format(
            Locale.ROOT,
            "%s, of %.2f weighted layers on average",
            ReadableNumber.power(totals.log2TopologicalPaths()),
            totals.meanPathLength()));
    said.put("receptive field", ReadableNumber.count(totals.receptiveField()));
    said.put(
        "bottleneck",
        "%s of %s inputs"
            .formatted(
                ReadableNumber.count(totals.outputBottleneck()),
                ReadableNumber.count(totals.inputSize())));
    said.put(
        "intrinsic power",
        "%s bits; %s more on the longest path, bypassed"
            .formatted(
                ReadableNumber.bits(totals.intrinsicPower()),
                ReadableNumber.bits(totals.bypassed())));
    said.put("capacity", ReadableNumber.count(totals.capacity()) + " bits");
    said.put("VC dimension", bound(totals.vcBound()));
    said.put(
        "complexity, power",
        "named after Badias and Banerjee, arXiv:2107.01081; defined by Complexometer");
    return said;
  }

  private static String parameters(Totals totals) {
    String text = ReadableNumber.count(totals.parameters());
    if (totals.frozenParameters() > 0) {
      text += ", of which frozen " + ReadableNumber.count(totals.frozenParameters());
    }
    if (totals.otherParameters() > 0) {
      text += "; others " + ReadableNumber.count(totals.otherParameters());
    }
    return text;
  }

  private static String gain(String level, Value gain) {
    return gain instanceof Value.Absent none
        ? "absent: " + none.reason()
        : "%s bits (%s)".formatted(ReadableNumber.bits(gain), level);
  }

  private static String bound(Value bound) {
    return bound instanceof Value.Absent none
        ? "absent: " + none.reason()
        : ReadableNumber.count(bound) + " at most";
  }
}
