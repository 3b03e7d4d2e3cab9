package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.structure.Structure;
import io.complexometer.monitor.StructureTable;
import io.complexometer.network.Layer;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints an analysis for people. */
public final class AnalysisTable {
  private static final String NOTHING = "-";
  private static final int LONGEST_NAME = 28;
  private static final int WIDTH = 98;

  /** What is missing wherever alpha is, for the same reason. */
  private static final Set<String> WITH_ALPHA = Set.of("alphaHat", "tail");

  private final PrintWriter out;
  private final Analysis analysis;
  private final AnalysisSettings settings;
  private final List<Entry> entries;
  private boolean someUnreliable;
  private boolean someEstimated;

  /**
   * A table.
   *
   * @param out where it goes
   * @param analysis what was measured
   * @param settings how
   */
  public AnalysisTable(PrintWriter out, Analysis analysis, AnalysisSettings settings) {
    this.out = out;
    this.analysis = analysis;
    this.settings = settings;
    this.entries = Entry.of(analysis).stream().filter(Entry::hasNumbers).toList();
  }

  /** Prints the table. */
  public void print() {
    int matrices = analysis.matrices().size();
    line("%s: %s%s", analysis.name(), analysis.format(), matrices == 0 ? "" : count(matrices));
    if (noCpse().isEmpty()) {
      printCpse();
    }
    if (!entries.isEmpty()) {
      printLayers();
    }
    analysis.structure().ifPresent(this::printStructure);
    printAbsent();
    analysis.notices().forEach(notice -> wrapped("notice: " + notice));
    out.flush();
  }

  private static String count(int matrices) {
    return ", %,d weight %s".formatted(matrices, matrices == 1 ? "matrix" : "matrices");
  }

  /** The reason, if it is one and the same for all of cPSE and of random networks. */
  private Optional<String> noCpse() {
    Set<Value> values =
        BesideRandom.of(analysis).stream()
            .flatMap(measured -> Stream.of(measured.cpse(), measured.random().mean()))
            .collect(Collectors.toSet());
    return values.size() == 1 && values.iterator().next() instanceof Value.Absent none
        ? Optional.of(none.reason())
        : Optional.empty();
  }

  private void printCpse() {
    Columns columns =
        new Columns()
            .words("cPSE, log10 bits")
            .numbers("network")
            .numbers("random")
            .numbers("+-")
            .numbers("z")
            .words("");
    for (BesideRandom measured : BesideRandom.of(analysis)) {
      columns.row(
          List.of(
              "  " + measured.profile().label(),
              number(measured.cpse(), "%.4f"),
              number(measured.random().mean(), "%.4f"),
              number(measured.random().standardDeviation(), "%.4f"),
              number(measured.z(), "%+.1f"),
              measured.z() instanceof Value.Absent none ? none.reason() : ""));
    }
    line("");
    columns.lines().forEach(text -> line("%s", text));
    line(
        "  random: mean and deviation (+-) of %d random networks of these shapes and norms, seed %d;",
        AnalysisSettings.RANDOM_NETWORKS, settings.seed());
    line("  z: how many deviations the network is away from them.");
  }

  private void printLayers() {
    boolean parameters = hasTwoMatricesInALayer();
    boolean activities = !analysis.activations().isEmpty();
    Columns columns = new Columns().words("layer").words("type");
    if (parameters) {
      columns.words("weights");
    }
    columns.numbers("rows x columns").numbers("norm").numbers("rank");
    columns.numbers("alpha").numbers("random");
    if (activities) {
      columns.numbers("dimension").numbers("bits");
    }
    for (Entry entry : entries) {
      List<String> cells = new ArrayList<>();
      cells.add("  " + shortened(entry.layer().name()));
      cells.add(entry.layer().type());
      if (parameters) {
        cells.add(entry.matrix().map(matrix -> matrix.matrix().parameter()).orElse(""));
      }
      cells.addAll(spectrum(entry.matrix()));
      if (activities) {
        cells.add(number(entry.activity().map(LayerActivity::effectiveDimension), "%.2f"));
        cells.add(bits(entry.activity()));
      }
      columns.row(cells);
    }
    line("");
    columns.lines().forEach(text -> line("%s", text));
    printLegend(activities);
  }

