package io.complexometer.benchmark;

import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.ScalingLaw;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What was decided of series of one setting, drawn again and again.
 *
 * @param series the setting
 * @param points of each
 * @param seeds how many were drawn
 * @param decisions how often each was taken
 * @param covered how often the interval of the exponent held the true one, whatever was decided; 0
 *     of laws without an interval
 */
record ErrorCounts(
    SyntheticSeries series, int points, int seeds, Map<Decision, Integer> decisions, int covered) {

  /** Draws and fits, on all cores. */
  static ErrorCounts of(SyntheticSeries series, int seeds) {
    double[] times = series.grid().times();
    List<ScalingLaw> laws =
        IntStream.rangeClosed(1, seeds)
            .parallel()
            .mapToObj(seed -> ScalingLaw.of(series.draw(times, seed)))
            .toList();
    Map<Decision, Integer> decisions = new EnumMap<>(Decision.class);
    laws.forEach(law -> decisions.merge(law.decision(), 1, Integer::sum));
    int covered = (int) laws.stream().filter(law -> covers(series.law(), law)).count();
    return new ErrorCounts(series, times.length, seeds, decisions, covered);
  }

  private static boolean covers(SyntheticSeries.Law truth, ScalingLaw law) {
    return switch (truth) {
      case POWER -> covers(law, Family.POWER, -0.4);
      case OFFSET -> covers(law, Family.POWER_WITH_OFFSET, -0.6);
      default -> false;
    };
  }

  private static boolean covers(ScalingLaw law, Family family, double exponent) {
    Interval interval = law.fit(family).orElseThrow().interval().orElseThrow();
    // an end that is not there is NaN, beyond which nothing is
    return !(interval.low().orNaN() > exponent) && !(interval.high().orNaN() < exponent);
  }

  int count(Set<Decision> any) {
    return any.stream().mapToInt(one -> decisions.getOrDefault(one, 0)).sum();
  }
}
