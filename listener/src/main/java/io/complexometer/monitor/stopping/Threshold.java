package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Verdict;

/** The newest value of a series is above a number, or below it: {@code cpseZ above 3}. */
public final class Threshold extends SeriesCriterion {
  private final boolean above;
  private final double limit;

  Threshold(SeriesPattern pattern, boolean above, double limit) {
    super(pattern, 1);
    if (!Double.isFinite(limit)) {
      throw new IllegalArgumentException("a limit must be a number: " + limit);
    }
    this.above = above;
    this.limit = limit;
  }

  /**
   * The value is greater.
   *
   * @param series as {@link SeriesPattern} reads it; if it names several, all have to be above
   * @param limit in the unit of the series
   * @return the criterion
   */
  public static Threshold above(String series, double limit) {
    return new Threshold(SeriesPattern.of(series), true, limit);
  }

  /**
   * The value is less.
   *
   * @param series as {@link SeriesPattern} reads it; if it names several, all have to be below
   * @param limit in the unit of the series
   * @return the criterion
   */
  public static Threshold below(String series, double limit) {
    return new Threshold(SeriesPattern.of(series), false, limit);
  }

  /**
   * The training has come far enough.
   *
   * @param iteration that has to be exceeded
   * @return the criterion
   */
  public static Criterion iterationAbove(int iteration) {
    return new IterationLimit(true, iteration);
  }

  @Override
  Verdict judge(Track track, Sample sample) {
    boolean met = above ? track.value() > limit : track.value() < limit;
    return new Verdict(
        met,
        "%s, %s%s %s"
            .formatted(says(track), met ? "" : "not ", side(above), CriterionText.number(limit)));
  }

  @Override
  public String describe() {
    return "%s %s %s".formatted(name(), side(above), CriterionText.number(limit));
  }

  static String side(boolean above) {
    return above ? "above" : "below";
  }
}
