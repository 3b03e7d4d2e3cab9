package io.complexometer.monitor.stopping;

import io.complexometer.measure.scaling.Projection;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Trend;
import io.complexometer.monitor.Verdict;
import java.util.stream.DoubleStream;

/**
 * A series has come close to what it tends to: its newest value is within a distance of the
 * asymptote of its law and of both ends of the asymptote's interval. {@code
 * effectiveDimension/dense1 settled within 0.05}.
 *
 * <p>Of a logarithm the distance is absolute, of all else relative to the newest value. Nothing is
 * known where no law was decided on, where the law has no limit, or where its interval is open; a
 * series without trend has no interval.
 */
public final class AsymptoteReached extends LawCriterion {
  private final double distance;

  AsymptoteReached(SeriesPattern pattern, double distance) {
    super(pattern);
    if (!(distance > 0 && distance < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the distance must be positive: " + distance);
    }
    this.distance = distance;
  }

  /**
   * The series is close enough.
   *
   * @param series as {@link SeriesPattern} reads it; if it names several, all have to be
   * @param distance positive: absolute of a logarithm, else relative
   * @return the criterion
   */
  public static AsymptoteReached within(String series, double distance) {
    return new AsymptoteReached(SeriesPattern.of(series), distance);
  }

  @Override
  Verdict judge(Track track, Trend trend) {
    Projection asymptote = trend.asymptote();
    if (!asymptote.low().isPresent()) { // as where there is no value
      return Verdict.unknown(
          says(track)
              + ", and its asymptote is "
              + (asymptote.value().isPresent() ? "not known closely" : "not there"));
    }
    double low = asymptote.low().orNaN();
    double high = asymptote.high().orNaN();
    double value = asymptote.value().orNaN();
    double farthest =
        DoubleStream.of(low, value, high).map(end -> Math.abs(track.value() - end)).max().orElse(0);
    boolean met = farthest <= distance * unit(track.series(), track.value());
    return new Verdict(
        met,
        "%s, %s %s of its asymptote %s (%s to %s)"
            .formatted(
                says(track),
                met ? "within" : "not within",
                CriterionText.number(distance),
                readable(value),
                readable(low),
                readable(high)));
  }

  @Override
  public String describe() {
    return "%s settled within %s".formatted(name(), CriterionText.number(distance));
  }
}
