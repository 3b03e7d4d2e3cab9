package io.complexometer.monitor;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
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
 * <p>With {@link Sampling#LOGARITHMIC} the {@link EarlyIterations} of each measure are added. All
 * that is due at one of them is exempt from the budget: it is always taken, and no interval is
 * stretched for it.
 *
 * <p>Times are passed in. Safe for all threads.
 */
final class Schedule {
  private static final int MOST_DOUBLINGS = 20;

  /**
   * What is to be measured at an iteration.
   *
   * @param measures of each input either all that are due, or none
   * @param exempt whether the budget does not pay for it
   */
  record Due(Set<Measure> measures, boolean exempt) {}

  private final Sampling sampling;
  private final Map<Measure, Integer> intervals;
  private final Budget budget;
  private final HealthCounters health;
  private final Map<Input, Integer> doublings = new EnumMap<>(Input.class);
  private long iterations;
  private long iterationsAtStart;

  /**
   * A schedule in which nothing is stretched.
   *
   * @param sampling whether early iterations are added
   * @param intervals of the measures that are taken, in iterations
   * @param budget that samples have to fit into
   * @param health counts samples that are left out, and says so
   */
  Schedule(
      Sampling sampling, Map<Measure, Integer> intervals, Budget budget, HealthCounters health) {
    this.sampling = sampling;
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
   */
  synchronized Due due(long iteration, long now) {
    iterations++;
    if (!budget.isStarted()) {
      iterationsAtStart = iterations;
    }
    boolean exempt = isEarly(iteration, longestInterval()); // and those of shorter ones
    Set<Measure> taken = EnumSet.noneOf(Measure.class);
    for (Input input : Input.values()) {
      Set<Measure> candidates = candidates(input, iteration);
      if (candidates.isEmpty()) {
        continue;
      }
      if (exempt || budget.allows(works(candidates), works(taken), now)) {
        taken.addAll(candidates);
      } else {
        leaveOut(input);
        budget.leftOut(works(candidates));
      }
    }
    return new Due(taken, exempt);
  }

  private int longestInterval() {
    return Collections.max(intervals.values());
  }

  private boolean isEarly(long iteration, int interval) {
    return sampling == Sampling.LOGARITHMIC && EarlyIterations.contains(iteration, interval);
  }

  private Set<Measure> candidates(Input input, long iteration) {
    Set<Measure> candidates = EnumSet.noneOf(Measure.class);
    intervals.forEach(
        (measure, interval) -> {
          if (measure.input() == input && isDue(iteration, interval, doublings.get(input))) {
            candidates.add(measure);
          }
        });
    return candidates;
  }

  private boolean isDue(long iteration, int interval, int doubled) {
    return iteration % ((long) interval << doubled) == 0 || isEarly(iteration, interval);
  }

  /**
   * The samples that are exempt from the budget.
   *
   * @param from the first iteration that counts
   * @return what is to be measured at each of their iterations, in order
   */
  SortedMap<Long, Set<Measure>> early(long from) {
    SortedMap<Long, Set<Measure>> early = new TreeMap<>();
    if (sampling == Sampling.LOGARITHMIC) {
      EarlyIterations.of(longestInterval())
          .filter(iteration -> iteration >= from)
          .forEach(iteration -> early.put(iteration, planned(iteration)));
    }
    return early;
  }

  /** What is due at an iteration where nothing is stretched. */
  private Set<Measure> planned(long iteration) {
    Set<Measure> planned = EnumSet.copyOf(intervals.keySet());
    planned.removeIf(measure -> !isDue(iteration, intervals.get(measure), 0));
    return planned;
  }

  /** All the work that a sample takes. */
  static Set<Work> works(Set<Measure> measures) {
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
