package io.complexometer.monitor;

/**
 * A part of the monitor that remembers something on which later samples depend. What it writes it
 * reads in the same order, exact to the bit. Times that work took are no part of it.
 */
interface Stateful {

  /** Writes what it remembers. */
  void save(StateWriter state);

  /**
   * Remembers what another one, made for the same session, has written.
   *
   * @throws RuntimeException if that is not what it could have written; it is then of no use any
   *     more
   */
  void restore(StateReader state);
}
