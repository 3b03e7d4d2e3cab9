package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.network.Activations;
import io.complexometer.network.Weights;
import java.util.Optional;
import java.util.Set;

/**
 * What was copied of a model between two iterations, to be analysed later.
 *
 * @param iteration Deeplearning4j's iteration
 * @param epoch Deeplearning4j's epoch
 * @param wallTimeMillis when it was taken
 * @param score the training score
 * @param measures what is to be measured, the inputs of which are part of it
 * @param weights the weights, if they are part of it
 * @param activations the activations on the probe, if they are part of it
 * @param last whether no other will follow
 * @param exempt whether the budget does not pay for it; none such is replaced by a newer one
 */
record Snapshot(
    long iteration,
    int epoch,
    long wallTimeMillis,
    Value score,
    Set<Measure> measures,
    Optional<Taken<Weights>> weights,
    Optional<Taken<Activations>> activations,
    boolean last,
    boolean exempt) {

  Snapshot {
    measures = Set.copyOf(measures);
  }

  /** When what a measure looks at was copied. */
  long iteration(Measure measure) {
    return measure.input() == Input.WEIGHTS
        ? weights.orElseThrow().iteration()
        : activations.orElseThrow().iteration();
  }

  /**
   * A copy, and when it was made: the snapshot's own iteration, or an earlier one where it was
   * inherited from a snapshot that was never analysed.
   */
  record Taken<T>(T copy, long iteration) {}
}
