package io.complexometer.benchmark;

import io.complexometer.measure.scaling.Decision;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hipparchus.distribution.discrete.HypergeometricDistribution;

/**
 * A decision that would be wrong, and how often an independent prototype of the same rules, in
 * numpy, took it on series of its own.
 *
 * @param name what goes wrong
 * @param wrong the decisions that are
 * @param of the series that it is about
 * @param isPooled whether the prototype's rate is that of all settings together, else of its worst
 * @param errors of the prototype
 * @param series of which that many were wrong; 0 if it has no such rate
 */
record ErrorClaim(
    String name,
    Set<Decision> wrong,
    Predicate<SyntheticSeries> of,
    boolean isPooled,
    int errors,
    int series) {

  private static final Set<Decision> POWERS =
      EnumSet.of(Decision.POWER, Decision.POWER_WITH_OFFSET, Decision.BROKEN_POWER);
  private static final Set<Decision> OTHERS = EnumSet.of(Decision.EXPONENTIAL, Decision.LOGARITHM);
  private static final double HEAVY = 0.1;

  /** All that is counted. */
  static final List<ErrorClaim> ALL =
      List.of(
          new ErrorClaim(
              "noise called a law",
              union(POWERS, OTHERS),
              law(SyntheticSeries.Law.NOISE),
              false,
              7,
              100),
          new ErrorClaim(
              "noise: undecided between laws",
              EnumSet.of(Decision.UNDECIDED),
              law(SyntheticSeries.Law.NOISE),
              false,
              0,
              0),
          new ErrorClaim(
              "power called exponential or logarithm",
              OTHERS,
              law(SyntheticSeries.Law.POWER).or(law(SyntheticSeries.Law.OFFSET)),
              false,
              3,
              100),
          new ErrorClaim(
              "exponential called power",
              POWERS,
              law(SyntheticSeries.Law.EXPONENTIAL),
              false,
              0,
              100),
          new ErrorClaim(
              "unfinished exponential called power",
              POWERS,
              law(SyntheticSeries.Law.UNFINISHED),
              false,
              0,
              0),
          new ErrorClaim(
              "logarithm called power or exponential",
              union(POWERS, EnumSet.of(Decision.EXPONENTIAL)),
              law(SyntheticSeries.Law.LOGARITHM).and(hard().negate()),
              false,
              5,
              100),
          new ErrorClaim(
              "the same: short, rho 0.8, noise 0.2",
              union(POWERS, EnumSet.of(Decision.EXPONENTIAL)),
              law(SyntheticSeries.Law.LOGARITHM).and(hard()),
              false,
              13,
              100),
          new ErrorClaim(
              "power given an offset",
              EnumSet.of(Decision.POWER_WITH_OFFSET),
              law(SyntheticSeries.Law.POWER),
              true,
              3,
              150),
          new ErrorClaim(
              "power with offset called broken",
              EnumSet.of(Decision.BROKEN_POWER),
              law(SyntheticSeries.Law.OFFSET),
              true,
              3,
              150),
          new ErrorClaim(
              "break not found, noise 0.02",
              EnumSet.complementOf(EnumSet.of(Decision.BROKEN_POWER)),
              law(SyntheticSeries.Law.BROKEN).and(each -> each.noise() < HEAVY),
              true,
              0,
              150),
          new ErrorClaim(
              "break not found, noise 0.2",
              EnumSet.complementOf(EnumSet.of(Decision.BROKEN_POWER)),
              law(SyntheticSeries.Law.BROKEN).and(each -> each.noise() > HEAVY),
              true,
              34,
              150));

  private static Predicate<SyntheticSeries> law(SyntheticSeries.Law law) {
    return series -> series.law() == law;
  }

  private static Predicate<SyntheticSeries> hard() {
    return series -> series.grid().isShort() && series.rho() > 0.7 && series.noise() > HEAVY;
  }

  private static Set<Decision> union(Set<Decision> some, Set<Decision> others) {
    Set<Decision> all = EnumSet.copyOf(some);
    all.addAll(others);
    return all;
  }

  boolean hasPrototype() {
    return series > 0;
  }

  int errors(ErrorCounts counts) {
    return counts.count(wrong);
  }

  /**
   * How probable so many errors or more are, if ours and the prototype's have the same rate: the
   * exact test of Fisher, in which the number of all errors is given.
   */
  double chance(int ours, int seeds) {
    return new HypergeometricDistribution(seeds + series, ours + errors, seeds)
        .upperCumulativeProbability(ours);
  }
}
