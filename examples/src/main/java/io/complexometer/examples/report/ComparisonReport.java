package io.complexometer.examples.report;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.BesideRandom;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.comparison.CircularComparison;
import io.complexometer.examples.comparison.Comparison;
import io.complexometer.examples.comparison.Pair;
import io.complexometer.examples.comparison.Row;
import io.complexometer.examples.data.DataException;
import io.complexometer.measure.Value;
import io.complexometer.measure.circular.CircularSpectralDifference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Two networks beside each other, as a page with plots in one HTML file. */
public final class ComparisonReport {
  /** As many plots of pairs stand side by side; of more the reader chooses. */
  private static final int PLOTS = 8;

  private static final String NO_SUCH_MATRIX = "no such matrix";

  private ComparisonReport() {}

  /**
   * Writes a report. An earlier report of that name is replaced, any other file is not.
   *
   * @param comparison what was found
   * @param file customarily {@code *.html}; folders above it are made
   * @throws DataException if there is another file of that name, or it cannot be written
   */
  public static void write(Comparison comparison, Path file) {
    page(comparison).write(file);
  }

  static HtmlPage page(Comparison comparison) {
    Analysis a = comparison.a();
    Analysis b = comparison.b();
    HtmlPage page =
        new HtmlPage(
            "A: " + a.name() + " and B: " + b.name(),
            "A: %s · B: %s".formatted(AnalysisReport.subtitle(a), AnalysisReport.subtitle(b)));
    page.lead(comparison.verdict().sentence());
    page.warnings("What is wrong with A", a.faults()).warnings("Left out of A", a.notices());
    page.warnings("What is wrong with B", b.faults()).warnings("Left out of B", b.notices());
    comparison.circular().ifPresent(circular -> addCircular(page, circular));
    if (!comparison.matrices().isEmpty()) {
      addMatrices(page, comparison);
      addCpse(page, a, b);
    }
    if (!comparison.structure().isEmpty()) {
      page.section("Structure, whatever the weights");
      page.table(
          List.of("measure", "A", "B"),
          comparison.structure().stream().map(ComparisonReport::row).toList());
      page.note(StructureSection.CAVEAT);
    }
    return page;
  }

  private static List<Cell> row(Row row) {
    return List.of(Cell.text(row.name()), Cell.of(row.a()), Cell.of(row.b()));
  }

  private static void addCircular(HtmlPage page, CircularComparison circular) {
    page.section("Equivalence");
    page.facts(
        List.of(
            "E, between the curves",
            "delta, between random ones",
            "decay rate κ of A",
            "κ of B",
            "share of zeros in A",
            "zeros in B"),
        List.of(
            Cell.of(circular.statistic()),
            Cell.of(circular.threshold()),
            Cell.of(circular.a().decayRate()),
            Cell.of(circular.b().decayRate()),
            Cell.of(circular.a().spikeAtZero()),
            Cell.of(circular.b().spikeAtZero())));
    page.charts(curves(circular), difference(circular));
    page.note(
        "Circular spectral difference: how far the density of all weight spectra, each divided by its"
            + " largest eigenvalue, is from that of random unitary matrices of the same orders (%s, %d"
                .formatted(circular.a().ensemble(), circular.a().draws())
            + " draws), cumulated from the right. The idea is Süzen's (arXiv:2006.13687); axis, bins,"
            + " E and delta are ours, so these numbers can be compared with each other only. E is the"
            + " standard deviation of A − B over x > 0; delta the 0.95 quantile of E between pairs of"
            + " networks of random Gaussian weights in the shapes of A or of B.");
    page.note(
        "It sees neither the scale of a layer, nor the order of layers, nor singular vectors. Equivalent"
            + " is the absence of evidence: small layers fluctuate so much that one of six may be"
            + " changed altogether and pass. A large share of zeros moves κ and E: look at it first."
            + " κ is a fit of what is no exponential.");
  }

  private static Chart curves(CircularComparison circular) {
    Chart chart =
        Chart.overNumbers(
            "Circular spectral difference",
            Axis.linear("x: eigenvalue / largest, cosine of a phase"),
            Axis.linear("CSD"));
    chart.series("A").line(points(circular.a().curve()));
    chart.series("B").line(points(circular.b().curve()));
    return chart;
  }

