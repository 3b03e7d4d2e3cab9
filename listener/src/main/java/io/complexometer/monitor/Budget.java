package io.complexometer.monitor;

import java.util.EnumMap;
import java.util.Map;

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

  /** Whether a pass fits in at a moment, in nanoseconds. */
  boolean allows(Input input, long now) {
    Long cost = lastCost.get(input);
    return cost == null || spent + cost <= share * (now - start);
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
