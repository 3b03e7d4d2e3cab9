package io.complexometer.examples.comparison;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.BesideRandom;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.measure.Value;
import io.complexometer.network.WeightMatrix;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Prints a comparison for people: what is compared is in lines, the two networks in columns. */
public final class ComparisonTable {
  private static final String NOTHING = "-";
  private static final double WHOLE = 1e4; // from here on without decimals
  private static final double LARGE = 1e12;
  private static final int NAME = 22;
  private static final int WIDTH = 80;

  private final PrintWriter out;
  private final Comparison comparison;

  /**
   * A table.
   *
   * @param out where it goes
   * @param comparison what was found
   */
  public ComparisonTable(PrintWriter out, Comparison comparison) {
    this.out = out;
    this.comparison = comparison;
  }

  /** Prints the table. */
  public void print() {
    printNetwork("A", comparison.a());
    printNetwork("B", comparison.b());
    printStructure();
    printMatrices();
    printCpse();
    comparison.circular().ifPresent(this::printCircular);
    line("");
    wrap(comparison.verdict().sentence());
    out.flush();
  }

  private void printNetwork(String letter, Analysis analysis) {
    line(
        "%s  %s: %s, %,d weight %s",
        letter,
        analysis.name(),
        analysis.format(),
        analysis.matrices().size(),
        analysis.matrices().size() == 1 ? "matrix" : "matrices");
    analysis.notices().forEach(notice -> line("   notice: %s", notice));
  }

  private void printStructure() {
    List<Row> rows = comparison.structure();
    if (!rows.isEmpty()) {
      line("");
      line("%-30s %20s %20s", "structure", "A", "B");
      rows.forEach(row -> line("  %-28s %20s %20s", row.name(), number(row.a()), number(row.b())));
    }
  }

  private void printMatrices() {
    List<Pair> pairs = comparison.matrices();
    if (pairs.isEmpty()) {
      return;
    }
    line("");
    line("%-46s%15s%15s%15s", "weight matrices", "spectral norm", "stable rank", "tail alpha");
    line("  %-22s %-22s%7s%7s %7s%7s %7s%7s", "A", "B", "A", "B", "A", "B", "A", "B");
    for (Pair pair : pairs) {
      String ofA = name(pair.a());
      String ofB = name(pair.b());
      line(
          "  %-22s %-22s%s %s %s",
          ofA,
          ofA.equals(ofB) ? "same" : ofB,
          numbers(pair, matrix -> matrix.summary().spectralNorm()),
          numbers(pair, matrix -> matrix.summary().stableRank()),
          numbers(pair, matrix -> matrix.summary().tail().alpha()));
    }
  }

  private static String numbers(Pair pair, Function<MatrixAnalysis, Value> measure) {
    return "%7s%7s".formatted(brief(pair.a().map(measure)), brief(pair.b().map(measure)));
  }

  private static String name(Optional<MatrixAnalysis> analysis) {
    if (analysis.isEmpty()) {
      return NOTHING;
    }
    WeightMatrix matrix = analysis.get().matrix();
    String shape = " %dx%d".formatted(matrix.rows(), matrix.columns());
    boolean bare = matrix.layer().type().equals(StoredWeights.BARE); // its parameter has no name
    String name = matrix.layer().name() + (bare ? "" : " " + matrix.parameter());
    int room = Math.max(1, NAME - shape.length());
    return (name.length() <= room ? name : name.substring(0, room - 1) + "~") + shape;
  }

  private void printCpse() {
    if (comparison.matrices().isEmpty()) {
      return;
    }
    line("");
    line("%-30s %10s %9s %10s %9s", "cPSE, log10 bits", "A", "z", "B", "z");
    for (BesideRandom a : BesideRandom.of(comparison.a())) {
      BesideRandom b = BesideRandom.of(comparison.b(), a.profile());
      line(
          "  %-28s %10s %9s %10s %9s",
          a.profile().label(), number(a.cpse()), number(a.z()), number(b.cpse()), number(b.z()));
    }
    line(
        "  z: distance from random networks of the same shapes, in their deviations. cPSE depends on");
    line("  depth and widths: of networks of different shapes only z can be compared.");
    Stream.of(comparison.a(), comparison.b())
        .flatMap(one -> BesideRandom.of(one).stream().map(BesideRandom::cpse))
        .filter(value -> !value.isPresent())
        .map(value -> ((Value.Absent) value).reason())
        .distinct()
        .forEach(reason -> line("  -: %s", reason));
  }

  private void printCircular(CircularComparison circular) {
    line("");
    line("%-30s %20s %20s", "circular spectral difference", "A", "B");
    line(
        "  %-28s %20s %20s",
        "decay rate kappa", number(circular.a().decayRate()), number(circular.b().decayRate()));
    line(
        "  %-28s %20s %20s",
        "share of zeros", number(circular.a().spikeAtZero()), number(circular.b().spikeAtZero()));
    line("  %-28s %20s", "E, between the curves", number(circular.statistic()));
    line(
        "  %-28s %20s  %s",
        "delta, between random ones",
        number(circular.threshold()),
        circular
            .equivalence()
            .map(
                equivalence ->
                    "%.2f quantile of %d pairs"
                        .formatted(
                            equivalence.threshold().quantile(), equivalence.threshold().pairs()))
            .orElse(""));
    line(
        "  %d draws of %s behind each curve",
        comparison.settings().draws(), comparison.settings().ensemble());
  }

  private void wrap(String sentence) {
    StringBuilder current = new StringBuilder();
    for (String word : sentence.split(" ", -1)) {
      if (current.length() + 1 + word.length() > WIDTH) {
        line("%s", current);
        current.setLength(0);
      }
      current.append(current.length() == 0 ? "" : " ").append(word);
    }
    line("%s", current);
  }

  private static String brief(Optional<Value> value) {
    return value
        .filter(Value::isPresent)
        .map(present -> String.format(Locale.ROOT, "%.3g", present.orNaN()))
        .orElse(NOTHING);
  }

  private static String number(Value value) {
    double number = value.orNaN();
    if (!value.isPresent()) {
      return NOTHING;
    }
    boolean whole = number == Math.rint(number) || Math.abs(number) >= WHOLE;
    return String.format(Locale.ROOT, whole && Math.abs(number) < LARGE ? "%,.0f" : "%.4g", number);
  }

  private void line(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?");
    out.println(text.stripTrailing());
  }
}
