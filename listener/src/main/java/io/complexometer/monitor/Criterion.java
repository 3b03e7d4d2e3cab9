package io.complexometer.monitor;

import java.util.List;

/**
 * When a training has done enough; looks at one sample after the other.
 *
 * <p>A verdict holds until there is something new: of a sample in which all values that a criterion
 * looks at are carried over it says what it said before. So criteria can be put together, though
 * not all that they look at is measured at the same iterations.
 */
@FunctionalInterface
public interface Criterion {

  /**
   * A training begins: what was seen of an earlier one is forgotten. Called once for each session,
   * before its first sample and before {@link #restore}.
   *
   * @param session with the series that there will be
   * @throws IllegalArgumentException if the criterion could never be met: it names a series that
   *     the session does not have
   */
  default void begin(Session session) {}

  /**
   * The series of which the criterion needs the laws: these are fitted, whatever else is.
   *
   * @return none by default
   */
  default List<SeriesPattern> fits() {
    return List.of();
  }

  /**
   * Looks at the next sample. A value carried over must not be taken for a new one: it is new if
   * its {@linkplain Reading#iteration iteration} is.
   *
   * @param sample the next one
   * @return whether the training should stop, and why or why not
   */
  Verdict test(Sample sample);

  /**
   * The criterion in a few words, always the same: the label of what counts it. Of the criteria in
   * {@code monitor.stopping} and what is composed of them this is the text that they can be read
   * from.
   *
   * @return without numbers that change
   */
  default String describe() {
    return "criterion";
  }

  /**
   * What it remembers of earlier samples, for a training that is interrupted.
   *
   * @return numbers, always as many from {@link #begin} on; nothing by default
   */
  default double[] state() {
    return new double[0];
  }

  /**
   * Remembers what another one of the same kind and settings did.
   *
   * @param state of {@link #state}
   * @throws IllegalArgumentException if it is not of the length that belongs to this criterion
   */
  default void restore(double[] state) {
    if (state.length != 0) {
      throw new IllegalArgumentException(
          "a state of " + state.length + " numbers, and not of none");
    }
  }

  /**
   * Both this and another one: met while both are. Each looks at every sample.
   *
   * @param other the other one
   * @return a criterion of both
   */
  default Criterion and(Criterion other) {
    return Composition.of(Composition.Connective.AND, this, other);
  }

  /**
   * This or another one: met while one of them is, or both. Each looks at every sample.
   *
   * @param other the other one
   * @return a criterion of both
   */
  default Criterion or(Criterion other) {
    return Composition.of(Composition.Connective.OR, this, other);
  }

  /**
   * The opposite. As long as there is nothing to look at, that is not met either.
   *
   * @return met where this one is known not to be
   */
  default Criterion not() {
    return new Negation(this);
  }
}
