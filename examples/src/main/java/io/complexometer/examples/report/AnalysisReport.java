package io.complexometer.examples.report;

import io.complexometer.examples.analysis.Absent;
import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.BesideRandom;
import io.complexometer.examples.analysis.LayerActivity;
import io.complexometer.examples.data.DataException;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.structure.Totals;
import io.complexometer.network.Layer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** What was measured of one network, as a page with plots in one HTML file. */
public final class AnalysisReport {
  /** What to know of cPSE beside its null, wherever they are shown. */
  static final String CPSE_CAVEAT =
      "Cascading periodic spectral ergodicity (Süzen, Weber, Cerdà, arXiv:1911.07831): layer after"
          + " layer joins an ensemble of weight spectra, and cPSE says how much its density still"
          + " moves. It falls with depth and grows with width even where nothing was learnt, so do"
          + " not compare it between networks of different depth or width. z is the distance from"
          + " networks of random Gaussian weights of the same shapes and norms, in their standard"
          + " deviations. It is no p-value: cPSE of random networks of few layers has a long lower"
          + " tail. The profiles paper and reference are the authors', the others ours.";

  private AnalysisReport() {}

  /**
   * Writes a report. An earlier report of that name is replaced, any other file is not.
   *
   * @param analysis what was measured
   * @param file customarily {@code *.html}; folders above it are made
   * @throws DataException if there is another file of that name, or it cannot be written
   */
  public static void write(Analysis analysis, Path file) {
    page(analysis).write(file);
  }

  static HtmlPage page(Analysis analysis) {
    HtmlPage page = new HtmlPage(analysis.name(), subtitle(analysis));
    if (!analysis.matrices().isEmpty() || analysis.structure().isPresent()) {
      page.facts(keyNames(analysis), keyNumbers(analysis));
    }
    page.warnings("What is wrong with the file", analysis.faults());
    page.warnings("What was left out", analysis.notices());
    if (!analysis.matrices().isEmpty()) {
      addCpse(page, analysis);
      WeightSection.add(page, analysis);
    }
    if (!analysis.activations().isEmpty()) {
      addActivations(page, analysis.activations());
    }
    analysis.structure().ifPresent(structure -> StructureSection.add(page, structure));
    if (!analysis.absent().isEmpty()) {
      page.section("What is absent, and why");
      page.table(
          List.of("measure", "layer", "parameter", "reason"),
          analysis.absent().stream().map(AnalysisReport::row).toList());
    }
    return page;
  }

  static String subtitle(Analysis analysis) {
    int matrices = analysis.matrices().size();
    return analysis.format()
        + (matrices == 0
            ? ", no weights"
            : ", %,d weight %s".formatted(matrices, matrices == 1 ? "matrix" : "matrices"));
  }

  private static List<String> keyNames(Analysis analysis) {
    List<String> names = new ArrayList<>();
    if (!analysis.matrices().isEmpty()) {
      names.addAll(List.of("cPSE, log10 bits", "z beside random networks"));
    }
    if (analysis.structure().isPresent()) {
      names.addAll(List.of("parameters", "depth", "path gain Γ, bits", "capacity"));
    }
    return names;
  }

  private static List<Cell> keyNumbers(Analysis analysis) {
    List<Cell> numbers = new ArrayList<>();
    if (!analysis.matrices().isEmpty()) {
      BesideRandom headline = BesideRandom.of(analysis, CpseProfile.SCALE_FREE);
      numbers.addAll(List.of(Cell.of(headline.cpse()), Cell.of(headline.z())));
    }
    if (analysis.structure().isPresent()) {
      Totals totals = analysis.structure().get().totals();
      numbers.add(Cell.count(totals.parameters()));
      numbers.add(Cell.count(totals.depth()));
      numbers.add(Cell.of(totals.log2Gain()));
      numbers.add(Cell.of(totals.capacity()));
    }
    return numbers;
  }

  private static void addCpse(HtmlPage page, Analysis analysis) {
    page.section("Weights of the whole network: cPSE");
    List<BesideRandom> all = BesideRandom.of(analysis);
    page.table(
        List.of(
            "profile",
            "cPSE, log10 bits",
            "random networks, mean",
            "standard deviation",
            "z",
            "how many"),
        all.stream()
            .map(
                one ->
                    List.of(
                        Cell.text(one.profile().label()),
                        Cell.of(one.cpse()),
                        Cell.of(one.random().mean()),
                        Cell.of(one.random().standardDeviation()),
                        Cell.of(one.z()),
                        Cell.count(one.random().draws())))
            .toList());
    page.charts(besideRandom(all));
    page.note(CPSE_CAVEAT);
  }

  private static Chart besideRandom(List<BesideRandom> all) {
    Chart chart =
        Chart.overNames(
            "cPSE beside random networks",
            all.stream().map(one -> one.profile().label()).toList(),
            Axis.linear("cPSE, log10 bits"));
    chart.series("this network").marks(all.stream().map(BesideRandom::cpse).toList());
    chart
        .series("random networks, mean ± 2 standard deviations")
        .muted()
        .ranges(
            all.stream().map(one -> one.randomAt(-2)).toList(),
            all.stream().map(one -> one.randomAt(2)).toList());
    return chart;
  }

  private static void addActivations(HtmlPage page, List<LayerActivity> activations) {
    page.section("Activations on the probe");
    page.charts(
        along(activations, "Effective dimension", LayerActivity::effectiveDimension),
        along(activations, "Nonlinearity complexity, bits", LayerActivity::nonlinearityBits));
    page.table(
        List.of(
            "layer",
            "type",
            "effective dimension",
            "units",
            "nonlinearity complexity, bits",
            "units on or off",
            "estimator",
            "rows"),
        activations.stream()
            .map(
                activity ->
                    List.of(
                        Cell.text(activity.layer().name()),
                        Cell.text(activity.layer().type()),
                        Cell.of(activity.effectiveDimension()),
                        Cell.count(activity.units()),
                        Cell.of(activity.nonlinearityBits()),
                        Cell.count(activity.binaryUnits()),
                        Cell.text(activity.estimator()),
                        Cell.count(activity.rows())))
            .toList());
    page.note(
        "Both after Janik and Witaszczyk (arXiv:2006.04791). Effective dimension: how many directions"
            + " the activations of a layer use, from 1 to its units. Nonlinearity complexity: how"
            + " many different linear maps it uses, as the entropy of which units are on; an upper"
            + " bound, by one of two estimators that are not to be compared with each other. Both"
            + " depend on the probe and, near its number of rows, on how many there are: compare"
            + " networks on the same probe only.");
  }

  private static Chart along(
      List<LayerActivity> activations, String what, Function<LayerActivity, Value> measure) {
    Chart chart =
        Chart.overNames(
            what,
            activations.stream().map(activity -> activity.layer().name()).toList(),
            Axis.linear(what));
    chart.series(what).values(activations.stream().map(measure).toList());
    return chart;
  }

  private static List<Cell> row(Absent absent) {
    return Stream.of(
            absent.measure(),
            absent.layer().map(Layer::name).orElse(""),
            absent.parameter().orElse(""),
            absent.reason())
        .map(Cell::text)
        .toList();
  }
}
