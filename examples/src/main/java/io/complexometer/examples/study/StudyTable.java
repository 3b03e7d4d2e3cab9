package io.complexometer.examples.study;

import io.complexometer.measure.Value;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Prints a study for people: exponents, then values, true labels beside shuffled ones. */
public final class StudyTable {
  private static final String NOTHING = "-";
  private static final String ROW = "%6s  %-44s %1s %s"; // within 98 columns

  private final PrintWriter out;
  private final Study study;

  /**
   * A table.
   *
   * @param out where it goes
   * @param study what was found
   */
  public StudyTable(PrintWriter out, Study study) {
    this.out = out;
    this.study = study;
  }

  /** Prints the table. */
  public void print() {
    printExponents();
    printLevels();
    out.flush();
  }

  /**
   * How a training ended.
   *
   * @param run one
   * @return a line
   */
  public static String line(StudyRun run) {
    return String.format(
        Locale.ROOT,
        "%4d units, %-8s labels, seed %d: %,d iterations in %.0f s, %.1f %% of the training examples"
            + " known, test accuracy %.1f %%",
        run.width(),
        run.labels().label(),
        run.seed(),
        run.iterations(),
        run.seconds(),
        100 * run.trainAccuracy(),
        100 * run.testAccuracy());
  }

  private void printExponents() {
    boolean single = study.settings().seeds().size() == 1;
    line("");
    line("exponents, by units");
    line(ROW, "", "true labels", "", "shuffled labels");
    for (String series : study.series()) {
      line("%s", series);
      for (int width : study.settings().widths()) {
        Optional<Finding> known = study.finding(series, width, Labels.TRUE);
        Optional<Finding> shuffled = study.finding(series, width, Labels.SHUFFLED);
        boolean apart =
            known.isPresent() && shuffled.isPresent() && known.get().isApart(shuffled.get());
        line(ROW, Integer.toString(width), law(known), apart ? "*" : "", law(shuffled));
      }
    }
    line(
        "  In brackets %s; ..: open. *: the same law,",
        single ? "the interval at 95 %" : "the lowest and the highest exponent of the seeds");
    line(
        "  and the brackets have nothing in common. Offset: a power law towards an offset. Broken:");
    line(
        "  the exponents before and after the break, at t = @. R2: of the law's line; where it is");
    line("  low, the series follows none of the laws, though one is far better than the others.");
    if (!single) {
      line("  2/3: so many seeds agree on the law; the exponent is their median.");
    }
  }

  /** A law in a column. */
  static String law(Optional<Finding> finding) {
    if (finding.isEmpty()) {
      return NOTHING;
    }
    Finding found = finding.get();
    StringBuilder text = new StringBuilder(brief(found.decided()));
    if (found.exponent().isPresent()) {
      text.append(' ');
      if (found.earlierExponent().isPresent()) {
        text.append(number(found.earlierExponent())).append(", then ");
      }
      text.append(number(found.exponent()));
      if (found.low().isPresent() || found.high().isPresent()) {
        text.append(" [%s, %s]".formatted(number(found.low()), number(found.high())));
      }
      if (found.breakTime().isPresent()) {
        text.append(String.format(Locale.ROOT, " @%.0f", found.breakTime().orNaN()));
      }
    }
    if (found.determination().isPresent()) {
      text.append(String.format(Locale.ROOT, " R2 %.2f", found.determination().orNaN()));
    }
    return text.toString();
  }

  private static String brief(String decided) {
    return decided.replace("power with offset", "offset").replace("broken power", "broken");
  }

  private void printLevels() {
    line("");
    line("values, by units");
    String head = "%9s %9s %9s %9s".formatted("first", "least", "most", "last");
    line(ROW, "", "true labels", "", "shuffled labels");
    line(ROW, "", head, "", head);
    for (String series : study.series()) {
      line("%s", series);
      for (int width : study.settings().widths()) {
        line(
            ROW,
            Integer.toString(width),
            levels(study.finding(series, width, Labels.TRUE)),
            "",
            levels(study.finding(series, width, Labels.SHUFFLED)));
      }
    }
    line("  At the first and the last sample, and the least and greatest value between them.");
  }

  private static String levels(Optional<Finding> finding) {
    return finding
        .map(
            found ->
                String.format(
                    Locale.ROOT,
                    "%9.4g %9.4g %9.4g %9.4g",
                    found.first(),
                    found.least(),
                    found.greatest(),
                    found.last()))
        .orElse(NOTHING);
  }

  private static String number(Value value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.orNaN()) : "..";
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values).stripTrailing());
  }
}
