package io.complexometer.export;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before what has failed is tried again: twice as long each time up to a bound, of
 * which half is drawn at random, so that many runs do not come back to a gateway all at once
 * (Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015: equal jitter).
 */
final class Backoff {
  private static final int MOST_DOUBLINGS = 30;

  private final long first;
  private final long most;
  private int failures;

  /**
   * A backoff of no failures yet.
   *
   * @param first longest pause after the first failure
   * @param most longest pause ever
   */
  Backoff(Duration first, Duration most) {
    this.first = first.toNanos();
    this.most = most.toNanos();
  }

  /** Nanoseconds to wait after one more failure. */
  long next() {
    double doubled = (double) first * (1L << Math.min(failures, MOST_DOUBLINGS));
    failures++;
    long longest = (long) Math.min(doubled, (double) most);
    return longest / 2 + ThreadLocalRandom.current().nextLong(longest / 2 + 1);
  }

  /** Failures so far are forgotten. */
  void reset() {
    failures = 0;
  }
}
