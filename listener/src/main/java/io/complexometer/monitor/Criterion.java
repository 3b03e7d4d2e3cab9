package io.complexometer.monitor;

import java.util.Optional;

/** When a training has done enough; looks at one sample after the other. */
@FunctionalInterface
public interface Criterion {

  /**
   * Looks at the next sample. A value carried over must not be taken for a new one: it is new if
   * its {@linkplain Reading#iteration iteration} is.
   *
   * @param sample the next one
   * @return why the training should stop; empty to go on
   */
  Optional<String> test(Sample sample);
}
