package io.complexometer.examples.report;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The part of a report on single weight matrices. */
final class WeightSection {
  /** As many curves can be told apart; of more, as many are shown at first. */
  private static final int CURVES = 8;

  private static final String UNRELIABLE = " *";

  private WeightSection() {}

  static void add(HtmlPage page, Analysis analysis) {
    List<MatrixAnalysis> matrices = analysis.matrices();
    page.section("Weights, matrix by matrix");
    page.wide(spectra(matrices));
    page.note(
        "Each curve is one weight matrix A of N rows (output units): over an eigenvalue λ of A Aᵀ"
            + " the share of the N that are at least as large. Eigenvalues that cannot be told from"
            + " zero are left out; the table counts them. Dashed: the power law that fits the"
            + " largest best (Clauset, Shalizi, Newman, arXiv:0706.1062), of slope 1 − α.");
    page.table(head(), matrices.stream().map(matrix -> row(matrix, matrices)).toList());
    page.note(
        "Spectral norm: the largest singular value. Stable rank: Σ λ / λ max, from 1, where one"
            + " direction carries all, to min(N, M) (Rudelson, Vershynin, arXiv:math/0503442)."
            + " Effective rank: exp of the entropy of the shares of λ, our variant of Roy and"
            + " Vetterli's (2007).");
    page.note(
        "α: 2 to 6 is what users of WeightWatcher call usual for trained layers; Martin and Mahoney"
            + " (arXiv:1810.01075) read a small one as a sign of good training. But the fit gives a"
            + " number whether or not there is a power law. Random Gaussian matrices have none: beside"
            + " α stands the median of 20 of the same shape, and near it α says nothing. Marked *:"
            + " fewer than 50 eigenvalues to choose a tail from, or a tail that is estimated. None:"
            + " fewer than 20.");
    if (matrices.stream().anyMatch(matrix -> matrix.spectrum().accuracy().isPresent())) {
      page.note(
          "Marked ~: too large to be decomposed, estimated by Lanczos quadrature. Norm and stable"
              + " rank are right, most single eigenvalues are quantiles of an estimated density.");
    }
    if (matrices.size() > 2) {
      page.charts(
          along(matrices, "Stable rank", m -> m.summary().stableRank()),
          along(matrices, "Spectral norm", m -> m.summary().spectralNorm()),
          alphas(matrices));
    }
  }

  /** The name of a matrix: of its layer, and of the parameter where the layer has several. */
  static String label(MatrixAnalysis matrix, List<MatrixAnalysis> all) {
    WeightMatrix own = matrix.matrix();
    long inLayer = all.stream().filter(m -> m.matrix().layer().equals(own.layer())).count();
    return own.layer().name() + (inLayer > 1 ? " " + own.parameter() : "");
  }

  private static Chart spectra(List<MatrixAnalysis> matrices) {
    Chart chart =
        Chart.overNumbers(
            "Eigenvalues of the weight matrices",
            Axis.logarithmic("eigenvalue λ of A Aᵀ"),
            Axis.logarithmic("share of eigenvalues ≥ λ"));
    Set<Integer> shown = shown(matrices.size());
    for (int i = 0; i < matrices.size(); i++) {
      MatrixAnalysis matrix = matrices.get(i);
      Chart.Series series = chart.series(label(matrix, matrices));
      if (!shown.contains(i)) {
        series.hidden();
      }
      series.line(SpectrumPlots.curve(matrix)).dashed(SpectrumPlots.tail(matrix));
    }
    return chart;
  }

  /** Of many the first, the last, and others evenly between. */
  private static Set<Integer> shown(int count) {
    int curves = Math.min(CURVES, count);
    return IntStream.range(0, curves)
        .mapToObj(i -> i * (count - 1) / Math.max(1, curves - 1))
        .collect(Collectors.toSet());
  }

  private static List<String> head() {
    return List.of(
        "layer",
        "type",
        "rows N × columns M",
        "spectral norm",
        "stable rank",
        "effective rank",
        "tail α",
        "± error",
        "α of random ones",
        "in the tail",
        "zeros");
  }

  private static List<Cell> row(MatrixAnalysis analysis, List<MatrixAnalysis> all) {
    WeightMatrix matrix = analysis.matrix();
    boolean reliable = analysis.summary().tail().reliable().orNaN() == 1;
    boolean fitted = analysis.summary().tail().alpha().isPresent();
    Cell alpha = Cell.of(analysis.summary().tail().alpha());
    boolean estimated = analysis.spectrum().accuracy().isPresent();
    List<Cell> row = new ArrayList<>();
    row.add(Cell.text(label(analysis, all) + (estimated ? " ~" : "")));
    row.add(Cell.text(matrix.layer().type()));
    row.add(Cell.text("%,d\u00a0×\u00a0%,d".formatted(matrix.rows(), matrix.columns())));
    row.add(Cell.of(analysis.summary().spectralNorm()));
    row.add(Cell.of(analysis.summary().stableRank()));
    row.add(Cell.of(analysis.summary().effectiveRank()));
    row.add(fitted && !reliable ? alpha.marked(UNRELIABLE) : alpha);
    row.add(Cell.of(analysis.summary().tail().standardError()));
    row.add(Cell.of(analysis.randomAlpha()));
    row.add(Cell.of(analysis.summary().tail().eigenvalues()));
    row.add(zeros(analysis));
    return row;
  }

  private static Cell zeros(MatrixAnalysis analysis) {
    SpectralDensity density =
        SpectralDensity.of(analysis.spectrum(), (int) analysis.matrix().columns());
    return density.absence().isPresent()
        ? Cell.of(Value.absent(density.absence().get()))
        : Cell.count(density.zeros());
  }

  private static Chart along(
      List<MatrixAnalysis> matrices, String what, Function<MatrixAnalysis, Value> measure) {
    List<Value> values = matrices.stream().map(measure).toList();
    Chart chart =
        Chart.overNames(
            what + " along the network",
            matrices.stream().map(matrix -> label(matrix, matrices)).toList(),
            Axis.of(what, values));
    chart.series(what).values(values);
    return chart;
  }

  private static Chart alphas(List<MatrixAnalysis> matrices) {
    Chart chart = along(matrices, "Tail exponent α", m -> m.summary().tail().alpha());
    chart
        .series("of random matrices")
        .muted()
        .values(matrices.stream().map(MatrixAnalysis::randomAlpha).toList());
    return chart;
  }
}
