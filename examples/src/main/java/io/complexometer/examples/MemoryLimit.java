package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import java.util.function.Supplier;

/** Says what to do where the memory that java was started with does not suffice. */
final class MemoryLimit {
  private MemoryLimit() {}

  /**
   * Works within it.
   *
   * @param what needs the memory, as the user knows it
   * @param work may run out of it
   * @throws DataException if it does
   */
  static <T> T within(Object what, Supplier<T> work) {
    try {
      return work.get();
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s: needs more than the %,d MB that java may take: start it with a larger -Xmx."
              .formatted(what, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }
}
