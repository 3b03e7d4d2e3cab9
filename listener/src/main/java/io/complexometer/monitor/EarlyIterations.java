package io.complexometer.monitor;

import io.complexometer.measure.scaling.LogarithmicGrid;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The iterations that {@link Sampling#LOGARITHMIC} adds to every N-th: the first of each bucket of
 * the grid that laws are fitted on, where a bucket holds fewer than N iterations. A longer one has
 * a multiple of N in it anyway. So no bucket with an iteration in it stays empty.
 *
 * <p>The time t of a law is iteration + 1. The iterations of a greater N are those of a smaller one
 * and more, so that one sample serves all measures.
 */
final class EarlyIterations {
  private EarlyIterations() {}

  /**
   * Whether an iteration is one of them.
   *
   * @param iteration of the model, from 0
   * @param interval N, at least 1
   */
  static boolean contains(long iteration, int interval) {
    double t = iteration + 1.0;
    long bucket = LogarithmicGrid.bucket(t);
    boolean first = LogarithmicGrid.bucket(t - 1) < bucket;
    boolean shorter = bucket < LogarithmicGrid.bucket(t - 1 + interval);
    return first && shorter;
  }

  /**
   * All of them.
   *
   * @param interval N, at least 1
   * @return in order; few: 20 a decade, up to about 8 N
   */
  static LongStream of(int interval) {
    double perDecade = LogarithmicGrid.BUCKETS_PER_DECADE;
    // a bucket that begins at t holds more than 0.122 t - 1 iterations: N before t is 10 (N + 1)
    int last = (int) Math.ceil(perDecade * (1 + Math.log10(interval + 1.0)));
    return IntStream.rangeClosed(0, last)
        .mapToLong(bucket -> (long) Math.ceil(Math.pow(10, bucket / perDecade)) - 1)
        .distinct()
        .filter(iteration -> contains(iteration, interval));
  }
}
