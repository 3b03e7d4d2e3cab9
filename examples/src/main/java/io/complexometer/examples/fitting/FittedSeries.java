package io.complexometer.examples.fitting;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.Projection;
import io.complexometer.measure.scaling.ScalingLaw;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * A series with its law, and what follows from that.
 *
 * @param name of what is y
 * @param points that were fitted
 * @param law what can be said of them
 * @param threshold change of y in 1,000 iterations below which it counts as settled; 0 where the
 *     last value of a series is 0, of which there is no share
 * @param at time at which a value is projected
 */
public record FittedSeries(
    String name, Points points, ScalingLaw law, double threshold, double at) {
  /** The share of the last value, or of a logarithm the distance, that counts as settled. */
  private static final double SETTLED = 0.01;

  /** By how much the projected value lies behind the last point, unless a time is named. */
  private static final double AHEAD = 10;

  /**
   * Fits all laws to a series.
   *
   * @param series the series
   * @param settledBelow change of y in 1,000 iterations, positive; empty for 1 % of the last value,
   *     and 0.01 of a logarithm
   * @param at time of the projected value, positive; empty for ten times the last time
   * @return the series with its law
   */
  public static FittedSeries of(
      NamedPoints series, OptionalDouble settledBelow, OptionalDouble at) {
    Points points = series.points();
    double unit = series.logarithmic() ? 1 : Math.abs(points.y()[points.count() - 1]);
    return new FittedSeries(
        series.name(),
        points,
        ScalingLaw.of(points),
        settledBelow.orElse(SETTLED * unit),
        at.orElse(AHEAD * points.t()[points.count() - 1]));
  }

  /**
   * The last time.
   *
   * @return positive
   */
  public double lastTime() {
    return points.t()[points.count() - 1];
  }

  /**
   * The slope on log-log axes at the last time.
   *
   * @return absent where no law was decided on
   */
  public Value localSlope() {
    return law.best().map(fit -> fit.localSlope(lastTime())).orElseGet(this::undecided);
  }

  /**
   * Share of the variance that the law explains.
   *
   * @return absent where no law was decided on, and of a constant
   */
  public Value determination() {
    return law.best()
        .filter(fit -> fit.family() != Family.CONSTANT)
        .map(Fit::determination)
        .orElseGet(this::undecided);
  }

  private Value undecided() {
    return Value.absent(law.decision().label());
  }

  /**
   * What y tends to.
   *
   * @return absent where no law was decided on, or it has no limit
   */
  public Projection asymptote() {
    return project(Projection::asymptote);
  }

  /**
   * The time from which on y changes by less than the threshold in 1,000 iterations.
   *
   * @return absent where no law was decided on, or that never happens
   */
  public Projection settled() {
    return threshold > 0
        ? project(fit -> Projection.settled(fit, threshold))
        : Projection.absent("no scale");
  }

  /**
   * The value at the time that was named.
   *
   * @return absent where no law was decided on
   */
  public Projection value() {
    return project(fit -> Projection.value(fit, at));
  }

  /**
   * What makes the law doubtful.
   *
   * @return sentences without their full stop; empty where there is nothing to say
   */
  public List<String> caveats() {
    return Caveats.of(this);
  }

  private Projection project(Function<Fit, Projection> question) {
    Optional<Fit> best = law.best();
    return best.map(question).orElseGet(() -> Projection.absent(law.decision().label()));
  }
}
