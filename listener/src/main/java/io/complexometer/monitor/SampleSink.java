package io.complexometer.monitor;

import java.util.function.Supplier;

/**
 * Where samples go: meters, a log, a page.
 *
 * <p>The methods are called one at a time, in the order of the samples: {@link #begin} once before
 * the first sample, {@link #end} once after the last. An exception is counted as a failure of the
 * monitor and logged once; it never reaches the training.
 */
public interface SampleSink {

  /**
   * The listener has been attached to a model.
   *
   * @param session what all samples of the session share
   * @param health the monitor's own state, to be asked at any time from any thread
   */
  default void begin(Session session, Supplier<Health> health) {}

  /**
   * A sample was taken. Called on the thread that analysed it, which inline is the training thread:
   * return quickly.
   *
   * @param sample the sample
   */
  void accept(Sample sample);

  /** The last sample has been taken. */
  default void end() {}
}
