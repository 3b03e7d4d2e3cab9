package io.complexometer.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ReservoirTest {

  private static int[] draw(int size, int stream, long seed) {
    Reservoir reservoir = new Reservoir(size, seed);
    int[] slots = new int[size];
    Arrays.fill(slots, -1);
    for (int i = 0; i < stream; i++) {
      int slot = reservoir.offer();
      if (slot >= 0) {
        slots[slot] = i;
      }
    }
    assertEquals(Math.min(size, stream), reservoir.filled());
    return slots;
  }

  /**
   * Each of 40 elements is among 8 with probability 1/5: of 20,000 draws 4,000 on average, with a
   * standard deviation of sqrt(20,000 x 1/5 x 4/5) = 56.6; each pair with 8 x 7 / (40 x 39).
   */
  @Test
  void offer_keepsEveryElementAndPairAsOftenAsAnother() {
    int[] kept = new int[40];
    int firstAndLast = 0;
    int neighbours = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      int[] slots = draw(8, 40, seed);
      assertEquals(8, Arrays.stream(slots).distinct().count());
      Arrays.stream(slots).forEach(element -> kept[element]++);
      boolean last = Arrays.stream(slots).anyMatch(i -> i == 39);
      firstAndLast += last && Arrays.stream(slots).anyMatch(i -> i == 0) ? 1 : 0;
      neighbours += last && Arrays.stream(slots).anyMatch(i -> i == 38) ? 1 : 0;
    }
    Arrays.stream(kept).forEach(times -> assertEquals(4000, times, 5 * 56.6));
    double pairs = 20_000 * 56.0 / 1560;
    assertEquals(pairs, firstAndLast, 5 * Math.sqrt(pairs));
    assertEquals(pairs, neighbours, 5 * Math.sqrt(pairs));
  }

  @Test
  void offer_dependsOnNothingButTheSeed() {
    assertTrue(Arrays.equals(draw(50, 100_000, 3), draw(50, 100_000, 3)));
    assertTrue(!Arrays.equals(draw(50, 100_000, 3), draw(50, 100_000, 4)));
  }

  @Test
  void offer_keepsAllOfAShortStream() {
    assertTrue(Arrays.equals(new int[] {0, 1, 2, -1, -1}, draw(5, 3, 1)));
  }
}
