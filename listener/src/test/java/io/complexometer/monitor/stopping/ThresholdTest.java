package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.Replay.CPSE_Z;
import static io.complexometer.monitor.stopping.Replay.FIRST;
import static io.complexometer.monitor.stopping.Replay.SECOND;
import static io.complexometer.monitor.stopping.Replay.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Verdict;
import org.junit.jupiter.api.Test;

final class ThresholdTest {

  @Test
  void test_aboveAndBelowLeaveTheLimitOut() {
    Replay replay = new Replay();
    Criterion above = replay.begin(Threshold.above("cpseZ", 3));
    Criterion below = replay.begin(Threshold.below("cpseZ", 3));
    double[] values = {2, 3, 4};
    for (int i = 0; i < 3; i++) {
      replay.set(CPSE_Z, i, values[i]);
      assertEquals(values[i] > 3, replay.test(above, i).met());
      assertEquals(values[i] < 3, replay.test(below, i).met());
    }
    assertEquals("cpseZ.scaleFree is 4.000 in iteration 2, above 3", replay.test(above, 9).why());
    assertEquals(
        "cpseZ.scaleFree is 4.000 in iteration 2, not below 3", replay.test(below, 9).why());
  }

  /** Otherwise a training would end before anything is known of it. */
  @Test
  void test_withoutANumberNeitherItNorItsOpposite() {
    Replay replay = new Replay();
    Criterion above = replay.begin(Threshold.above("cpseZ", 3));
    Criterion opposite = replay.begin(Threshold.above("cpseZ", 3).not());
    assertFalse(replay.test(above, 0).met());
    assertFalse(replay.test(opposite, 0).met());
    replay.set(CPSE_Z, 1, Double.NaN);
    assertFalse(replay.test(opposite, 1).met());
    replay.set(CPSE_Z, 2, 1);
    assertTrue(replay.test(opposite, 2).met());
  }

  @Test
  void test_ofSeveralNamesAFew() {
    Replay replay = new Replay();
    Criterion above = replay.begin(Threshold.above("effectiveDimension", 3));
    for (int i = 0; i < 10; i++) {
      replay.set(FIRST, i, 4).set(SECOND, i, Double.NaN).set(THIRD, i, 5);
      assertEquals(i == 9, replay.test(above, i).met());
    }
    assertEquals(
        "effectiveDimension/dense1 is 4.000 in iteration 9, above 3;"
            + " effectiveDimension/a \"layer\" (odd), \\ [1] is 5.000 in iteration 9, above 3"
            + " (without 1 that have no number)",
        replay.test(above, 10).why());
  }

  @Test
  void iterationAbove_counts() {
    Replay replay = new Replay();
    Criterion late = replay.begin(Threshold.iterationAbove(2000));
    assertFalse(replay.test(late, 2000).met());
    assertEquals(Verdict.met("iteration 2001 is above 2000"), replay.test(late, 2001));
  }

  @Test
  void constructor_refusesWhatIsNoNumber() {
    assertThrows(IllegalArgumentException.class, () -> Threshold.above("score", Double.NaN));
  }
}
