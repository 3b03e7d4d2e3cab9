package io.complexometer.monitor;

import io.complexometer.measure.scaling.Projection;
import io.complexometer.measure.scaling.ScalingLaw;

/**
 * By which law a series has changed so far, as far as it can be told.
 *
 * @param series what was fitted
 * @param law the newest fit; its times are iterations + 1
 * @param iteration of the last point that it was fitted to; -1 before there was any
 * @param threshold change per 1,000 iterations below which the series counts as settled, in its own
 *     unit
 */
public record Trend(Series series, ScalingLaw law, long iteration, double threshold) {
  /** Why nothing is said of when a series settles: its newest value is 0. */
  public static final String NO_SCALE = "no scale";

  /**
   * When the series settles: the time from which on the law changes by less than the threshold in
   * 1,000 iterations.
   *
   * @return absent where no law was decided on
   */
  public Projection settled() {
    if (!(threshold > 0)) {
      return Projection.absent(NO_SCALE);
    }
    return law.best()
        .map(fit -> Projection.settled(fit, threshold))
        .orElseGet(() -> Projection.absent(law.decision().label()));
  }

  /**
   * What the series tends to.
   *
   * @return absent where no law was decided on, or where it has no limit
   */
  public Projection asymptote() {
    return law.best()
        .map(Projection::asymptote)
        .orElseGet(() -> Projection.absent(law.decision().label()));
  }
}
