package io.complexometer.monitor;

/** In which thread a listener analyses. */
public enum Mode {
  /**
   * Background where the process's BLAS has one thread, inline where it has more: a background
   * LAPACK would then fight the training for one pool of threads.
   */
  AUTO,
  /** On a daemon thread, while the training goes on. */
  BACKGROUND,
  /** On the training thread, between two iterations, within a share of the wall time. */
  INLINE
}
