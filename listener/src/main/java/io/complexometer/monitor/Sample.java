package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.util.List;

/**
 * What was known of a network at one iteration of its training.
 *
 * @param session the session's id
 * @param iteration Deeplearning4j's iteration, from 0
 * @param epoch Deeplearning4j's epoch, from 0
 * @param wallTimeMillis when the snapshot was taken, milliseconds since 1970
 * @param score the training score (loss) of that iteration
 * @param readings one for each series of the session, always in the session's order
 */
public record Sample(
    String session,
    long iteration,
    int epoch,
    long wallTimeMillis,
    Value score,
    List<Reading> readings) {

  public Sample {
    readings = List.copyOf(readings);
  }
}