  private static Chart difference(CircularComparison circular) {
    Chart chart =
        Chart.overNumbers(
            "Difference of the curves",
            Axis.linear("x; E is taken over x > 0"),
            Axis.linear("CSD of A − CSD of B"));
    chart.series("A − B").line(points(circular.difference()));
    return chart;
  }

  private static List<Point> points(List<Double> curve) {
    List<Double> centres = CircularSpectralDifference.binCentres();
    return IntStream.range(0, curve.size())
        .mapToObj(i -> new Point(centres.get(i), curve.get(i)))
        .toList();
  }

  private static void addMatrices(HtmlPage page, Comparison comparison) {
    page.section("Weights, matrix by matrix");
    List<Chart> charts = comparison.matrices().stream().map(p -> spectra(p, comparison)).toList();
    if (charts.size() <= PLOTS) {
      page.charts(charts.toArray(Chart[]::new));
    } else {
      page.choice("Layer", charts);
    }
    page.note(
        "Matched by their order. Over an eigenvalue λ of A Aᵀ the share of all that are at least as"
            + " large.");
    page.table(
        List.of(
            "A",
            "B",
            "N × M of A",
            "of B",
            "spectral norm of A",
            "of B",
            "stable rank of A",
            "of B",
            "tail α of A",
            "of B"),
        comparison.matrices().stream().map(pair -> row(pair, comparison)).toList());
    page.note(
        "α may differ widely between equal networks: the tail may begin elsewhere. See the report of"
            + " a single network for what these numbers mean.");
  }

  private static Chart spectra(Pair pair, Comparison comparison) {
    String nameOfA = name(pair.a(), comparison.a());
    String nameOfB = name(pair.b(), comparison.b());
    Chart chart =
        Chart.overNumbers(
            "%d: %s"
                .formatted(
                    pair.index() + 1,
                    nameOfA.equals(nameOfB) ? nameOfA : nameOfA + " and " + nameOfB),
            Axis.logarithmic("eigenvalue λ"),
            Axis.logarithmic("share of eigenvalues ≥ λ"));
    chart.series("A").line(pair.a().map(SpectrumPlots::curve).orElse(List.of()));
    chart.series("B").line(pair.b().map(SpectrumPlots::curve).orElse(List.of()));
    return chart;
  }

  private static List<Cell> row(Pair pair, Comparison comparison) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(name(pair.a(), comparison.a())));
    row.add(Cell.text(name(pair.b(), comparison.b())));
    row.add(shape(pair.a()));
    row.add(shape(pair.b()));
    addNumbers(row, pair, matrix -> matrix.summary().spectralNorm());
    addNumbers(row, pair, matrix -> matrix.summary().stableRank());
    addNumbers(row, pair, matrix -> matrix.summary().tail().alpha());
    return row;
  }

  private static void addNumbers(
      List<Cell> row, Pair pair, Function<MatrixAnalysis, Value> measure) {
    Value none = Value.absent(NO_SUCH_MATRIX);
    row.add(Cell.of(pair.a().map(measure).orElse(none)));
    row.add(Cell.of(pair.b().map(measure).orElse(none)));
  }

  private static String name(Optional<MatrixAnalysis> matrix, Analysis analysis) {
    return matrix.map(m -> WeightSection.label(m, analysis.matrices())).orElse("–");
  }

  private static Cell shape(Optional<MatrixAnalysis> matrix) {
    return Cell.text(
        matrix
            .map(m -> "%,d\u00a0×\u00a0%,d".formatted(m.matrix().rows(), m.matrix().columns()))
            .orElse("–"));
  }

  private static void addCpse(HtmlPage page, Analysis a, Analysis b) {
    page.section("Weights of the whole network: cPSE");
    List<List<Cell>> rows = new ArrayList<>();
    for (BesideRandom one : BesideRandom.of(a)) {
      BesideRandom other = BesideRandom.of(b, one.profile());
      rows.add(
          List.of(
              Cell.text(one.profile().label()),
              Cell.of(one.cpse()),
              Cell.of(one.z()),
              Cell.of(other.cpse()),
              Cell.of(other.z())));
    }
    page.table(List.of("profile", "cPSE of A, log10 bits", "z of A", "cPSE of B", "z of B"), rows);
    page.note(AnalysisReport.CPSE_CAVEAT);
  }
}
