package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.Replay.CPSE;
import static io.complexometer.monitor.stopping.Replay.CPSE_PAPER;
import static io.complexometer.monitor.stopping.Replay.FIRST;
import static io.complexometer.monitor.stopping.Replay.SECOND;
import static io.complexometer.monitor.stopping.Replay.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConvergenceTest {
  private static final double NONE = Double.NaN;

  /** The iterations, ten apart, at which a series of values makes the criterion speak. */
  private static List<Long> speaks(Convergence convergence, Series series, double... values) {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(convergence);
    List<Long> iterations = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      long iteration = 10L * i;
      if (replay.set(series, iteration, values[i]).test(criterion, iteration).met()) {
        iterations.add(iteration);
      }
    }
    return iterations;
  }

  private static Convergence convergence(String series, int minimum, int window) {
    return Convergence.of(series).after(minimum).over(window).within(0.1).during(2);
  }

  private static Convergence cpse(int minimum, int window) {
    return convergence("cpse", minimum, window);
  }

  @Test
  void test_speaksAfterSmallChangesInARow() {
    // window 2: averages of pairs 1.5 .5 0 .02 .05: changes 1, .5, .02, .03
    assertEquals(List.of(50L), speaks(cpse(0, 2), CPSE, 2, 1, 0, 0, 0.04, 0.06));
    // one large change starts the row anew
    assertEquals(List.of(60L), speaks(cpse(0, 1), CPSE, 0, 0.05, 0.5, 0.55, 0.9, 0.95, 1.0));
  }

  @Test
  void test_ofALogarithmIsAbsolute() {
    assertEquals(List.of(20L), speaks(cpse(0, 1), CPSE, 0.01, -0.01, 0.01));
  }

  @Test
  void test_ofAllElseIsRelativeToTheAverage() {
    Convergence dimension = convergence("effectiveDimension/dense1", 0, 1);
    // changes of 10 and 9.9 beside 110 and 119.9: 9.1 % and 8.3 %
    assertEquals(List.of(20L), speaks(dimension, FIRST, 100, 110, 119.9));
    // 0.01 beside 0.02: 50 %
    assertEquals(List.of(), speaks(dimension, FIRST, 0.01, 0.02, 0.03, 0.04));
    // window 2: averages 100, 109, 120: changes 9 of 109 (8.3 %) and 11 of 120 (9.2 %)
    Convergence wide = convergence("effectiveDimension/dense1", 0, 2);
    assertEquals(List.of(30L), speaks(wide, FIRST, 80, 120, 98, 142));
    // averages 85.1, 95, 106: 9.9 and 11, more than a tenth of each, not of the newest values
    assertEquals(List.of(), speaks(wide, FIRST, 80.2, 90, 100, 112));
    // of zeros nothing can be less than a share
    assertEquals(List.of(20L), speaks(dimension, FIRST, 0, 0, 0));
  }

  @Test
  void test_waitsForTheMinimumIteration() {
    assertEquals(List.of(50L), speaks(cpse(40, 1), CPSE, 1, 1, 1, 1, 1, 1));
  }

  @Test
  void test_startsAnewAfterAnAbsentValue() {
    assertEquals(List.of(50L), speaks(cpse(0, 1), CPSE, 1, 1, NONE, 1, 1, 1));
  }

  @Test
  void test_defaults() {
    double[] values = new double[80];
    // window 10 full at the 11th value, but counted from iteration 500 on: the 20th is 690
    assertEquals(690L, speaks(Convergence.of("cpse"), CPSE, values).get(0));
    assertEquals(List.of(), speaks(Convergence.of("cpse"), CPSE_PAPER, values));
    assertEquals(690L, speaks(Convergence.of("cpse.paper"), CPSE_PAPER, values).get(0));
    // and the 10th is 590
    Convergence dimension = Convergence.of("effectiveDimension/dense1");
    assertEquals(590L, speaks(dimension, FIRST, values).get(0));
    // the average of a ramp moves by its step
    assertEquals(690L, speaks(Convergence.of("cpse"), CPSE, ramp(0.0019)).get(0));
    assertEquals(List.of(), speaks(Convergence.of("cpse"), CPSE, ramp(0.0021)));
  }

  private static double[] ramp(double step) {
    return IntStream.range(0, 80).mapToDouble(i -> step * i).toArray();
  }

  @Test
  void test_doesNotCountACarriedValue() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 1));
    replay.set(CPSE, 0, 1);
    for (int i = 0; i < 10; i++) {
      assertFalse(replay.test(criterion, i).met());
    }
  }

  @Test
  void test_holdsItsVerdictWhileTheValueIsCarried() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 1));
    Verdict verdict = Verdict.notMet("");
    for (int i = 0; i < 3; i++) {
      verdict = replay.set(CPSE, 10L * i, 1).test(criterion, 10L * i);
    }
    assertTrue(verdict.met());
    assertEquals(verdict, replay.test(criterion, 25));
    assertEquals(verdict, replay.test(criterion, 29));
    assertFalse(replay.set(CPSE, 30, 2).test(criterion, 30).met());
  }

  @Test
  void test_countsANewValueOfAnEarlierIteration() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 1));
    List<Long> iterations = new ArrayList<>();
    for (long i = 1; i <= 3; i++) { // each handed on from a snapshot that was replaced
      long iteration = 10 * i;
      if (replay.set(CPSE, iteration - 1, 1).test(criterion, iteration).met()) {
        iterations.add(iteration);
      }
    }
    assertEquals(List.of(30L), iterations);
  }

  @Test
  void test_saysWhatItFound() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 1));
    Verdict none = replay.test(criterion, 0);
    assertFalse(none.known());
    assertEquals("cpse.scaleFree has no number yet", none.why());
    assertEquals(
        "cpse.scaleFree is -1.250 in iteration 10: its average over 1 values moved by less than"
            + " 0.1 0 times of 2 from iteration 0 on in a row",
        replay.set(CPSE, 10, -1.25).test(criterion, 10).why());
    replay.set(CPSE, 20, -1.25).test(criterion, 20);
    assertEquals(
        "cpse.scaleFree converged at -1.250 in iteration 30: its average over 1 values moved by"
            + " less than 0.1 2 times in a row",
        replay.set(CPSE, 30, -1.25).test(criterion, 30).why());
  }

  /** All layers: the last to converge decides. */
  @Test
  void test_ofSeveralSeriesAllHaveToConverge() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(convergence("effectiveDimension", 0, 1));
    List<Long> iterations = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      replay.set(FIRST, i, 10).set(SECOND, i, i < 4 ? Math.pow(2, i) : 8).set(THIRD, i, 5);
      if (replay.test(criterion, i).met()) {
        iterations.add((long) i);
      }
    }
    // 8 from i = 3 on: the changes at 4 and 5 are small
    assertEquals(List.of(5L, 6L, 7L), iterations);
  }

  @Test
  void test_aSeriesWithoutNumbersIsLeftOut() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(convergence("effectiveDimension", 0, 1));
    List<Long> met = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      // the third loses its number at 6, has it again at 18
      boolean there = i < 6 || i >= 18;
      replay.set(FIRST, i, 10).set(SECOND, i, NONE).set(THIRD, i, there ? 7 : NONE);
      if (replay.test(criterion, i).met()) {
        met.add((long) i);
      }
    }
    // the second is left out from its 10th absence on, the third from 15 on; at 18 it counts again
    // and has to converge anew, with two small changes at 19 and 20
    assertEquals(List.of(15L, 16L, 17L, 20L), met);
  }

  @Test
  void test_nothingIsKnownWhereNothingHasANumber() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(convergence("effectiveDimension", 0, 1));
    for (int i = 1; i <= 30; i++) {
      replay.set(FIRST, i, NONE).set(SECOND, i, NONE).set(THIRD, i, NONE);
      Verdict verdict = replay.test(criterion, i);
      assertFalse(verdict.met() || verdict.known());
    }
  }

  @Test
  void test_ofTheScoreTakesEachSample() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(convergence("score", 0, 1));
    assertFalse(replay.score(2).test(criterion, 0).met());
    assertFalse(replay.score(2.1).test(criterion, 1).met());
    assertTrue(replay.score(2.2).test(criterion, 2).met());
  }

  @Test
  void begin_forgets() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 1));
    for (int i = 0; i < 3; i++) {
      replay.set(CPSE, i, 1).test(criterion, i);
    }
    criterion.begin(replay.session);
    assertFalse(replay.test(criterion, 3).met());
  }

  @Test
  void test_withoutABeginning() {
    assertThrows(IllegalStateException.class, () -> new Replay().test(Convergence.of("cpse"), 0));
  }

  /** Interrupted after each sample in turn, it says what it would have said uninterrupted. */
  @Test
  void restore_goesOnAsIfNothingHadHappened() {
    int samples = 120;
    List<Verdict> uninterrupted = run(samples, -1);
    assertTrue(uninterrupted.stream().anyMatch(Verdict::met));
    for (int cut = 0; cut < samples; cut += 7) {
      assertEquals(uninterrupted, run(samples, cut));
    }
  }

  /** A seeded walk that becomes ever quieter, with absent and with carried values. */
  private static List<Verdict> run(int samples, int cut) {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(composed());
    Random random = new Random(5);
    List<Verdict> verdicts = new ArrayList<>();
    double walk = 10;
    for (int i = 0; i < samples; i++) {
      walk += random.nextGaussian() / (1 + i);
      if (i % 3 != 2) {
        replay.set(CPSE, i, walk);
      }
      if (i % 4 == 0) {
        replay.set(FIRST, i, random.nextInt(20) == 0 ? NONE : walk);
        replay.set(SECOND, i, NONE).set(THIRD, i, walk + 1);
      }
      verdicts.add(replay.test(criterion, i));
      if (i == cut) {
        Criterion other = replay.begin(composed());
        other.restore(criterion.state());
        criterion = other;
      }
    }
    return verdicts;
  }

  private static Criterion composed() {
    return CriterionText.parse(
        "cpse converged within 0.02 over 3 for 4 after 5 and (effectiveDimension converged within"
            + " 0.01 over 2 for 3 after 0 or not effectiveDimension above 2)");
  }

  @Test
  void restore_refusesWhatIsNoState() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(cpse(0, 2));
    double[] state = criterion.state();
    assertEquals(7, state.length); // newest, absences, quiet, count, and three values
    assertThrows(IllegalArgumentException.class, () -> criterion.restore(new double[6]));
    for (int i = 0; i < 4; i++) {
      double[] broken = state.clone();
      broken[i] = i == 0 ? NONE : -1;
      assertThrows(IllegalArgumentException.class, () -> criterion.restore(broken));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> criterion.restore(new double[] {1, 0, 0, 1, NONE, 0, 0}));
  }

  @Test
  void constructor_refusesImpossibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> cpse(0, 0));
    assertThrows(IllegalArgumentException.class, () -> cpse(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> cpse(0, 10_001));
    assertThrows(IllegalArgumentException.class, () -> cpse(0, 1).within(NONE));
    assertThrows(IllegalArgumentException.class, () -> cpse(0, 1).during(0));
  }
}
