package io.complexometer.benchmark;

import io.complexometer.measure.scaling.Decision;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How often the decision on a series of known law is wrong, and how often the interval of an
 * exponent holds the true one: many series of each law, for several lengths, sizes of noise and
 * correlations of neighbours.
 */
@Command(
    name = "ErrorRates",
    description = "Wrong decisions and coverage of scaling laws on synthetic series.")
final class ErrorRates implements Callable<Integer> {
  private static final double[] RHO = {0, 0.5, 0.8};
  private static final double[] NOISE = {0.02, 0.2};

  @Option(names = "--seeds", description = "Series of each setting (${DEFAULT-VALUE}).")
  private int seeds = 500;

  @Option(
      names = "--grids",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).",
      defaultValue = "EVEN_28,EVEN_54,EVEN_109,KEPT_30")
  private List<SyntheticSeries.Grid> grids;

  @Override
  public Integer call() {
    printHead();
    List<ErrorCounts> all = new ArrayList<>();
    for (SyntheticSeries.Grid grid : grids) {
      for (SyntheticSeries.Law law : SyntheticSeries.Law.values()) {
        for (double rho : RHO) {
          for (double noise : NOISE) {
            ErrorCounts counts = ErrorCounts.of(new SyntheticSeries(law, grid, rho, noise), seeds);
            all.add(counts);
            print(counts);
          }
        }
      }
    }
    List<ErrorCounts> even = all.stream().filter(each -> each.series().grid().isEven()).toList();
    printClaims("even", even);
    List<ErrorCounts> kept = all.stream().filter(each -> !each.series().grid().isEven()).toList();
    printClaims("kept", kept);
    printCoverage(all);
    return 0;
  }

  private static void printHead() {
    Markdown.printHead(
        "law",
        "grid",
        "rho",
        "noise",
        "no trend",
        "undecided",
        "power",
        "offset",
        "broken",
        "exponential",
        "logarithm",
        "interval holds");
  }

  private static void print(ErrorCounts counts) {
    List<Object> row = new ArrayList<>();
    row.add(counts.series().law().label);
    row.add(counts.series().grid());
    row.add(counts.series().rho());
    row.add(counts.series().noise());
    for (Decision decision : EnumSet.complementOf(EnumSet.of(Decision.TOO_SHORT))) {
      row.add(counts.count(EnumSet.of(decision)));
    }
    row.add(counts.series().law().hasExponent() ? counts.covered() : "");
    Markdown.printRow(row.toArray());
  }

  private static void printClaims(String grids, List<ErrorCounts> all) {
    if (all.isEmpty()) {
      return;
    }
    Markdown.printHead(
        grids + ": what goes wrong",
        "settings",
        "all, %",
        "least, %",
        "most, %",
        "prototype, %",
        "chance");
    for (ErrorClaim claim : ErrorClaim.ALL) {
      List<ErrorCounts> its = all.stream().filter(each -> claim.of().test(each.series())).toList();
      if (its.isEmpty()) {
        continue;
      }
      int least = its.stream().mapToInt(claim::errors).min().orElseThrow();
      int most = its.stream().mapToInt(claim::errors).max().orElseThrow();
      int errors = its.stream().mapToInt(claim::errors).sum();
      int seeds = its.get(0).seeds();
      int series = its.size() * seeds;
      double chance = claim.isPooled() ? claim.chance(errors, series) : claim.chance(most, seeds);
      Markdown.printRow(
          claim.name(),
          its.size(),
          percent(errors, series),
          percent(least, seeds),
          percent(most, seeds),
          prototype(claim),
          claim.hasPrototype() ? Markdown.decimals(3, chance) : "-");
    }
  }

  private static String prototype(ErrorClaim claim) {
    return claim.hasPrototype()
        ? percent(claim.errors(), claim.series()) + (claim.isPooled() ? " of all" : " at most")
        : "-";
  }

  private void printCoverage(List<ErrorCounts> all) {
    Markdown.printHead(
        "interval of 95 % holds the exponent, % of " + seeds, "rho", "least", "most");
    for (boolean isShort : new boolean[] {false, true}) {
      for (double rho : RHO) {
        Predicate<SyntheticSeries> its =
            series ->
                series.law().hasExponent()
                    && series.grid().isShort() == isShort
                    && series.rho() == rho;
        List<ErrorCounts> settings = all.stream().filter(each -> its.test(each.series())).toList();
        if (!settings.isEmpty()) {
          Markdown.printRow(
              isShort ? "28 and 30 points" : "more points",
              rho,
              percent(settings.stream().mapToInt(ErrorCounts::covered).min().orElseThrow(), seeds),
              percent(settings.stream().mapToInt(ErrorCounts::covered).max().orElseThrow(), seeds));
        }
      }
    }
  }

  private static String percent(int count, int of) {
    return Markdown.decimals(1, 100.0 * count / of);
  }
}
