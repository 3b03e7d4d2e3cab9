package io.complexometer.monitor.stopping;

import io.complexometer.monitor.StopSignal;
import org.deeplearning4j.earlystopping.termination.EpochTerminationCondition;
import org.deeplearning4j.earlystopping.termination.IterationTerminationCondition;

/**
 * Ends a training of Deeplearning4j's early stopping at a {@link StopSignal}, after the batch in
 * which it comes. Between two batches, at the end of an epoch or while its score is calculated, the
 * epoch's condition sees it.
 */
final class StopCondition implements IterationTerminationCondition, EpochTerminationCondition {
  private static final long serialVersionUID = 1L;

  private final transient StopSignal signal; // a copy that was sent elsewhere never stops anything

  StopCondition(StopSignal signal) {
    this.signal = signal;
  }

  /** Called once for each of the two conditions that this is. */
  @Override
  public void initialize() {}

  @Override
  public boolean terminate(double lastScore) {
    return isRequested();
  }

  @Override
  public boolean terminate(int epoch, double score, boolean minimize) {
    return isRequested();
  }

  private boolean isRequested() {
    return signal != null && signal.isRequested();
  }

  /** What becomes the details of the result: why the training was asked to stop. */
  @Override
  public String toString() {
    return isRequested() ? signal.reason().orElse("") : "StopCondition(not requested)";
  }
}
