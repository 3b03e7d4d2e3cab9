package io.complexometer.monitor;

/** What a measure looks at: each is sampled at its own interval. */
enum Input {
  /** The weight matrices. */
  WEIGHTS,
  /** The activations on the probe. */
  PROBE
}
