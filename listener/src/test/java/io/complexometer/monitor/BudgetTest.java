package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class BudgetTest {

  /** A share of 1 % of the time since the first pass ended at 1,000. */
  @Test
  void allows_upToTheShareOfTheTimePassed() {
    Budget budget = new Budget(0.01);
    assertTrue(budget.allows(Input.WEIGHTS, Set.of(), 0)); // nothing is known yet
    budget.spend(Input.WEIGHTS, 500, 1_000); // the first is free, but its cost is remembered
    assertFalse(budget.allows(Input.WEIGHTS, Set.of(), 50_999));
    assertTrue(budget.allows(Input.WEIGHTS, Set.of(), 51_000));
    budget.spend(Input.WEIGHTS, 100, 51_000);
    assertFalse(
        budget.allows(
            Input.WEIGHTS, Set.of(), 20_999)); // 100 spent and 100 to come: from 21,000 on
    assertTrue(budget.allows(Input.WEIGHTS, Set.of(), 21_000));
    assertTrue(
        budget.allows(Input.PROBE, Set.of(), 2_000)); // another kind, and nothing known of it
    budget.spend(Input.PROBE, 1_000, 2_000);
    assertFalse(budget.allows(Input.PROBE, Set.of(), 110_999)); // 100 + 1,000
    assertTrue(budget.allows(Input.PROBE, Set.of(), 111_000));
    // beside weights, which cost 100, it is 1,200 in all
    assertFalse(budget.allows(Input.PROBE, Set.of(Input.WEIGHTS), 120_999));
    assertTrue(budget.allows(Input.PROBE, Set.of(Input.WEIGHTS), 121_000));
  }

  @Test
  void allows_whatCanWaitFromTheFirstPassOn() {
    Budget budget = new Budget(0.01);
    assertFalse(budget.allows(0, 1_000_000)); // nothing has been measured yet
    budget.spend(Input.WEIGHTS, 500, 1_000);
    assertFalse(budget.allows(100, 10_999));
    assertTrue(budget.allows(100, 11_000));
    budget.spend(300);
    assertFalse(budget.allows(100, 40_999)); // 300 spent and 100 to come
    assertTrue(budget.allows(100, 41_000));
    // the passes' own share is the same one
    assertFalse(budget.allows(Input.WEIGHTS, Set.of(), 80_999)); // 300 and 500 to come
    assertTrue(budget.allows(Input.WEIGHTS, Set.of(), 81_000));
  }
}
