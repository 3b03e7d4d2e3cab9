package io.complexometer.monitor;

import java.util.function.Supplier;

/**
 * Where samples go: meters, a log, a page.
 *
 * <p>The methods are called one at a time, in the order of the samples: {@link #begin}, or {@link
 * #resume}, once before the first sample, {@link #end} once after the last. An exception is counted
 * as a failure of the monitor and logged once; it never reaches the training.
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
   * The listener has been attached to a model, and goes on with a session that was interrupted. It
   * is called in place of {@link #begin}.
   *
   * @param session what all samples of the session share, its id being that of before
   * @param iteration the last before the state was saved; samples that the interrupted run took of
   *     later ones are superseded
   * @param health the monitor's own state, to be asked at any time from any thread
   */
  default void resume(Session session, long iteration, Supplier<Health> health) {
    begin(session, health);
  }

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
