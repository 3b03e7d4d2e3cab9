package io.complexometer.monitor;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps all that the monitor does, on whichever threads, below a share of one core's time: what was
 * spent and what a sample will cost together must not exceed that share of the time that has
 * passed. What a piece of work will cost is taken to be what it cost last; the first of each kind
 * is free, because nothing is known of it and everything is loaded and compiled in it.
 *
 * <p>Times are nanoseconds, and are passed in. Safe for all threads.
 */
final class Budget {
  private final double share;
  private final Map<Work, Long> lastCost = new HashMap<>();
  private final Set<Work> onlyOnce = new HashSet<>();
  private long start;
  private long spent;
  private long spentIdle;
  private long spentOnBatches;
  private long lastBatch;
  private boolean started;

  /**
   * A budget.
   *
   * @param share of one core's time, from 0 to 1, which is no limit
   */
  Budget(double share) {
    this.share = share;
  }

  double share() {
    return share;
  }

  /**
   * Whether a sample fits in at a moment.
   *
   * @param works what it takes
   * @param besides what is taken anyway, in the same moment
   * @param now the moment
   */
  synchronized boolean allows(Set<Work> works, Set<Work> besides, long now) {
    if (Collections.disjoint(works, lastCost.keySet())) {
      return true;
    }
    long cost = besides.stream().filter(work -> !works.contains(work)).mapToLong(this::cost).sum();
    cost += works.stream().mapToLong(this::cost).sum();
    return fits(cost, now);
  }

  private boolean fits(long cost, long now) {
    return share == 1 || spent + cost <= share * (now - start);
  }

  /**
   * Whether something that can wait fits in at a moment. Being small it always would, before a
   * sample does: while samples are rarer than they should be, it may take a quarter of what they
   * took.
   *
   * @param cost what it will cost, about
   * @param stretched whether samples are rarer than they should be
   * @param now the moment
   */
  synchronized boolean allowsIdle(long cost, boolean stretched, long now) {
    boolean fair = !stretched || spentIdle + cost <= (spent - spentIdle) / 4;
    return (started || share == 1) && fair && fits(cost, now);
  }

  /**
   * Whether a training batch may be read: samples must not starve of it, so all batches together
   * have half of the share.
   *
   * @param now the moment
   */
  synchronized boolean allowsBatch(long now) {
    boolean half = spentOnBatches + lastBatch <= share / 2 * (now - start);
    return !started || share == 1 || (half && fits(lastBatch, now));
  }

  /** Enters what reading a training batch has cost. */
  synchronized void spendOnBatch(long cost) {
    lastBatch = cost;
    spent += started ? cost : 0;
    spentOnBatches += started ? cost : 0;
  }

  /** Enters what something that could wait has cost. */
  synchronized void spendIdle(long cost) {
    spent += cost;
    spentIdle += cost;
  }

  /**
   * Enters what a sample, or a part of it, has cost.
   *
   * @param costs by kind of work
   * @param total of these and all that belongs to none, as handing the sample on
   * @param now when it ended
   */
  synchronized void spend(Map<Work, Long> costs, long total, long now) {
    boolean known = !Collections.disjoint(costs.keySet(), lastCost.keySet());
    long free = learn(costs, now);
    spent += known ? total - free : 0;
  }

  /**
   * Takes note of what a sample, or a part of it, has cost, without paying for it.
   *
   * @param costs by kind of work
   * @param now when it ended
   * @return the part of the costs that was the first of its kind
   */
  synchronized long learn(Map<Work, Long> costs, long now) {
    if (!started) {
      started = true;
      start = now;
    }
    long first = 0;
    for (Map.Entry<Work, Long> cost : costs.entrySet()) {
      if (lastCost.put(cost.getKey(), cost.getValue()) == null) {
        first += cost.getValue();
        onlyOnce.add(cost.getKey());
      } else {
        onlyOnce.remove(cost.getKey());
      }
    }
    return first;
  }

  /**
   * To be told when a sample was left out for want of budget. What was done only once was loaded
   * and compiled then: each time its cost keeps it out, it is taken for half as dear.
   */
  synchronized void leftOut(Set<Work> works) {
    works.stream()
        .filter(onlyOnce::contains)
        .forEach(work -> lastCost.computeIfPresent(work, (w, cost) -> cost / 2));
  }

  /** What a kind of work cost last; nothing if it was never done. */
  synchronized long cost(Work work) {
    return lastCost.getOrDefault(work, 0L);
  }

  /** Whether a first sample was taken: from then on time counts. */
  synchronized boolean isStarted() {
    return started;
  }

  /** How long time has counted. */
  synchronized long elapsed(long now) {
    return now - start;
  }
}
