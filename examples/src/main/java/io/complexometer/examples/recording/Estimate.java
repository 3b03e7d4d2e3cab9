package io.complexometer.examples.recording;

import io.complexometer.measure.Value;

/**
 * A number and how far off it may be.
 *
 * @param value of the recording
 * @param error one standard deviation, in the unit of the value: how the value would differ between
 *     recordings as long as this one; it knows nothing of a bias
 * @param replicates how many draws the error comes from
 */
public record Estimate(Value value, Value error, int replicates) {

  /** Why there is no error: it was not asked for, or would take too long. */
  static final String NOT_RESAMPLED = "not resampled";

  /** An estimate without an error. */
  static Estimate of(Value value) {
    return new Estimate(value, value.isPresent() ? Value.absent(NOT_RESAMPLED) : value, 0);
  }
}
