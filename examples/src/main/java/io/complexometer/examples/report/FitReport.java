package io.complexometer.examples.report;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.fitting.DecisionSentence;
import io.complexometer.examples.fitting.FittedSeries;
import io.complexometer.examples.fitting.SeriesSource;
import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.Projection;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** The laws of one or several series, as a page with plots in one HTML file. */
public final class FitReport {
  private static final List<String> LAWS =
      List.of(
          "law",
          "exponent",
          "from",
          "to",
          "amplitude",
          "offset",
          "ρ",
          "BIC",
          "R²",
          "earlier",
          "t₀",
          "τ");
  private static final List<String> SERIES =
      List.of(
          "series",
          "decision",
          "exponent",
          "from",
          "to",
          "R²",
          "limit",
          "settled from t =",
          "decades",
          "points");

  private FitReport() {}

  /**
   * Writes a report. An earlier report of that name is replaced, any other file is not.
   *
   * @param source what was read
   * @param series its series with their laws, at least one
   * @param file customarily {@code *.html}; folders above it are made
   * @throws DataException if there is another file of that name, or it cannot be written
   */
  public static void write(SeriesSource source, List<FittedSeries> series, Path file) {
    page(source, series).write(file);
  }

  static HtmlPage page(SeriesSource source, List<FittedSeries> series) {
    FittedSeries first = series.get(0);
    boolean one = series.size() == 1;
    HtmlPage page =
        new HtmlPage(
            one ? "Law of %s in %s".formatted(first.name(), source.name()) : source.name(),
            source.contents());
    if (one) {
      page.lead(DecisionSentence.of(first).replace("R^2", "R²") + ".");
    }
    page.warnings("Left out", source.notices());
    if (one) {
      page.warnings("But", first.caveats());
      addOne(page, first);
    } else {
      addAll(page, series);
    }
    return page.note(
            "Six laws are fitted by variable projection, with residuals that know of their neighbours"
                + " (AR(1), correlation ρ). A decision takes evidence of 10 : 1, a difference of 4.6"
                + " in BIC, and at least one decade of t. That observables of a training follow power"
                + " laws is a finding of arXiv:2006.04791; models, evidence and decision are ours.")
        .note(
            "Intervals of the exponent are at 95 %, and others follow from its ends, if the law is"
                + " right: that it goes on is an assumption. Where ρ is 0.8 or more they hold"
                + " somewhat less often than they say.");
  }

  private static void addOne(HtmlPage page, FittedSeries one) {
    page.facts(
        List.of("exponent", "from", "to", "R²", "slope at the end", "limit", "decades", "points"),
        List.of(
            Cell.of(best(one, Fit::exponent)),
            Cell.of(best(one, fit -> end(fit, Interval::low))),
            Cell.of(best(one, fit -> end(fit, Interval::high))),
            Cell.of(one.determination()),
            Cell.of(one.localSlope()),
            Cell.of(one.asymptote().value()),
            Cell.of(one.law().decades()),
            Cell.count(one.law().points())));
    page.section("The series and its law").wide(FitPlots.law(one));
    one.law().best().ifPresent(law -> addLaw(page, one, law));
    page.section("All laws");
    page.table(LAWS, one.law().fits().stream().map(FitReport::row).toList());
    page.note(
        "The lower BIC, the better. Of a broken power the exponent before t₀ is the earlier one, and"
            + " the amplitude is y at t₀; τ is the time constant of the exponential.");
  }

  private static void addLaw(HtmlPage page, FittedSeries one, Fit law) {
    page.note(
        "Behind the last point the law is dashed, up to t = %s. Grey are the laws at the ends of the"
                .formatted(Cell.shown(one.at()))
            + " intervals of exponent and offset, where it has any.");
    page.wide(FitPlots.residuals(one, law));
    page.note("Points that stay on one side for long speak against a law.");
    page.section("If the law goes on");
    page.table(
        List.of("what", "value", "from", "to"),
        List.of(
            projection("limit of y", one.asymptote()),
            projection("y at t = " + Cell.shown(one.at()), one.value()),
            projection(
                "t from which on y changes by less than %s in 1,000"
                    .formatted(Cell.shown(one.threshold())),
                one.settled())));
  }

  private static List<Cell> projection(String what, Projection projection) {
    return List.of(
        Cell.text(what),
        Cell.of(projection.value()),
        Cell.of(projection.low()),
        Cell.of(projection.high()));
  }

  private static List<Cell> row(Fit fit) {
    return List.of(
        Cell.text(fit.family().label()),
        Cell.of(fit.exponent()),
        Cell.of(end(fit, Interval::low)),
        Cell.of(end(fit, Interval::high)),
        Cell.of(fit.amplitude()),
        Cell.of(
            DecisionSentence.hasOffset(fit)
                ? Value.of(fit.offset())
                : Value.absent(Fit.NOT_OF_THIS_LAW)),
        Cell.of(fit.rho()),
        Cell.of(fit.bic()),
        Cell.of(fit.determination()),
        Cell.of(fit.earlierExponent()),
        Cell.of(fit.breakTime()),
        Cell.of(fit.timeConstant()));
  }

  private static void addAll(HtmlPage page, List<FittedSeries> series) {
    page.section("All series").table(SERIES, series.stream().map(FitReport::row).toList());
    page.section("Each series and its law");
    page.choice("Series", series.stream().map(FitPlots::law).toList());
    page.note("Behind the last point a law is dashed; grey are those at the ends of its interval.");
  }

  private static List<Cell> row(FittedSeries one) {
    return List.of(
        Cell.text(one.name()),
        Cell.text(
            one.law().decision() == Decision.UNDECIDED
                ? "undecided: " + DecisionSentence.between(one.law())
                : one.law().decision().label()),
        Cell.of(best(one, Fit::exponent)),
        Cell.of(best(one, fit -> end(fit, Interval::low))),
        Cell.of(best(one, fit -> end(fit, Interval::high))),
        Cell.of(one.determination()),
        Cell.of(one.asymptote().value()),
        Cell.of(one.settled().value()),
        Cell.of(one.law().decades()),
        Cell.count(one.law().points()));
  }

  private static Value best(FittedSeries one, Function<Fit, Value> number) {
    return one.law().best().map(number).orElseGet(() -> Value.absent(one.law().decision().label()));
  }

  private static Value end(Fit fit, Function<Interval, Value> end) {
    return fit.interval().map(end).orElseGet(() -> Value.absent(Fit.NOT_OF_THIS_LAW));
  }
}
