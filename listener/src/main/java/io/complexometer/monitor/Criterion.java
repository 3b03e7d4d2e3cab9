package io.complexometer.monitor;

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
   * Looks at the next sample. A value carried over must not be taken for a new one: it is new if
   * its {@linkplain Reading#iteration iteration} is.
   *
   * @param sample the next one
   * @return whether the training should stop, and why or why not
   */
  Verdict test(Sample sample);

  /**
   * The criterion in a few words, always the same: the label of what counts it.
   *
   * @return without numbers that change
   */
  default String describe() {
    return "criterion";
  }

  /**
   * What it remembers of earlier samples, for a training that is interrupted.
   *
   * @return nothing by default
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
}
