package io.complexometer.monitor;

/** A kind of the monitor's work: its time is measured, published, and paid from the budget. */
sealed interface Work permits Input, Measure {

  /** The name under which its time is published. */
  String label();
}
