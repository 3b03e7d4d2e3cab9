package io.complexometer.monitor.stopping;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Trend;
import io.complexometer.monitor.Verdict;

/**
 * A series follows a power law with an exponent in an interval: {@code score exponent in [-0.6,
 * -0.4]}. By choice the exponent's own 95 % interval has to lie in it: {@code score exponent
 * interval in [-0.6, -0.4]}.
 *
 * <p>Of a broken power law the exponent after the break counts. Nothing is known where no power law
 * was decided on, or where its interval is asked for and open.
 */
public final class ExponentWithin extends LawCriterion {
  private final double least;
  private final double most;
  private final boolean whole;

  ExponentWithin(SeriesPattern pattern, double least, double most, boolean whole) {
    super(pattern);
    if (!(least <= most && Double.isFinite(most - least))) {
      throw new IllegalArgumentException(
          "an interval of exponents must have two ends in order: %s, %s".formatted(least, most));
    }
    this.least = least;
    this.most = most;
    this.whole = whole;
  }

  /**
   * The exponent lies between two numbers, or on one.
   *
   * @param series as {@link SeriesPattern} reads it; if it names several, of all
   * @param least the exponent, -alpha: negative of what falls
   * @param most not less
   * @return the criterion
   */
  public static ExponentWithin of(String series, double least, double most) {
    return new ExponentWithin(SeriesPattern.of(series), least, most, false);
  }

  /**
   * The same for all of the exponent's 95 % interval.
   *
   * @return another criterion
   */
  public ExponentWithin withInterval() {
    return new ExponentWithin(pattern(), least, most, true);
  }

  @Override
  Verdict judge(Track track, Trend trend) {
    Fit law = trend.law().best().orElseThrow();
    if (!law.exponent().isPresent()) {
      return Verdict.unknown(
          "%s has no exponent: %s".formatted(says(track), trend.law().decision().label()));
    }
    Interval interval = law.interval().orElse(Interval.ALL);
    boolean closed = interval.low().isPresent() && interval.high().isPresent();
    if (whole && !closed) {
      return Verdict.unknown(says(track) + ", and the interval of its exponent is open");
    }
    boolean met = whole ? holds(interval.low()) && holds(interval.high()) : holds(law.exponent());
    return new Verdict(
        met,
        "%s, its exponent %s%s is %s [%s, %s]"
            .formatted(
                says(track),
                readable(law.exponent().orNaN()),
                closed
                    ? " (%s to %s)"
                        .formatted(
                            readable(interval.low().orNaN()), readable(interval.high().orNaN()))
                    : "",
                met ? "in" : "not in",
                CriterionText.number(least),
                CriterionText.number(most)));
  }

  private boolean holds(Value exponent) {
    return exponent.orNaN() >= least && exponent.orNaN() <= most;
  }

  @Override
  public String describe() {
    return "%s exponent %sin [%s, %s]"
        .formatted(
            name(),
            whole ? "interval " : "",
            CriterionText.number(least),
            CriterionText.number(most));
  }
}
