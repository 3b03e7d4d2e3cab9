package io.complexometer.monitor;

/** Work that can wait, in small steps; on the thread that analyses. */
interface Idle {

  /** Whether there is a step to do. */
  boolean hasWork();

  /** What the next step will cost, in nanoseconds, as far as can be told. */
  long nextNanos();

  /** Does one step. */
  void step();
}
