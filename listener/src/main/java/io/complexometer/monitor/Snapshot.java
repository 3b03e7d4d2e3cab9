package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.network.Features;
import io.complexometer.network.Weights;
import java.util.Optional;

/**
 * What was copied of a model between two iterations, to be analysed later.
 *
 * @param iteration Deeplearning4j's iteration
 * @param epoch Deeplearning4j's epoch
 * @param wallTimeMillis when it was taken
 * @param score the training score
 * @param weights the weights, if they are part of it
 * @param features the activations on the probe, if they are part of it
 */
record Snapshot(
    long iteration,
    int epoch,
    long wallTimeMillis,
    Value score,
    Optional<Taken<Weights>> weights,
    Optional<Taken<Features>> features) {

  /**
   * A copy, and when it was made: the snapshot's own iteration, or an earlier one where it was
   * inherited from a snapshot that was never analysed.
   */
  record Taken<T>(T copy, long iteration) {}
}
