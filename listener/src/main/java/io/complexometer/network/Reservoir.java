package io.complexometer.network;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Draws a fixed number of elements, each with the same chance, from a stream whose length is not
 * known: algorithm L (Li, ACM Trans. Math. Softw. 20, 1994), which draws how many elements to pass
 * over instead of a number for each.
 */
final class Reservoir {
  private final int size;
  private final UniformRandomProvider random;
  private long seen;
  private long next;
  private double largest = 1; // of the keys that the kept elements would have

  /**
   * An empty reservoir.
   *
   * @param size number of slots
   * @param seed of the draws
   */
  Reservoir(int size, long seed) {
    this.size = size;
    this.random = RandomSource.XO_SHI_RO_256_PP.create(seed);
  }

  int size() {
    return size;
  }

  /** Number of slots that hold an element. */
  int filled() {
    return (int) Math.min(size, seen);
  }

  /**
   * Offers the next element of the stream.
   *
   * @return the slot that it takes, in place of what is there, or -1
   */
  int offer() {
    long index = seen++;
    if (index < size) {
      if (index == size - 1) {
        passOver();
      }
      return (int) index;
    }
    if (index < next) {
      return -1;
    }
    int slot = random.nextInt(size);
    passOver();
    return slot;
  }

  private void passOver() {
    largest *= Math.exp(Math.log(positive()) / size);
    double gap = Math.floor(Math.log(positive()) / Math.log1p(-largest));
    next = seen + (long) Math.min(gap, Long.MAX_VALUE / 2.0);
  }

  /** From (0, 1], whose logarithm is finite. */
  private double positive() {
    return 1 - random.nextDouble();
  }
}
