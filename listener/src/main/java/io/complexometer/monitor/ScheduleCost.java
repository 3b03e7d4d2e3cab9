package io.complexometer.monitor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the early samples of {@link Sampling#LOGARITHMIC} will cost, if the training lasts until the
 * last of them: known before it begins, because no share of a core's time limits it.
 *
 * @param samples that are still to come
 * @param lastIteration iteration of the last of them; -1 where there is none
 * @param seconds of one core that they take altogether, about
 * @param parts of the inputs that they look at
 */
public record ScheduleCost(int samples, long lastIteration, double seconds, List<Part> parts) {
  private static final MathContext ABOUT = new MathContext(2);

  /**
   * The samples of one input.
   *
   * @param input {@code weights} or {@code activations}
   * @param samples that look at it
   * @param seconds of one core that each takes on average: copying or running the probe, and the
   *     analysis
   */
  public record Part(String input, int samples, double seconds) {}

  // copies
  public ScheduleCost {
    parts = List.copyOf(parts);
  }

  /**
   * The cost of samples.
   *
   * @param early what is to be measured at each iteration
   * @param nanos what each work takes
   */
  static ScheduleCost of(SortedMap<Long, Set<Measure>> early, Map<Work, Long> nanos) {
    Map<Input, Integer> samples = new EnumMap<>(Input.class);
    Map<Input, Long> sums = new EnumMap<>(Input.class);
    for (Set<Measure> measures : early.values()) {
      Set<Input> inputs = EnumSet.noneOf(Input.class);
      measures.forEach(measure -> inputs.add(measure.input()));
      inputs.forEach(input -> samples.merge(input, 1, Integer::sum));
      for (Work work : Schedule.works(measures)) {
        sums.merge(input(work), nanos.getOrDefault(work, 0L), Long::sum);
      }
    }
    List<Part> parts = new ArrayList<>();
    samples.forEach(
        (input, count) ->
            parts.add(
                new Part(
                    input == Input.WEIGHTS ? "weights" : "activations",
                    count,
                    seconds(sums.get(input)) / count)));
    return new ScheduleCost(
        early.size(),
        early.isEmpty() ? -1 : early.lastKey(),
        seconds(sums.values().stream().mapToLong(sum -> sum).sum()),
        parts);
  }

  private static Input input(Work work) {
    return work instanceof Measure measure ? measure.input() : (Input) work;
  }

  private static double seconds(long nanos) {
    return nanos / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /**
   * The cost in one line.
   *
   * @return as {@code 62 early samples until iteration 3,981: 48 of the weights, about 0.012 s
   *     each, 62 of the activations, about 0.4 s each; altogether about 25 s of one core, exempt
   *     from the share}
   */
  public String describe() {
    if (samples == 0) {
      return "no early samples: the training is past them";
    }
    return String.format(
        Locale.ROOT,
        "%d early samples until iteration %,d: %s; altogether about %s s of one core, exempt from"
            + " the share",
        samples,
        lastIteration,
        parts.stream()
            .map(
                part ->
                    String.format(
                        Locale.ROOT,
                        "%d of the %s, about %s s each",
                        part.samples(),
                        part.input(),
                        about(part.seconds())))
            .collect(Collectors.joining(", ")),
        about(seconds));
  }

  private static String about(double seconds) {
    return BigDecimal.valueOf(seconds).round(ABOUT).toPlainString();
  }
}
