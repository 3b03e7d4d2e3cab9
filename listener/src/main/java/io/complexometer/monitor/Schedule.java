package io.complexometer.monitor;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decides at each iteration what is to be measured.
 *
 * <p>A measure is due at multiples of its interval, stretched by a power of two that all measures
 * of an input share. Where a sample of an input does not fit into the budget it is left out, whole,
 * and the input's intervals double; after a sample they are halved again if the work of both inputs
 * would then still fit in, at the present pace of the training. Multiples are those of the model's
 * own iterations: a training that is resumed goes on in step, and a stretched series is a part of
 * the one that was planned.
 *
 * <p>Times are passed in. Safe for all threads.
 */
final class Schedule {
  private static final int MOST_DOUBLINGS = 20;

  private final Map<Measure, Integer> intervals;
  private final Budget budget;
  private final HealthCounters health;
  private final Map<Input, Integer> doublings = new EnumMap<>(Input.class);
  private long iterations;
  private long iterationsAtStart;

  /**
   * A schedule in which nothing is stretched.
   *
   * @param intervals of the measures that are taken, in iterations
   * @param budget that samples have to fit into
   * @param health counts samples that are left out, and says so
   */
  Schedule(Map<Measure, Integer> intervals, Budget budget, HealthCounters health) {
    this.intervals = new EnumMap<>(intervals);
    this.budget = budget;
    this.health = health;
    for (Input input : Input.values()) {
      doublings.put(input, 0);
    }
  }

  /**
   * What is to be measured now. To be asked once at each iteration.
   *
   * @param iteration of the model
   * @param now the time
   * @return for each input either all measures that are due, or none
   */
  synchronized Set<Measure> due(long iteration, long now) {
    iterations++;
    if (!budget.isStarted()) {
      iterationsAtStart = iterations;
    }
    Set<Measure> taken = EnumSet.noneOf(Measure.class);
    for (Input input : Input.values()) {
      Set<Measure> candidates = candidates(input, iteration);
      if (candidates.isEmpty()) {
        continue;
      }
      if (budget.allows(works(candidates), works(taken), now)) {
        taken.addAll(candidates);
      } else {
        leaveOut(input);
        budget.leftOut(works(candidates));
      }
    }
    return taken;
  }

  private Set<Measure> candidates(Input input, long iteration) {
    Set<Measure> candidates = EnumSet.noneOf(Measure.class);
    intervals.forEach(
        (measure, interval) -> {
          if (measure.input() == input && iteration % stretched(interval, input) == 0) {
            candidates.add(measure);
          }
        });
    return candidates;
  }

  private long stretched(int interval, Input input) {
    return (long) interval << doublings.get(input);
  }

  private static Set<Work> works(Set<Measure> measures) {
    Set<Work> works = new HashSet<>();
    measures.forEach(measure -> works.addAll(measure.works()));
    return works;
  }

  private void leaveOut(Input input) {
    health.putOff.increment();
    doublings.merge(input, 1, (now, one) -> Math.min(now + one, MOST_DOUBLINGS));
    health.inform(
        "stretched " + input,
        "over budget: %s; raise share(..), now %s of one core, or the interval"
            .formatted(describe(input, true), budget.share()));
  }

  /**
   * To be called when a sample has been analysed, and its cost entered into the budget: what was
   * stretched may return.
   *
   * @param measures of the sample
   * @param now the time
   */
  synchronized void finished(Set<Measure> measures, long now) {
    for (Input input : Input.values()) {
      int before = doublings.get(input);
      if (before > 0
          && measures.stream().anyMatch(measure -> measure.input() == input)
          && fitsHalved(input, now)) {
        doublings.put(input, before - 1);
        if (before == 1) {
          health.inform("returned " + input, "within budget again: " + describe(input, false));
        }
      }
    }
  }

  private boolean fitsHalved(Input halved, long now) {
    double load = load(halved, doublings.get(halved) - 1);
    for (Input input : Input.values()) {
      load += input == halved ? 0 : load(input, doublings.get(input));
    }
    return load <= allowance(now);
  }

  /** What may be spent an iteration, at the pace of the training so far. */
  private double allowance(long now) {
    long counted = iterations - iterationsAtStart;
    return counted == 0 ? 0 : budget.share() * budget.elapsed(now) / counted;
  }

  /** What the measures of an input cost an iteration, on average. */
  private double load(Input input, int doubled) {
    Map<Work, Integer> often = new LinkedHashMap<>(); // work that measures share is done once
    intervals.forEach(
        (measure, interval) -> {
          if (measure.input() == input) {
            measure.works().forEach(work -> often.merge(work, interval, Math::min));
          }
        });
    double load = 0;
    for (Map.Entry<Work, Integer> work : often.entrySet()) {
      load += (double) budget.cost(work.getKey()) / work.getValue();
    }
    return load / (1L << doubled);
  }

  /** By how much the interval of each measure is stretched: 1, 2, 4 .. */
  synchronized Map<String, Integer> stretches() {
    Map<String, Integer> stretches = new LinkedHashMap<>();
    intervals.forEach(
        (measure, interval) -> stretches.put(measure.label(), 1 << doublings.get(measure.input())));
    return stretches;
  }

  synchronized boolean isStretched() {
    return doublings.values().stream().anyMatch(doubled -> doubled > 0);
  }

  private String describe(Input input, boolean compared) {
    Map<Measure, Integer> ofInput = new EnumMap<>(intervals);
    ofInput.keySet().removeIf(measure -> measure.input() != input);
    return describe(ofInput, 1 << doublings.get(input), compared);
  }

  /** The intervals of measures in words: "spectrum, cpse every 100 iterations". */
  static String describe(Map<Measure, Integer> intervals) {
    return describe(intervals, 1, false);
  }

  private static String describe(Map<Measure, Integer> intervals, int stretch, boolean compared) {
    Map<Integer, String> names =
        intervals.entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    Map.Entry::getValue,
                    TreeMap::new,
                    Collectors.mapping(entry -> entry.getKey().label(), Collectors.joining(", "))));
    return names.entrySet().stream()
        .map(
            group ->
                group.getValue()
                    + " every "
                    + (long) group.getKey() * stretch
                    + " iterations"
                    + (compared ? " instead of " + group.getKey() : ""))
        .collect(Collectors.joining("; "));
  }
}
