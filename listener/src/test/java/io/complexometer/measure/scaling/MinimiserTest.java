package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MinimiserTest {
  private static final double TOLERANCE = 1e-9;

  /** Laws are steepest at an end of their range, which is then its own neighbour. */
  @Test
  void argMin_atAnEndThatComesTwice() {
    assertEquals(-2, Minimiser.argMin(x -> x, TOLERANCE, -2, -2, -1.8));
    assertEquals(3, Minimiser.argMin(x -> -x, TOLERANCE, 2.8, 3, 3));
  }

  /** The least value of (x - a)^2 is at a, also where a lies behind the repeated end. */
  @Test
  void argMin_besideAnEndThatComesTwice() {
    assertEquals(-1.9, Minimiser.argMin(x -> (x + 1.9) * (x + 1.9), TOLERANCE, -2, -2, -1.8), 1e-6);
    assertEquals(2.9, Minimiser.argMin(x -> (x - 2.9) * (x - 2.9), TOLERANCE, 2.8, 3, 3), 1e-6);
  }
}
