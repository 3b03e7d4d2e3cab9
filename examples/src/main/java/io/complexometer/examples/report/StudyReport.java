package io.complexometer.examples.report;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.study.Course;
import io.complexometer.examples.study.Finding;
import io.complexometer.examples.study.Labels;
import io.complexometer.examples.study.Study;
import io.complexometer.examples.study.StudyRun;
import io.complexometer.examples.study.StudySettings;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A study of scaling laws, as a page with plots in one HTML file. */
public final class StudyReport {
  private StudyReport() {}

  /**
   * Writes a report. An earlier report of that name is replaced, any other file is not.
   *
   * @param study what was found
   * @param version of this program
   * @param file customarily {@code *.html}; folders above it are made
   * @throws DataException if there is another file of that name, or it cannot be written
   */
  public static void write(Study study, String version, Path file) {
    page(study, version).write(file);
  }

  static HtmlPage page(Study study, String version) {
    StudySettings settings = study.settings();
    HtmlPage page =
        new HtmlPage(
            "Scaling laws of a training on " + study.data(),
            "%d hidden layers of %s units · true and shuffled labels · %s"
                .formatted(
                    StudySettings.HIDDEN_LAYERS,
                    settings.widths().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ")),
                    version));
    for (Labels labels : Labels.values()) {
      page.lead(decisions(study, labels));
    }
    page.note(
        "That effective dimension and nonlinearity follow power laws during a training is a finding of"
            + " Janik and Witaszczyk, arXiv:2006.04791. How they fitted could not be had: the laws that"
            + " are tried here, the evidence that is asked for and the decision are ours. Shuffled"
            + " labels are the other case: what is learnt of them is learnt by heart (arXiv:1611.03530).");
    addExponents(page, study);
    page.section("Courses");
    page.note(
        "Points are the samples that laws are fitted to, one in a twentieth of a decade; the line is"
            + " the law that was decided on, dashed where none was: then it is the one with the best"
            + " BIC. t is the iteration from 1.");
    for (String series : study.series()) {
      page.heading(series);
      page.charts(
          settings.widths().stream()
              .map(width -> chart(study, series, width))
              .toArray(Chart[]::new));
    }
    addLevels(page, study);
    addRuns(page, study, version);
    return page;
  }

