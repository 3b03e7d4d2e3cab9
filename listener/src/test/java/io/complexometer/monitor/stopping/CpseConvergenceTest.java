package io.complexometer.monitor.stopping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CpseConvergenceTest {
  private static final Series CPSE =
      Series.of(
          new Metric(
              "cpse",
              "cpse",
              CpseProfile.SCALE_FREE.label(),
              Metric.Scope.NETWORK,
              "log10 bits",
              "As the listener measures it."));

  private static Sample sample(long iteration, Value value, long measured) {
    Reading reading = new Reading(CPSE, value, measured);
    return new Sample(
        "s", iteration, 0, 0, Value.of(1), List.of(reading), List.of(), Optional.empty());
  }

  /** The iterations, ten apart, at which a series of values makes the criterion speak. */
  private static List<Long> speaks(CpseConvergence convergence, double... values) {
    Criterion criterion = convergence.criterion();
    List<Long> iterations = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      long iteration = 10L * i;
      Value value = Double.isNaN(values[i]) ? Value.absent("why") : Value.of(values[i]);
      if (criterion.test(sample(iteration, value, iteration)).met()) {
        iterations.add(iteration);
      }
    }
    return iterations;
  }

  private static CpseConvergence convergence(int minimum, int window) {
    return new CpseConvergence(CpseProfile.SCALE_FREE, minimum, window, 0.1, 2);
  }

  @Test
  void test_speaksAfterSmallChangesInARow() {
    // window 2: averages of pairs 1.5 .5 0 .02 .05: changes 1, .5, .02, .03
    assertEquals(List.of(50L), speaks(convergence(0, 2), 2, 1, 0, 0, 0.04, 0.06));
    // one large change starts the row anew
    assertEquals(List.of(60L), speaks(convergence(0, 1), 0, 0.05, 0.5, 0.55, 0.9, 0.95, 1.0));
  }

  @Test
  void test_isAbsoluteAroundZero() {
    assertEquals(List.of(20L), speaks(convergence(0, 1), 0.01, -0.01, 0.01));
  }

  @Test
  void test_waitsForTheMinimumIteration() {
    assertEquals(List.of(50L), speaks(convergence(40, 1), 1, 1, 1, 1, 1, 1));
  }

  @Test
  void test_startsAnewAfterAnAbsentValue() {
    assertEquals(List.of(50L), speaks(convergence(0, 1), 1, 1, Double.NaN, 1, 1, 1));
  }

  @Test
  void test_doesNotCountACarriedValue() {
    Criterion criterion = convergence(0, 1).criterion();
    for (int i = 0; i < 10; i++) {
      assertEquals(false, criterion.test(sample(i, Value.of(1), 0)).met());
    }
  }

  @Test
  void test_countsANewValueOfAnEarlierIteration() {
    Criterion criterion = convergence(0, 1).criterion();
    List<Long> iterations = new ArrayList<>();
    for (long i = 1; i <= 3; i++) { // each handed on from a snapshot that was replaced
      long iteration = 10 * i;
      if (criterion.test(sample(iteration, Value.of(1), iteration - 1)).met()) {
        iterations.add(iteration);
      }
    }
    assertEquals(List.of(30L), iterations);
  }

  @Test
  void constructor_refusesImpossibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> convergence(0, 0));
    assertThrows(IllegalArgumentException.class, () -> convergence(-1, 1));
  }
}
