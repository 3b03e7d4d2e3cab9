package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Samples into {@link Trends}, which is known to its package alone: that is why this class is in
 * it.
 */
public final class TrendsStream {
  private final List<Series> series = new ArrayList<>();
  private final Trends trends;
  private final Snapshot[] snapshots;
  private final Reading[][] readings;
  private int waiting;

  /**
   * Nothing is known yet.
   *
   * @param count series to which laws are fitted
   * @param block how many samples are prepared before they are observed together
   */
  public TrendsStream(int count, int block) {
    for (int i = 0; i < count; i++) {
      series.add(
          Series.of(new Metric("series" + i, "series" + i, "", Metric.Scope.NETWORK, "", "")));
    }
    this.trends = new Trends(series, series);
    this.snapshots = new Snapshot[block];
    this.readings = new Reading[block][count];
  }

  /**
   * Prepares a sample.
   *
   * @param iteration from 0
   * @param y the value that all series have
   */
  public void prepare(long iteration, double y) {
    Value value = Value.of(y);
    snapshots[waiting] =
        new Snapshot(
            iteration, 0, 0, value, Set.of(), Optional.empty(), Optional.empty(), false, false);
    for (int i = 0; i < series.size(); i++) {
      readings[waiting][i] = new Reading(series.get(i), value, iteration);
    }
    waiting++;
  }

  /** Observes what was prepared. */
  public void observe() {
    for (int i = 0; i < waiting; i++) {
      trends.observe(snapshots[i], readings[i]);
    }
    waiting = 0;
  }

  /**
   * Fits all that is due.
   *
   * @return how many laws were fitted
   */
  public int fit() {
    int fits = 0;
    while (trends.hasWork()) {
      trends.step();
      fits++;
    }
    return fits;
  }
}
