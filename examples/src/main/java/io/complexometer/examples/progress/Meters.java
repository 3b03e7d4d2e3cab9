package io.complexometer.examples.progress;

/** Whoever shows how far a long calculation is. */
@FunctionalInterface
public interface Meters {

  /**
   * A calculation begins.
   *
   * @param what it does
   * @param steps how many it takes
   * @return told of each step, and closed at its end
   */
  Meter begin(String what, long steps);

  /** Told of the steps of one calculation. */
  interface Meter extends AutoCloseable {
    /** A step was made; safe for all threads. */
    void step();

    @Override
    void close();
  }
}
