package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Trend;
import java.util.List;
import java.util.Optional;

/** Laws with round numbers, as if they had been fitted. */
public final class Laws {

  private static final Value NONE = Value.absent(Fit.NOT_OF_THIS_LAW);

  private Laws() {}

  /**
   * y = 2 + 3 t^-0.5, of which the exponent may be from -1 to -0.2.
   *
   * <p>It changes by less than the threshold of 1.5 in 1,000 iterations from t = (1000 A alpha /
   * 1.5)^(1 / (1 + alpha)) on, and A alpha is 1.5 in all three: t = 1000^(1 / (1 + alpha)) is 100,
   * and 10^1.5 and 10^2.5 at the ends.
   */
  public static Trend powerWithOffset(Series series, long iteration) {
    Interval interval = new Interval(Value.of(-1), Value.of(-0.2));
    Fit best = power(3, -0.5, 2, interval, List.of(power(1.5, -1, 2.5), power(7.5, -0.2, 1.5)));
    ScalingLaw law =
        new ScalingLaw(
            Decision.POWER_WITH_OFFSET, 40, 2, List.of(best), Optional.of(best), List.of());
    return new Trend(series, law, iteration, 1.5);
  }

  /** y = 3 t^-0.5, of which the lower end of the exponent's interval is open. */
  public static Trend halfOpenPower(Series series, long iteration) {
    Interval interval = new Interval(Value.absent(Interval.OPEN), Value.of(-0.2));
    Fit best =
        new Fit(
            Family.POWER,
            Value.of(-0.5),
            Optional.of(interval),
            NONE,
            NONE,
            NONE,
            3,
            0,
            0.25,
            1,
            -80,
            Value.of(0.5),
            List.of());
    ScalingLaw law =
        new ScalingLaw(Decision.POWER, 40, 2, List.of(best), Optional.of(best), List.of());
    return new Trend(series, law, iteration, 1.5);
  }

  /** y = 3 t^0.9999, which would settle at 2000^10000. */
  public static Trend endless(Series series, long iteration) {
    Fit best = power(3, 0.9999, 0);
    ScalingLaw law =
        new ScalingLaw(Decision.POWER, 40, 2, List.of(best), Optional.of(best), List.of());
    return new Trend(series, law, iteration, 1.5);
  }

  private static Fit power(double amplitude, double exponent, double offset) {
    return power(amplitude, exponent, offset, Interval.ALL, List.of());
  }

  private static Fit power(
      double amplitude, double exponent, double offset, Interval interval, List<Fit> ends) {
    return new Fit(
        Family.POWER_WITH_OFFSET,
        Value.of(exponent),
        Optional.of(interval),
        NONE,
        NONE,
        NONE,
        amplitude,
        offset,
        0.25,
        1,
        -80,
        Value.of(0.75),
        ends);
  }

  /** y = 1 + 0.5 ln t. */
  public static Trend logarithm(Series series, long iteration) {
    return withoutExponent(series, iteration, Family.LOGARITHM, Decision.LOGARITHM, 0.5, 1);
  }

  /** y = 4. */
  public static Trend constant(Series series, long iteration) {
    return withoutExponent(series, iteration, Family.CONSTANT, Decision.NO_TREND, 0, 4);
  }

  private static Trend withoutExponent(
      Series series,
      long iteration,
      Family family,
      Decision decision,
      double amplitude,
      double offset) {
    Fit best =
        new Fit(
            family,
            NONE,
            Optional.empty(),
            NONE,
            NONE,
            NONE,
            amplitude,
            offset,
            0.5,
            1,
            -20,
            Value.of(0.875),
            List.of());
    ScalingLaw law = new ScalingLaw(decision, 30, 1.5, List.of(best), Optional.of(best), List.of());
    return new Trend(series, law, iteration, 0.001);
  }

  /** Powers and logarithms describe it equally well. */
  public static Trend undecided(Series series, long iteration) {
    ScalingLaw law =
        new ScalingLaw(
            Decision.UNDECIDED,
            22,
            1.25,
            List.of(),
            Optional.empty(),
            List.of(Family.POWER, Family.LOGARITHM));
    return new Trend(series, law, iteration, 0.01);
  }

  /** Nothing has been fitted. */
  public static Trend none(Series series) {
    ScalingLaw law =
        new ScalingLaw(Decision.TOO_SHORT, 0, 0, List.of(), Optional.empty(), List.of());
    return new Trend(series, law, -1, 0.01);
  }
}
