package io.complexometer.examples.recording;

import io.complexometer.measure.Value;

/** What an estimator says of one draw after the other; only their spread counts. */
final class Replicates {
  private int count;
  private double mean;
  private double squares;

  /** Adds a draw's value; one that is absent there is left out. */
  void add(Value value) {
    if (value instanceof Value.Present present) {
      add(present.number());
    }
  }

  /** Adds a draw's value. */
  void add(double value) {
    count++;
    double away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }

  /** The estimate with the error that the draws tell of. */
  Estimate of(Value value, Blocks blocks) {
    if (count < 2 || !value.isPresent()) {
      return Estimate.of(value);
    }
    double deviation = Math.sqrt(squares / (count - 1)) * blocks.correction();
    return new Estimate(value, Value.of(deviation), count);
  }
}
