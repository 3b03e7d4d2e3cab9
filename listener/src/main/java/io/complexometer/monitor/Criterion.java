package io.complexometer.monitor;

import java.util.Optional;

/** When a training has done enough; looks at one sample after the other. */
@FunctionalInterface
public interface Criterion {

  /**
   * Looks at the next sample. Values that are {@linkplain Sample#isFresh carried over} must not be
   * taken for new ones.
   *
   * @param sample the next one
   * @return why the training should stop; empty to go on
   */
  Optional<String> test(Sample sample);
}
