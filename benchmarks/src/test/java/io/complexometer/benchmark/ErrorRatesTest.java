package io.complexometer.benchmark;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Error rates of the decision and coverage of the intervals, 500 series each at the settings that
 * tell most, against those of an independent prototype in numpy. The program has them all.
 */
final class ErrorRatesTest {
  private static final int SEEDS = 500;

  /** By chance one comparison in forty falls below. */
  private static final double SIGNIFICANT = 0.025;

  /** The least coverage of the prototype, for each correlation. */
  private static final Map<Double, Double> COVERAGE = Map.of(0.0, 0.95, 0.5, 0.92, 0.8, 0.85);

  private static final List<ErrorCounts> COUNTS = new ArrayList<>();

  @BeforeAll
  static void draw() {
    for (SyntheticSeries.Law law : SyntheticSeries.Law.values()) {
      if (law.hasExponent()) {
        for (double rho : COVERAGE.keySet()) {
          draw(law, SyntheticSeries.Grid.EVEN_54, rho, 0.02);
          draw(law, SyntheticSeries.Grid.EVEN_54, rho, 0.2);
        }
      } else if (law != SyntheticSeries.Law.UNFINISHED) { // of which the prototype has no rate
        draw(law, SyntheticSeries.Grid.EVEN_28, 0.8, 0.02);
        draw(law, SyntheticSeries.Grid.EVEN_28, 0.8, 0.2);
        draw(law, SyntheticSeries.Grid.EVEN_54, 0.5, 0.2);
      }
    }
  }

  private static void draw(
      SyntheticSeries.Law law, SyntheticSeries.Grid grid, double rho, double noise) {
    COUNTS.add(ErrorCounts.of(new SyntheticSeries(law, grid, rho, noise), SEEDS));
  }

  @Test
  void decisions_areWrongNoMoreOftenThanThePrototypes() {
    for (ErrorClaim claim : ErrorClaim.ALL.stream().filter(ErrorClaim::hasPrototype).toList()) {
      List<ErrorCounts> its =
          COUNTS.stream().filter(each -> claim.of().test(each.series())).toList();
      assertTrue(!its.isEmpty(), claim::name);
      int all = its.stream().mapToInt(claim::errors).sum();
      int most = its.stream().mapToInt(claim::errors).max().orElseThrow();
      int errors = claim.isPooled() ? all : most;
      int series = claim.isPooled() ? its.size() * SEEDS : SEEDS;
      assertTrue(
          claim.chance(errors, series) >= SIGNIFICANT,
          () -> claim.name() + ": " + errors + " of " + series);
    }
  }

  @Test
  void intervals_holdTheExponentNoLessOftenThanThePrototypes() {
    for (ErrorCounts counts : COUNTS) {
      if (counts.series().law().hasExponent()) {
        int least =
            new BinomialDistribution(SEEDS, COVERAGE.get(counts.series().rho()))
                .inverseCumulativeProbability(SIGNIFICANT);
        assertTrue(counts.covered() >= least, () -> counts + ", expected at least " + least);
      }
    }
  }
}
