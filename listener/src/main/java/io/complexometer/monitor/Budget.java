package io.complexometer.monitor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the monitor's work on the training thread below a share of the wall time. What a pass will
 * cost is taken to be what the last one of its kind cost; the first of each kind is free, because
 * nothing is known of it and everything is loaded and compiled in it.
 */
final class Budget {
  private final double share;
  private final Map<Input, Long> lastCost = new EnumMap<>(Input.class);
  private long start;
  private long spent;
  private boolean started;

  /**
   * A budget.
   *
   * @param share of the wall time, from 0 to 1
   */
  Budget(double share) {
    this.share = share;
  }

  /**
   * Whether an input fits into a pass at a moment, in nanoseconds.
   *
   * @param input what is to be sampled
   * @param besides what the pass samples already
   * @param now the moment
   */
  boolean allows(Input input, Set<Input> besides, long now) {
    if (!lastCost.containsKey(input)) {
      return true;
    }
    long cost = lastCost.get(input);
    for (Input other : besides) {
      cost += lastCost.getOrDefault(other, 0L);
    }
    return spent + cost <= share * (now - start);
  }

  /** Whether something that can wait, and will cost about so much, fits in at a moment. */
  boolean allows(long cost, long now) {
    return started && spent + cost <= share * (now - start);
  }

  /** Enters what something that could wait has cost. */
  void spend(long cost) {
    spent += cost;
  }

  /** Enters a pass that ended at a moment. */
  void spend(Input input, long cost, long now) {
    if (!started) {
      started = true;
      start = now;
    }
    if (lastCost.put(input, cost) != null) {
      spent += cost;
    }
  }
}
