package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Trend;
import io.complexometer.monitor.Verdict;
import java.util.List;

/** A criterion that asks the law by which a series changes; that law is fitted for it. */
abstract class LawCriterion extends SeriesCriterion {

  LawCriterion(SeriesPattern pattern) {
    super(pattern, 1);
  }

  @Override
  public final List<SeriesPattern> fits() {
    return List.of(pattern());
  }

  @Override
  final Verdict judge(Track track, Sample sample) {
    if (track.trend() < 0) {
      return Verdict.unknown("no law is fitted to " + track.series().label());
    }
    Trend trend = sample.trends().get(track.trend());
    return trend.law().best().isPresent()
        ? judge(track, trend)
        : Verdict.unknown(
            "%s follows no law: %s".formatted(says(track), trend.law().decision().label()));
  }

  /** Judges a series of which the law was decided on. */
  abstract Verdict judge(Track track, Trend trend);
}
