package io.complexometer.examples.fitting;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints laws for people: of one series all that was found, of several a line for each. */
public final class FitTable {
  private static final String NOTHING = "-";
  private static final int WIDTH = 96;
  private static final String NUMBERS = "%8s %16s %6s %6s";
  private static final int LONGEST_NAME = 36;

  private final PrintWriter out;
  private final SeriesSource source;
  private final List<FittedSeries> series;

  /**
   * A table.
   *
   * @param out where it goes
   * @param source what was read
   * @param series its series with their laws, at least one
   */
  public FitTable(PrintWriter out, SeriesSource source, List<FittedSeries> series) {
    this.out = out;
    this.source = source;
    this.series = series;
  }

  /** Prints the table. */
  public void print() {
    line("%s: %s", source.name(), source.contents());
    source.notices().forEach(notice -> wrapped("notice: " + notice));
    line("");
    if (series.size() == 1) {
      printOne(series.get(0));
    } else {
      printAll();
    }
    out.flush();
  }

  private void printOne(FittedSeries one) {
    wrapped("%s: %s.".formatted(one.name(), DecisionSentence.of(one)));
    one.caveats().forEach(caveat -> wrapped("But " + caveat + "."));
    if (!one.law().fits().isEmpty()) {
      printFamilies(one);
    }
    line("");
    LogLogPlot plot = new LogLogPlot(one.points(), one.law().best());
    plot.lines().forEach(text -> line("%s", text));
    line(
        "  %s over t, %s%s",
        one.name(),
        plot.isLogLog() ? "both logarithmic" : "t logarithmic; y is not everywhere positive",
        one.law().best().map(fit -> "; dots: " + fit.family().label()).orElse(""));
    if (one.law().best().isPresent() && one.law().decision() != Decision.NO_TREND) {
      printProjections(one);
    }
  }

  private void printFamilies(FittedSeries one) {
    line("");
    line(
        "%-18s %8s %16s %9s %9s %4s %8s %6s %6s",
        "law", "exponent", "95 % interval", "amplitude", "offset", "rho", "BIC", "more", "R^2");
    double least = one.law().fits().get(0).bic();
    for (Fit fit : one.law().fits()) {
      line(
          "%-18s %8s %16s %9s %9s %4.2f %8.1f %6.1f %6s",
          fit.family().label(),
          fit.exponent().isPresent() ? DecisionSentence.exponent(fit.exponent()) : NOTHING,
          interval(fit),
          fit.family() == Family.CONSTANT ? NOTHING : DecisionSentence.number(fit.amplitude()),
          DecisionSentence.hasOffset(fit) ? DecisionSentence.number(fit.offset()) : NOTHING,
          fit.rho(),
          fit.bic(),
          fit.bic() - least,
          determination(fit.determination()));
    }
    line("  more: BIC above the least; 4.6 is evidence of 10 : 1. rho: correlation of neighbours.");
    for (Fit fit : one.law().fits()) {
      if (fit.breakTime().isPresent()) {
        line(
            "  broken power: breaks at t = %s, exponent %.3f before; amplitude: y there.",
            DecisionSentence.number(fit.breakTime().orNaN()), fit.earlierExponent().orNaN());
      } else if (fit.timeConstant().isPresent()) {
        line(
            "  exponential: time constant %s.",
            DecisionSentence.number(fit.timeConstant().orNaN()));
      }
    }
  }

  private static String interval(Fit fit) {
    Optional<Interval> interval = fit.interval();
    return interval.map(DecisionSentence::interval).orElse(NOTHING);
  }

  private static String determination(Value value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.orNaN()) : NOTHING;
  }

  private void printProjections(FittedSeries one) {
    line("");
    line("if the law goes on");
    line("  %-28s %s", "local slope, t = " + time(one.lastTime()), exponent(one.localSlope()));
    line("  %-28s %s", "limit of y", limit(one));
    line("  %-28s %s", "y at t = " + time(one.at()), DecisionSentence.projected(one.value()));
    line("  %-28s %s", "settled from t =", DecisionSentence.projected(one.settled()));
    line(
        "  settled: changes by less than %s in 1,000 iterations. Intervals: 95 %%, if the law is right.",
        DecisionSentence.number(one.threshold()));
  }

  private static String limit(FittedSeries one) {
    return one.asymptote().value().isPresent()
        ? DecisionSentence.projected(one.asymptote())
        : "none";
  }

  private static String time(double t) {
    return DecisionSentence.number(t);
  }

  private static String exponent(Value value) {
    return DecisionSentence.exponent(value);
  }

  private void printAll() {
    int width =
        series.stream()
            .mapToInt(one -> Math.min(LONGEST_NAME, one.name().length()))
            .max()
            .orElse(0);
    String name = "%-" + width + "s  %-18s ";
    line(name + NUMBERS, "series", "decision", "exponent", "95 % interval", "R^2", "points");
    for (FittedSeries one : series) {
      String doubt = isDoubtful(one) ? "?" : "";
      String start = name.formatted(shortened(one.name()), one.law().decision().label() + doubt);
      if (one.law().decision() == Decision.UNDECIDED) {
        line("%s %s", start, DecisionSentence.between(one.law()));
        continue;
      }
      Optional<Fit> best = one.law().best();
      line(
          "%s" + NUMBERS,
          start,
          best.map(Fit::exponent).filter(Value::isPresent).map(FitTable::exponent).orElse(NOTHING),
          best.map(FitTable::interval).orElse(NOTHING),
          determination(one.determination()),
          one.law().points());
    }
    if (series.stream().anyMatch(FitTable::isDoubtful)) {
      line("  ?: with a but, which --measure shows.");
    }
    line("");
    wrapped("--measure NAME[/LAYER] shows one in full; NAME of " + measures() + ".");
  }

  private static boolean isDoubtful(FittedSeries one) {
    return one.law().decision() != Decision.NO_TREND
        && one.law().best().isPresent()
        && !one.caveats().isEmpty();
  }

  private String measures() {
    return String.join(", ", source.measures());
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "~";
  }

  private void wrapped(String sentence) {
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

  private void line(String format, Object... values) {
    String text = String.format(Locale.ROOT, format, values).replaceAll("\\p{Cntrl}", "?");
    out.println(text.stripTrailing());
  }
}
