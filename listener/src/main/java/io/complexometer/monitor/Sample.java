package io.complexometer.monitor;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.Optional;

/**
 * What was known of a network at one iteration of its training.
 *
 * @param session the session's id
 * @param iteration Deeplearning4j's iteration, from 0
 * @param epoch Deeplearning4j's epoch, from 0
 * @param wallTimeMillis when the snapshot was taken, milliseconds since 1970
 * @param score the training score (loss) of that iteration
 * @param readings one for each series of the session, always in the session's order
 * @param trends the newest law of each series that is fitted, always in the session's order
 * @param stop why the training was asked to stop; empty as long as it was not
 * @param densities the newest of each weight matrix that is asked for, always in the session's
 *     order
 */
public record Sample(
    String session,
    long iteration,
    int epoch,
    long wallTimeMillis,
    Value score,
    List<Reading> readings,
    List<Trend> trends,
    Optional<String> stop,
    List<Density> densities) {

  public Sample {
    readings = List.copyOf(readings);
    trends = List.copyOf(trends);
    densities = List.copyOf(densities);
  }

  /** The same sample, after the training was asked to stop. */
  Sample stopped(Optional<String> why) {
    return new Sample(
        session, iteration, epoch, wallTimeMillis, score, readings, trends, why, densities);
  }
}
