package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.scaling.LogarithmicGrid;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EarlyIterationsTest {

  /**
   * Twenty numbers a decade, 10^(k/20): 1.00 1.12 1.26 1.41 1.58 1.78 2.00 2.24 2.51 2.82 3.16 3.55
   * 3.98 4.47 5.01 5.62 6.31 7.08 7.94 8.91. The time t of a sample is the first integer from one
   * of them on, so 1, 2 .. 10, then 12 (from 11.2), 13, 15 .., and its iteration one less. From
   * 891.3 to 1,000 there are 108 integers, more than the interval: 794.3, with 97, is the last.
   */
  @Test
  void of_everyHundred() {
    long[] expected = {
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 17, 19, 22, 25, 28, 31, 35, 39, 44, 50, 56, 63,
      70, 79, 89, 99, 112, 125, 141, 158, 177, 199, 223, 251, 281, 316, 354, 398, 446, 501, 562,
      630, 707, 794
    };
    assertArrayEquals(expected, EarlyIterations.of(100).toArray());
  }

  /**
   * Every iteration is sampled anyway; or every second one, and of the buckets only those of t = 1
   * to 9, 12 and 15 hold less than two: 10 and 11 share one, 13 and 14, 16 and 17 ..
   */
  @Test
  void of_intervalsThatLeaveFewOut() {
    assertArrayEquals(new long[0], EarlyIterations.of(1).toArray());
    assertArrayEquals(
        new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 14}, EarlyIterations.of(2).toArray());
  }

  /** As many buckets as where every iteration is sampled, and no two samples where one will do. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 31, 50, 100, 500, 1000, 9_999})
  void of_leavesNoBucketEmpty(int interval) {
    LogarithmicGrid all = new LogarithmicGrid();
    LogarithmicGrid sampled = new LogarithmicGrid();
    LogarithmicGrid early = new LogarithmicGrid();
    for (long iteration = 0; iteration < 20L * interval + 100; iteration++) {
      all.add(iteration + 1.0, 0);
      boolean isEarly = EarlyIterations.contains(iteration, interval);
      if (isEarly || iteration % interval == 0) {
        sampled.add(iteration + 1.0, 0);
      }
      assertTrue(!isEarly || early.add(iteration + 1.0, 0));
      boolean endsABucket =
          LogarithmicGrid.bucket(iteration + 1.0) < LogarithmicGrid.bucket(iteration + 2.0);
      assertTrue(!endsABucket || sampled.count() == all.count(), "up to " + iteration);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 10, 31, 50, 100, 500, 1000, 9_999})
  void of_isAllThatItContains(int interval) {
    assertArrayEquals(
        LongStream.range(0, 20L * interval + 100)
            .filter(iteration -> EarlyIterations.contains(iteration, interval))
            .toArray(),
        EarlyIterations.of(interval).toArray());
  }

  @Test
  void of_greaterIntervalsAddToSmallerOnes() {
    Set<Long> before = Set.of();
    for (int interval = 1; interval < 1000; interval++) {
      Set<Long> now = EarlyIterations.of(interval).boxed().collect(Collectors.toSet());
      assertTrue(now.containsAll(before), "of " + interval);
      before = now;
    }
  }

  /** For whoever wants a measure at the ends only: 10^(204/20) is the last below 8.2 x 2^31. */
  @Test
  void of_theGreatestInterval() {
    long[] all = EarlyIterations.of(Integer.MAX_VALUE).toArray();
    assertEquals(48 + 204 - 58, all.length); // of 100 they are 48, and 10^(58/20) the last
    assertEquals((long) Math.ceil(Math.pow(10, 10.2)) - 1, all[all.length - 1]);
  }
}