  private static String decisions(Study study, Labels labels) {
    Map<Decision, Long> counts = new EnumMap<>(Decision.class);
    study.runs().stream()
        .filter(run -> run.labels() == labels)
        .flatMap(run -> run.courses().stream())
        .forEach(course -> counts.merge(course.trend().law().decision(), 1L, Long::sum));
    return "With %s labels: %s."
        .formatted(
            labels.label(),
            counts.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().label())
                .collect(Collectors.joining(", ")));
  }

  private static void addExponents(HtmlPage page, Study study) {
    page.section("Exponents");
    List<List<Cell>> rows = new ArrayList<>();
    for (String series : study.series()) {
      for (int width : study.settings().widths()) {
        Optional<Finding> known = study.finding(series, width, Labels.TRUE);
        Optional<Finding> shuffled = study.finding(series, width, Labels.SHUFFLED);
        boolean apart =
            known.isPresent() && shuffled.isPresent() && known.get().isApart(shuffled.get());
        rows.add(law(series, width, Labels.TRUE, known, ""));
        rows.add(law(series, width, Labels.SHUFFLED, shuffled, apart ? "yes" : ""));
      }
    }
    boolean single = study.settings().seeds().size() == 1;
    String range = single ? "95\u00a0%" : "spread";
    page.table(List.of("series", "units", "labels", "law", "exponent", range, "R²", "apart"), rows);
    page.note(
        (single
                ? "95 %: the interval of the exponent, by profile likelihood with AR(1) residuals."
                : "Exponents are medians of the seeds that agree on the law, 2/3 being two of three;"
                    + " spread: the lowest and the highest of them.")
            + " The exponent is the slope on log-log axes, of a power law with offset that of y − c,"
            + " of a broken power that after the break. Apart: the same law as with true labels,"
            + " and the ranges have nothing in common.");
    page.note(
        "No trend, undecided and too short are answers: a constant describes the series as well, two"
            + " kinds of law describe it equally well, or it is shorter than a decade. A law says how"
            + " a series went so far, and not why. All laws rise or fall throughout, or break once: where"
            + " R² is low a series follows none of them, though one is far better than the others.");
  }

  private static List<Cell> law(
      String series, int width, Labels labels, Optional<Finding> finding, String apart) {
    List<Cell> row =
        new ArrayList<>(List.of(Cell.text(series), Cell.count(width), Cell.text(labels.label())));
    finding.ifPresentOrElse(
        found -> addLaw(row, found), () -> row.addAll(Collections.nCopies(4, Cell.text("–"))));
    row.add(Cell.text(apart));
    return row;
  }

  private static void addLaw(List<Cell> row, Finding found) {
    String at =
        found.breakTime().isPresent()
            ? String.format(Locale.ROOT, " at t = %,.0f", found.breakTime().orNaN())
            : "";
    row.add(Cell.text(found.decided() + at));
    row.add(
        found.earlierExponent().isPresent()
            ? new Cell(
                decimals(found.earlierExponent()) + ", then " + decimals(found.exponent()),
                true,
                Double.toString(found.exponent().orNaN()))
            : number(found.exponent()));
    boolean none = !found.low().isPresent() && !found.high().isPresent();
    row.add(
        none
            ? new Cell("–", true, reason(found.low()))
            : new Cell(decimals(found.low()) + " to " + decimals(found.high()), true, ""));
    row.add(number(found.determination()));
  }

  private static Cell number(Value value) {
    return value.isPresent()
        ? new Cell(decimals(value), true, Double.toString(value.orNaN()))
        : Cell.of(value);
  }

  private static String reason(Value value) {
    return value instanceof Value.Absent absent ? absent.reason() : "";
  }

  private static String decimals(Value value) {
    return value.isPresent()
        ? String.format(Locale.ROOT, "%.3f", value.orNaN()).replace('-', '−')
        : reason(value);
  }

  private static Chart chart(Study study, String series, int width) {
    List<Course> courses =
        Stream.of(Labels.values())
            .flatMap(labels -> study.runs(width, labels).stream())
            .flatMap(run -> run.course(series).stream())
            .toList();
    boolean positive =
        courses.stream()
            .flatMapToDouble(one -> Arrays.stream(one.points().y()))
            .allMatch(y -> y > 0);
    Chart chart =
        Chart.overNumbers(
            "%s, %d units".formatted(series, width),
            Axis.logarithmic("t"),
            new Axis(axisTitle(courses), positive));
    for (Labels labels : Labels.values()) {
      Chart.Series shown = chart.series(labels.label() + " labels");
      for (StudyRun run : study.runs(width, labels)) {
        run.course(series).ifPresent(course -> add(shown, course, positive));
      }
    }
    return chart;
  }

  private static String axisTitle(List<Course> courses) {
    return courses.stream()
        .map(course -> course.trend().series().metric())
        .findFirst()
        .map(metric -> metric.key() + (metric.unit().isEmpty() ? "" : ", " + metric.unit()))
        .orElse("");
  }

  private static void add(Chart.Series shown, Course course, boolean logarithmic) {
    Points points = course.points();
    double first = points.t()[0];
    double last = points.t()[points.count() - 1];
    shown.dots(FitPlots.dots(points.t(), points.y()));
    ScalingLaw law = course.trend().law();
    law.best()
        .ifPresentOrElse(
            fit -> shown.line(FitPlots.curve(fit, first, last, logarithmic)),
            () ->
                law.fits().stream()
                    .findFirst()
                    .ifPresent(fit -> shown.dashed(FitPlots.curve(fit, first, last, logarithmic))));
  }

  private static void addLevels(HtmlPage page, Study study) {
    page.section("Values");
    List<List<Cell>> rows = new ArrayList<>();
    for (String series : study.series()) {
      for (int width : study.settings().widths()) {
        List<Cell> row = new ArrayList<>(List.of(Cell.text(series), Cell.count(width)));
        for (Labels labels : Labels.values()) {
          Optional<Finding> finding = study.finding(series, width, labels);
          finding.ifPresentOrElse(
              found ->
                  Stream.of(found.first(), found.least(), found.greatest(), found.last())
                      .forEach(value -> row.add(Cell.of(value))),
              () -> Stream.of(1, 2, 3, 4).forEach(i -> row.add(Cell.text("–"))));
        }
        rows.add(row);
      }
    }
    page.table(
        List.of(
            "series",
            "units",
            "true labels: first",
            "least",
            "most",
            "last",
            "shuffled labels: first",
            "least",
            "most",
            "last"),
        rows);
    page.note(
        "At the first and the last sample, and the least and greatest value between them%s."
            .formatted(study.settings().seeds().size() == 1 ? "" : "; medians of the seeds"));
  }

  private static void addRuns(HtmlPage page, Study study, String version) {
    StudySettings settings = study.settings();
    page.section("What was run");
    List<List<Cell>> rows = new ArrayList<>();
    for (StudyRun run : study.runs()) {
      rows.add(
          List.of(
              Cell.count(run.width()),
              Cell.text(run.labels().label()),
              Cell.text(Long.toString(run.seed())),
              Cell.count(run.iterations()),
              Cell.of(100 * run.trainAccuracy()),
              Cell.of(100 * run.testAccuracy()),
              Cell.of(Math.rint(run.seconds()))));
    }
    page.table(
        List.of(
            "units",
            "labels",
            "seed",
            "iterations",
            "training accuracy, %",
            "test accuracy, %",
            "seconds"),
        rows);
    page.note(
        String.format(
            Locale.ROOT,
            "%,d training examples of %d classes in batches of %d, %d epochs; rectified linear units,"
                + " softmax, Adam with a learning rate of 0.001. Activations on the first %,d test"
                + " examples, nonlinearity by the estimator %s. %s, Java %s.",
            study.trainExamples(),
            study.classes(),
            settings.batch(),
            settings.epochs(),
            study.probeExamples(),
            settings.estimator(),
            version,
            System.getProperty("java.version")));
  }
}
