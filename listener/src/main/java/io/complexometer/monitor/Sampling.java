package io.complexometer.monitor;

import java.util.Locale;

/** At which iterations samples are planned. */
public enum Sampling {
  /** Every N iterations, N being the interval of each measure. */
  REGULAR,

  /**
   * About 20 samples a decade from the first iteration on, until they would be rarer than every N
   * iterations; and every N iterations. For scaling laws, which need the early decades. The early
   * samples are taken whatever they cost: they are exempt from the share of a core's time, and
   * their cost is said in the log when the listener attaches.
   */
  LOGARITHMIC;

  /** The name in settings and logs. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