  private List<String> spectrum(Optional<MatrixAnalysis> measured) {
    if (measured.isEmpty()) {
      return List.of(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);
    }
    MatrixAnalysis matrix = measured.get();
    SpectralSummary summary = matrix.summary();
    boolean estimated = matrix.spectrum().accuracy().isPresent();
    boolean unreliable = summary.tail().reliable().orNaN() == 0;
    someEstimated |= estimated;
    someUnreliable |= unreliable;
    return List.of(
        "%d x %d%s"
            .formatted(matrix.matrix().rows(), matrix.matrix().columns(), estimated ? "*" : ""),
        number(summary.spectralNorm(), "%.4g"),
        number(summary.stableRank(), "%.2f"),
        number(summary.tail().alpha(), "%.2f") + (unreliable ? "?" : " "),
        number(matrix.randomAlpha(), "%.2f"));
  }

  private static String bits(Optional<LayerActivity> activity) {
    return number(activity.map(LayerActivity::nonlinearityBits), "%.2f")
        + activity.filter(a -> a.estimator().equals("tree")).map(a -> "t").orElse(" ");
  }

  private void printLegend(boolean activities) {
    line(
        "  norm: largest singular value; rank: stable rank, at most the smaller side; alpha: exponent of");
    line("  the spectrum's tail, beside its median for random matrices, which have no power law.");
    if (someUnreliable) {
      line("  ?: a tail of fewer than 50 eigenvalues to choose from, or of an estimated spectrum.");
    }
    if (someEstimated) {
      line("  *: too large to be decomposed, so its spectrum is estimated.");
    }
    if (activities) {
      line(
          "  On %,d inputs: effective dimension of the activations, and nonlinearity in bits.",
          settings.probe().get(0).size(0));
    }
    if (entries.stream().anyMatch(entry -> bits(entry.activity()).endsWith("t"))) {
      line("  t: a wide layer, by the estimator tree, not to be compared with the others.");
    }
  }

  private boolean hasTwoMatricesInALayer() {
    long layers = analysis.matrices().stream().map(m -> m.matrix().layer()).distinct().count();
    return layers < analysis.matrices().size();
  }

  private void printStructure(Structure structure) {
    line("");
    StructureTable.text(structure).lines().forEach(text -> line("%s", text));
    line("");
    line(
        "  complexity: log2 of the inputs that one output sees; gain: log2 of the paths to one output;");
    line(
        "  bottleneck: dimensions of the input that can get so far; power: bits of it lost for good at");
    line("  the layer; field: positions of the input seen through convolutions and pools.");
  }

  /** One line for each reason, with all that is missing for it. */
  private void printAbsent() {
    Map<List<String>, List<String>> layers = new LinkedHashMap<>(); // [measure, reason] to names
    for (Absent none : analysis.absent()) {
      if (!isShownElsewhere(none.measure())) {
        layers
            .computeIfAbsent(List.of(none.measure(), none.reason()), key -> new ArrayList<>())
            .add(none.layer().map(Layer::name).orElse(""));
      }
    }
    Map<List<Object>, List<String>> measures = new LinkedHashMap<>(); // [reason, names] to measures
    layers.forEach(
        (what, names) ->
            measures
                .computeIfAbsent(List.of(what.get(1), names), key -> new ArrayList<>())
                .add(what.get(0)));
    line("");
    noCpse().ifPresent(reason -> line("absent: cPSE: %s", reason));
    measures.forEach((why, names) -> wrapped(absence(names, why)));
  }

  private static boolean isShownElsewhere(String measure) {
    return measure.startsWith("cpse.")
        || measure.startsWith("nulls.")
        || measure.startsWith("structure.")
        || WITH_ALPHA.contains(measure);
  }

  private static String absence(List<String> measures, List<Object> why) {
    @SuppressWarnings("unchecked")
    List<String> layers = ((List<String>) why.get(1)).stream().filter(n -> !n.isEmpty()).toList();
    return "absent: "
        + measures.stream().collect(Collectors.joining(", "))
        + (layers.isEmpty() ? "" : " of " + Names.some(layers))
        + ": "
        + why.get(0);
  }

  private static String shortened(String name) {
    int half = LONGEST_NAME / 2 - 1;
    return name.length() <= LONGEST_NAME
        ? name
        : name.substring(0, half) + ".." + name.substring(name.length() - half);
  }

  private static String number(Optional<Value> value, String format) {
    return value.map(present -> number(present, format)).orElse(NOTHING);
  }

  private static String number(Value value, String format) {
    return value instanceof Value.Present present
        ? String.format(Locale.ROOT, format, present.number())
        : NOTHING;
  }

  private void wrapped(String text) {
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH) {
        line("%s", line);
        line.setLength(0);
        line.append(" ");
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    line("%s", line);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?"));
  }
}
