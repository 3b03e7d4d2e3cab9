package io.complexometer.measure.scaling;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * By which law a series changes, as far as it can be told.
 *
 * <p>That observables of a training follow power laws is a finding of Janik, Witaszczyk,
 * arXiv:2006.04791. How they fitted could not be had: models, evidence and decision are ours.
 *
 * @param decision what can be said
 * @param points number of points
 * @param decades of time that they reach over
 * @param fits of all laws for which there were points enough, the best first
 * @param best the law that was decided on; empty where none was
 * @param between the laws that describe the series equally well; empty unless undecided
 */
public record ScalingLaw(
    Decision decision,
    int points,
    double decades,
    List<Fit> fits,
    Optional<Fit> best,
    List<Family> between) {

  // How it decides: three steps, each at odds of 10 to 1, a difference of BIC of 2 ln 10 = 4.6.
  //
  // 1. The constant against the best of the others. Less than 10 : 1: no trend.
  // 2. {power, power with offset, broken power} against exponential against logarithm, the best
  //    against the second. Less than 10 : 1: undecided.
  // 3. Within the powers the simplest, unless a richer one is better by 10 : 1. Broken power counts
  //    in steps 1 and 2 only if it is that much better than both of the others.
  //
  // Less than a decade is too short, whatever the evidence. Without these margins one in ten pure
  // power laws gets a needless offset.

  private static final double EVIDENCE = 4.6;

  /** Decades of time below which nothing is said of a law. */
  public static final double LEAST_DECADES = 1;

  /** More points than parameters, by which a law has to be exceeded to be fitted. */
  private static final int SPARE_POINTS = 3;

  public ScalingLaw {
    fits = List.copyOf(fits);
    between = List.copyOf(between);
  }

  /**
   * Fits all laws and decides.
   *
   * @param points the series
   * @return what can be said of it
   */
  public static ScalingLaw of(Points points) {
    return of(points, EnumSet.allOf(Family.class));
  }

  /**
   * Fits some laws and decides. All but the broken power take milliseconds.
   *
   * @param points the series
   * @param families that are tried
   * @return what can be said of it
   */
  public static ScalingLaw of(Points points, Set<Family> families) {
    return of(points, families, BrokenPower::fit);
  }

  /**
   * Fits the same series again after it has grown, which takes milliseconds: a break is not
   * searched for, but stays where it was.
   *
   * @param grown the series
   * @return what can be said of it now
   */
  public ScalingLaw refit(Points grown) {
    Optional<Fit> broken = fit(Family.BROKEN_POWER);
    return broken.isEmpty()
        ? of(grown, EnumSet.complementOf(EnumSet.of(Family.BROKEN_POWER)))
        : of(
            grown, EnumSet.allOf(Family.class), two -> two.fitAt(broken.get().breakTime().orNaN()));
  }

  private static ScalingLaw of(
      Points points, Set<Family> families, Function<BrokenPower, Fit> breaking) {
    List<Fit> fits = new ArrayList<>();
    if (points.count() > 0 && !points.isFlat()) {
      int exponent = points.exponent();
      Points near1 = points.scaled(-exponent); // the squares of all values shall be numbers
      VariableProjection projection = new VariableProjection(near1);
      for (Family family : families) {
        if (points.count() >= family.parameters() + SPARE_POINTS) {
          Fit fit =
              family == Family.BROKEN_POWER
                  ? breaking.apply(new BrokenPower(near1))
                  : projection.fit(family);
          fits.add(fit.scaled(exponent, points.count()));
        }
      }
    }
    fits.sort(Comparator.comparingDouble(Fit::bic));
    return decide(points, fits);
  }

  /** Decides between laws that are fitted. */
  static ScalingLaw decide(Points points, List<Fit> fits) {
    if (points.decades() < LEAST_DECADES) {
      return of(Decision.TOO_SHORT, points, fits, Optional.empty(), List.of());
    }
    Optional<Fit> power = power(fits);
    List<Fit> kinds = new ArrayList<>();
    power.ifPresent(kinds::add);
    find(fits, Family.EXPONENTIAL).ifPresent(kinds::add);
    find(fits, Family.LOGARITHM).ifPresent(kinds::add);
    kinds.sort(Comparator.comparingDouble(fit -> lowest(fits, fit)));
    if (kinds.isEmpty()) {
      Decision none = points.isFlat() ? Decision.NO_TREND : Decision.TOO_SHORT;
      return of(none, points, fits, Optional.empty(), List.of());
    }
    double best = lowest(fits, kinds.get(0));
    Optional<Fit> constant = find(fits, Family.CONSTANT);
    if (constant.isPresent() && constant.get().bic() - best < EVIDENCE) {
      return of(Decision.NO_TREND, points, fits, constant, List.of());
    }
    if (kinds.size() > 1 && lowest(fits, kinds.get(1)) - best < EVIDENCE) {
      List<Family> between =
          kinds.stream()
              .filter(fit -> lowest(fits, fit) - best < EVIDENCE)
              .map(Fit::family)
              .toList();
      return of(Decision.UNDECIDED, points, fits, Optional.empty(), between);
    }
    Fit chosen = kinds.get(0);
    return of(Decision.of(chosen.family()), points, fits, Optional.of(chosen), List.of());
  }

  /** The evidence with which a kind of law stands: of powers the best member's. */
  private static double lowest(List<Fit> fits, Fit kind) {
    double bic = kind.bic();
    if (kind.family() == Family.POWER) {
      // an offset that is better, but not by enough to be taken, speaks for powers all the same
      bic = Math.min(bic, find(fits, Family.POWER_WITH_OFFSET).map(Fit::bic).orElse(bic));
    }
    return bic;
  }

  /** The simplest of the power laws, unless a richer one is better by 10 : 1. */
  private static Optional<Fit> power(List<Fit> fits) {
    Optional<Fit> chosen = find(fits, Family.POWER);
    Optional<Fit> offset = find(fits, Family.POWER_WITH_OFFSET);
    double lower =
        Math.min(
            chosen.map(Fit::bic).orElse(Double.POSITIVE_INFINITY),
            offset.map(Fit::bic).orElse(Double.POSITIVE_INFINITY));
    if (offset.isPresent()
        && (chosen.isEmpty() || chosen.get().bic() - offset.get().bic() >= EVIDENCE)) {
      chosen = offset;
    }
    Optional<Fit> broken = find(fits, Family.BROKEN_POWER);
    return broken.isPresent() && lower - broken.get().bic() >= EVIDENCE ? broken : chosen;
  }

  private static Optional<Fit> find(List<Fit> fits, Family family) {
    return fits.stream().filter(fit -> fit.family() == family).findFirst();
  }

  private static ScalingLaw of(
      Decision decision, Points points, List<Fit> fits, Optional<Fit> best, List<Family> between) {
    return new ScalingLaw(decision, points.count(), points.decades(), fits, best, between);
  }

  /**
   * The fit of a law.
   *
   * @param family which
   * @return empty where there were too few points for it
   */
  public Optional<Fit> fit(Family family) {
    return find(fits, family);
  }
}
