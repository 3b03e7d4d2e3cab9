package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import org.junit.jupiter.api.Test;

final class ProfileIntervalTest {

  /** F(0.95; 1, 10) = 4.965, from any table: 1 + x^2 exceeds 1 by a share of 0.4965 at 0.7046. */
  @Test
  void of_aParabola() {
    Interval interval = ProfileInterval.of(x -> 1 + x * x, 0, 10, -0.5, 3);
    assertEquals(Value.absent(Interval.OPEN), interval.low());
    assertEquals(0.7046, interval.high().orNaN(), 1e-4);
  }

  /** Columns that cannot be told apart leave infinite squares. */
  @Test
  void of_whatEndsInInfinity() {
    Interval interval =
        ProfileInterval.of(
            x -> x < -0.03 ? Double.POSITIVE_INFINITY : x > 0.12 ? Double.NaN : 1, 0, 10, -3, 3);
    assertEquals(-0.03, interval.low().isPresent() ? interval.low().orNaN() : -0.03, 1e-9);
    assertEquals(Value.absent(Interval.OPEN), interval.high());
  }
}
