package io.complexometer.examples.study;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the trainings of one width and one kind of labels say of one series.
 *
 * @param decision the most frequent one; of several the first in the order of {@link Decision}
 * @param agreeing trainings that say so: all numbers but the levels are theirs
 * @param trainings altogether
 * @param exponent of one training, or the median of several
 * @param low of one training the lower end of its interval at 95 %, of several the lowest exponent
 * @param high in the same way
 * @param earlierExponent of a broken power the one before the break, the median of several
 * @param breakTime of a broken power, the median of several
 * @param determination R^2 of the law, the median of several: the laws rise or fall throughout, or
 *     break once, so that a series may follow none of them though one is far better than the others
 * @param first value of the series, the median of several
 * @param least value
 * @param greatest value
 * @param last value
 */
public record Finding(
    Decision decision,
    int agreeing,
    int trainings,
    Value exponent,
    Value low,
    Value high,
    Value earlierExponent,
    Value breakTime,
    Value determination,
    double first,
    double least,
    double greatest,
    double last) {
  private static final String NO_LAW = "no law";

  /**
   * Sums up.
   *
   * @param courses of the same series in trainings that differ in their seed, at least one
   */
  static Finding of(List<Course> courses) {
    Map<Decision, List<Course>> byDecision =
        courses.stream()
            .collect(
                Collectors.groupingBy(
                    course -> course.trend().law().decision(), TreeMap::new, Collectors.toList()));
    List<Course> most =
        byDecision.values().stream()
            .sorted(Comparator.comparingInt((List<Course> same) -> -same.size()))
            .findFirst()
            .orElseThrow();
    List<Fit> fits = most.stream().flatMap(course -> course.trend().law().best().stream()).toList();
    boolean single = courses.size() == 1;
    return new Finding(
        most.get(0).trend().law().decision(),
        most.size(),
        courses.size(),
        median(fits, Fit::exponent),
        single ? end(fits, Interval::low) : extreme(fits, true),
        single ? end(fits, Interval::high) : extreme(fits, false),
        median(fits, Fit::earlierExponent),
        median(fits, Fit::breakTime),
        median(
            fits.stream().filter(fit -> fit.family() != Family.CONSTANT).toList(),
            Fit::determination),
        median(courses, course -> course.points().y()[0]),
        median(courses, course -> Arrays.stream(course.points().y()).min().orElseThrow()),
        median(courses, course -> Arrays.stream(course.points().y()).max().orElseThrow()),
        median(courses, course -> course.points().y()[course.points().count() - 1]));
  }

  private static Value median(List<Fit> fits, Function<Fit, Value> number) {
    double[] present = present(fits.stream().map(number));
    return present.length == 0 ? Value.absent(NO_LAW) : Value.of(median(present));
  }

  private static Value end(List<Fit> fits, Function<Interval, Value> end) {
    return fits.stream()
        .flatMap(fit -> fit.interval().stream())
        .findFirst()
        .map(end)
        .orElse(Value.absent(NO_LAW));
  }

  private static Value extreme(List<Fit> fits, boolean lowest) {
    double[] present = present(fits.stream().map(Fit::exponent));
    return present.length == 0
        ? Value.absent(NO_LAW)
        : Value.of(present[lowest ? 0 : present.length - 1]);
  }

  private static double[] present(Stream<Value> values) {
    return values.filter(Value::isPresent).mapToDouble(Value::orNaN).sorted().toArray();
  }

  private static double median(List<Course> courses, ToDoubleFunction<Course> number) {
    return median(courses.stream().mapToDouble(number).sorted().toArray());
  }

  private static double median(double... sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /**
   * The decision, with how many agree where not all do.
   *
   * @return in words
   */
  public String decided() {
    return decision.label() + (agreeing == trainings ? "" : " " + agreeing + "/" + trainings);
  }

  /**
   * Whether two series follow the same kind of law with exponents that are not the same: their
   * intervals, or those of their trainings, have nothing in common.
   *
   * @param other of the same measure
   * @return false also where there is no exponent, or another law
   */
  public boolean isApart(Finding other) {
    return decision == other.decision
        && Stream.of(low, high, other.low, other.high).allMatch(Value::isPresent)
        && (high.orNaN() < other.low.orNaN() || other.high.orNaN() < low.orNaN());
  }
}
