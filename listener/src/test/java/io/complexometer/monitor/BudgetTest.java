package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class BudgetTest {
  private static final Set<Work> COPY = Set.of(Input.WEIGHTS);
  private static final Set<Work> SPECTRA = Set.of(Input.WEIGHTS, Measure.SPECTRUM);
  private static final Set<Work> NONE = Set.of();

  /** A share of 1 % of the time since the first sample ended at 1,000. */
  @Test
  void allows_upToTheShareOfTheTimePassed() {
    Budget budget = new Budget(0.01);
    assertTrue(budget.allows(COPY, NONE, 0)); // nothing is known yet
    budget.spend(Map.of(Input.WEIGHTS, 500L), 500, 1_000); // free, but its cost is remembered
    assertFalse(budget.allows(COPY, NONE, 50_999));
    assertTrue(budget.allows(COPY, NONE, 51_000));
    budget.spend(Map.of(Input.WEIGHTS, 100L), 100, 51_000);
    assertFalse(budget.allows(COPY, NONE, 20_999)); // 100 spent and 100 to come: from 21,000 on
    assertTrue(budget.allows(COPY, NONE, 21_000));
    // another kind, and nothing known of it
    assertTrue(budget.allows(Set.of(Input.PROBE), NONE, 2_000));
    budget.spend(Map.of(Input.PROBE, 1_000L), 1_000, 2_000);
    assertFalse(budget.allows(Set.of(Input.PROBE), NONE, 110_999)); // 100 + 1,000
    assertTrue(budget.allows(Set.of(Input.PROBE), NONE, 111_000));
    // beside weights, which cost 100, it is 1,200 in all
    assertFalse(budget.allows(Set.of(Input.PROBE), COPY, 120_999));
    assertTrue(budget.allows(Set.of(Input.PROBE), COPY, 121_000));
  }

  /** In the background what was copied is analysed later, and paid then. */
  @Test
  void spend_partsOfASampleOneAfterTheOther() {
    Budget budget = new Budget(0.1);
    budget.spend(Map.of(Input.WEIGHTS, 10L), 10, 0);
    assertTrue(budget.allows(SPECTRA, NONE, 100)); // the analysis has not ended yet
    budget.spend(Map.of(Measure.SPECTRUM, 70L), 75, 500); // the first is free, 5 beside it too
    assertFalse(budget.allows(SPECTRA, NONE, 799)); // 10 and 70 to come
    assertTrue(budget.allows(SPECTRA, NONE, 800));
    budget.spend(Map.of(Input.WEIGHTS, 20L), 22, 800);
    budget.spend(Map.of(Measure.SPECTRUM, 30L), 38, 900);
    assertEquals(20, budget.cost(Input.WEIGHTS));
    assertEquals(30, budget.cost(Measure.SPECTRUM));
    assertFalse(budget.allows(SPECTRA, NONE, 1_099)); // 22 + 38 spent, 20 + 30 to come
    assertTrue(budget.allows(SPECTRA, NONE, 1_100));
    // of a part that was never done nothing is known, and its first time is free
    Set<Work> both = Set.of(Input.WEIGHTS, Measure.SPECTRUM, Measure.CPSE);
    assertTrue(budget.allows(both, NONE, 1_100));
    budget.spend(Map.of(Measure.SPECTRUM, 30L, Measure.CPSE, 1_000L), 1_030, 1_100);
    assertFalse(budget.allows(SPECTRA, NONE, 1_399)); // 22 + 38 + 30 spent, 50 to come
    assertTrue(budget.allows(SPECTRA, NONE, 1_400));
  }

  /** What is only learnt starts the clock and tells the cost, and nothing is spent. */
  @Test
  void learn_withoutPaying() {
    Budget budget = new Budget(0.1);
    assertEquals(500, budget.learn(Map.of(Input.WEIGHTS, 500L), 1_000));
    assertEquals(0, budget.learn(Map.of(Input.WEIGHTS, 300L), 2_000));
    assertTrue(budget.isStarted());
    assertEquals(300, budget.cost(Input.WEIGHTS));
    assertFalse(budget.allows(COPY, NONE, 3_999)); // 300 to come, a tenth of the time since 1,000
    assertTrue(budget.allows(COPY, NONE, 4_000));
  }

  @Test
  void allowsIdle_fromTheFirstSampleOn() {
    Budget budget = new Budget(0.01);
    assertFalse(budget.allowsIdle(0, false, 1_000_000)); // nothing has been measured yet
    budget.spend(Map.of(Input.WEIGHTS, 500L), 500, 1_000);
    assertFalse(budget.allowsIdle(100, false, 10_999));
    assertTrue(budget.allowsIdle(100, false, 11_000));
    budget.spendIdle(300);
    assertFalse(budget.allowsIdle(100, false, 40_999)); // 300 spent and 100 to come
    assertTrue(budget.allowsIdle(100, false, 41_000));
    // the samples' own share is the same one
    assertFalse(budget.allows(COPY, NONE, 80_999)); // 300 and 500 to come
    assertTrue(budget.allows(COPY, NONE, 81_000));
  }

  @Test
  void allowsIdle_aQuarterWhileSamplesAreRarerThanTheyShouldBe() {
    Budget budget = new Budget(0.01);
    budget.spend(Map.of(Input.WEIGHTS, 500L), 500, 1_000);
    long late = 1_000_000_000;
    assertFalse(budget.allowsIdle(1, true, late)); // the first sample was free
    budget.spend(Map.of(Input.WEIGHTS, 800L), 800, 2_000);
    assertTrue(budget.allowsIdle(200, true, late));
    budget.spendIdle(150);
    assertTrue(budget.allowsIdle(50, true, late));
    assertFalse(budget.allowsIdle(51, true, late));
    assertTrue(budget.allowsIdle(51, false, late));
  }

  @Test
  void allows_aShareOfOneIsNoLimit() {
    Budget budget = new Budget(1);
    budget.spend(Map.of(Input.WEIGHTS, 500L), 500, 0);
    budget.spend(Map.of(Input.WEIGHTS, 500L), 500, 1);
    assertTrue(budget.allows(COPY, NONE, 2));
  }

  /** A tenth of the time, of which batches have half: 5 of 100. */
  @Test
  void allowsBatch_halfOfTheShare() {
    Budget budget = new Budget(0.1);
    assertTrue(budget.allowsBatch(0)); // nothing is known yet
    budget.spendOnBatch(2);
    budget.spend(Map.of(Input.WEIGHTS, 7L), 7, 0); // time counts from here on
    assertFalse(budget.allowsBatch(39)); // 2 to come > 5 % of 39
    assertTrue(budget.allowsBatch(40));
    budget.spendOnBatch(3);
    assertFalse(budget.allowsBatch(119)); // 3 spent, 3 to come
    assertTrue(budget.allowsBatch(120));
    budget.spend(Map.of(Input.WEIGHTS, 10L), 10, 120); // now 13 of 12 are spent
    assertFalse(budget.allowsBatch(120));
  }

  /** The first copy cost 80, with all classes to be loaded: 80, 40, 20 are too much, 10 is not. */
  @Test
  void leftOut_halvesWhatWasDoneOnlyOnce() {
    Budget budget = new Budget(0.1);
    budget.spend(Map.of(Input.WEIGHTS, 80L), 80, 0);
    for (int i = 0; i < 3; i++) {
      assertFalse(budget.allows(Set.of(Input.WEIGHTS), Set.of(), 100));
      budget.leftOut(Set.of(Input.WEIGHTS));
    }
    assertTrue(budget.allows(Set.of(Input.WEIGHTS), Set.of(), 100));
    budget.spend(Map.of(Input.WEIGHTS, 8L), 8, 100);
    budget.leftOut(Set.of(Input.WEIGHTS)); // done twice: known
    assertEquals(8, budget.cost(Input.WEIGHTS));
  }
}
