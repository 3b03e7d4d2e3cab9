package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Trend;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A sample while it is published, with what has to be computed to show it: once, when the first
 * meter asks, for all that read the same sample.
 */
final class SampleView {
  private final Sample sample;
  private final int[] fitted;
  private final AtomicReferenceArray<List<Value>> laws;
  private volatile Map<String, Long> measured = Collections.emptyMap();

  /**
   * Nothing is computed yet.
   *
   * @param sample what is published
   * @param fitted of each law the index of what it is fitted to; -1 for the score
   */
  SampleView(Sample sample, int... fitted) {
    this.sample = sample;
    this.fitted = fitted;
    this.laws = new AtomicReferenceArray<>(fitted.length);
  }

  Sample sample() {
    return sample;
  }

  /** The newest iteration at which a measure was measured, if it ever was. */
  OptionalLong measuredIteration(String measure) {
    Map<String, Long> known = measured;
    if (known.isEmpty()) { // the same whoever computes it
      known = new HashMap<>();
      for (Reading reading : sample.readings()) {
        known.merge(reading.series().metric().measure(), reading.iteration(), Math::max);
      }
      measured = known;
    }
    long iteration = known.getOrDefault(measure, -1L);
    return iteration < 0 ? OptionalLong.empty() : OptionalLong.of(iteration);
  }

  /**
   * What the gauges of a law show.
   *
   * @param index of the law
   * @return in the order of {@link LawGauge#ALL}
   */
  List<Value> law(int index) {
    List<Value> known = laws.get(index);
    if (known == null) {
      LawReading law = reading(index);
      known = LawGauge.ALL.stream().map(gauge -> gauge.of(law)).toList();
      laws.set(index, known);
    }
    return known;
  }

  private LawReading reading(int index) {
    Trend trend = sample.trends().get(index);
    if (fitted[index] < 0) {
      return new LawReading(trend, sample.score(), sample.iteration());
    }
    Reading reading = sample.readings().get(fitted[index]);
    return new LawReading(trend, reading.value(), reading.iteration());
  }

  /** Why a density is not there. */
  Optional<String> absentDensity(int index) {
    return sample.densities().get(index).absence();
  }
}
