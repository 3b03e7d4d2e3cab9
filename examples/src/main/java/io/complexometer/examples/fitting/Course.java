package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.Points;
import io.complexometer.monitor.Series;
import java.util.Arrays;

/** A series of a sample log while it is read: all that was measured, at t = iteration + 1. */
final class Course {
  private final Series series;
  private final boolean wanted;
  private double[] times = {};
  private double[] values = {};
  private int count;

  /**
   * Nothing was read yet.
   *
   * @param series which
   * @param wanted whether its points are kept
   */
  Course(Series series, boolean wanted) {
    this.series = series;
    this.wanted = wanted;
  }

  Series series() {
    return series;
  }

  boolean isWanted() {
    return wanted;
  }

  int count() {
    return count;
  }

  /**
   * Takes the value of a sample.
   *
   * @param iteration when it was measured
   * @param carried whether that was before the sample: then it is new only if nothing since was
   *     known
   * @param value finite
   */
  void add(long iteration, boolean carried, double value) {
    double t = iteration + 1.0;
    double newest = count == 0 ? 0 : times[count - 1];
    if (!wanted || t < newest || (t == newest && carried)) {
      return;
    }
    if (t > newest) {
      if (count == times.length) {
        times = Arrays.copyOf(times, Math.max(64, 2 * count));
        values = Arrays.copyOf(values, times.length);
      }
      count++;
    }
    times[count - 1] = t;
    values[count - 1] = value;
  }

  /** What laws are fitted to. */
  Points points() {
    LogarithmicGrid grid = new LogarithmicGrid();
    for (int i = 0; i < count; i++) {
      grid.add(times[i], values[i]);
    }
    return grid.points();
  }

  /**
   * The values of both where both were measured, on the grid: those of this one, and the other's.
   */
  double[][] with(Course other) {
    LogarithmicGrid ours = new LogarithmicGrid();
    LogarithmicGrid theirs = new LogarithmicGrid();
    int j = 0;
    for (int i = 0; i < count; i++) {
      while (j < other.count && other.times[j] < times[i]) {
        j++;
      }
      if (j < other.count && other.times[j] == times[i]) {
        ours.add(times[i], values[i]);
        theirs.add(times[i], other.values[j]);
      }
    }
    return new double[][] {ours.points().y(), theirs.points().y()};
  }
}
