package io.complexometer.measure.scaling;

import java.util.Arrays;

/**
 * Thins out a series while it grows: of each bucket of a logarithmic grid of time only the last
 * point is kept, 20 a decade. A run of any length keeps at most about 20 log10(t) points, and the
 * thousand late ones do not drown the early ones.
 */
public final class LogarithmicGrid {
  /** Buckets in a decade of time. */
  public static final int BUCKETS_PER_DECADE = 20;

  private double[] times = new double[64];
  private double[] values = new double[64];
  private int count;
  private long lastBucket = Long.MIN_VALUE;

  /** A grid without points. */
  public LogarithmicGrid() {}

  /**
   * Adds a point; of a bucket that has one already it takes the place.
   *
   * @param t iteration from 1, more than that of the point before
   * @param y finite
   * @return whether it began a new bucket
   * @throws IllegalArgumentException if time does not increase, or a number is not finite
   */
  public boolean add(double t, double y) {
    double before = count == 0 ? 0 : times[count - 1];
    if (!(t > before && Double.isFinite(t) && Double.isFinite(y))) {
      throw new IllegalArgumentException(
          "a point of time %s and value %s cannot follow one of time %s".formatted(t, y, before));
    }
    long bucket = bucket(t);
    boolean begun = bucket != lastBucket;
    if (begun) {
      reserve();
      lastBucket = bucket;
      count++;
    }
    times[count - 1] = t;
    values[count - 1] = y;
    return begun;
  }

  /**
   * The bucket that a time falls into.
   *
   * @param t from 1; 0 lies before all buckets
   * @return floor(20 log10 t)
   */
  public static long bucket(double t) {
    return (long) Math.floor(BUCKETS_PER_DECADE * Math.log10(t));
  }

  private void reserve() {
    if (count == times.length) {
      times = Arrays.copyOf(times, 2 * count);
      values = Arrays.copyOf(values, 2 * count);
    }
  }

  /**
   * Number of buckets with a point.
   *
   * @return not negative
   */
  public int count() {
    return count;
  }

  /**
   * What is kept.
   *
   * @return a copy
   */
  public Points points() {
    return new Points(Arrays.copyOf(times, count), Arrays.copyOf(values, count));
  }
}
