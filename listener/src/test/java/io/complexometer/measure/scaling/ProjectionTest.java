package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProjectionTest {
  private static Fit power(double amplitude, double exponent) {
    Value none = Value.absent(Fit.NOT_OF_THIS_LAW);
    return new Fit(
        Family.POWER,
        Value.of(exponent),
        Optional.empty(),
        none,
        none,
        none,
        amplitude,
        0,
        0,
        0,
        0,
        none,
        List.of());
  }

  /** 1000 * 2 * 0.5 t^-0.5 = 10 at t = 10,000. */
  @Test
  void settled_ofGrowthThatSlowsDown() {
    assertEquals(1e4, Projection.settled(power(2, 0.5), 10).value().orNaN(), 1e-8);
  }

  /** The same law slows down to 10^-300 at t = 10^606, which is no double. */
  @Test
  void settled_beyondAllNumbers_isNever() {
    assertEquals(Value.absent(Projection.NEVER), Projection.settled(power(2, 0.5), 1e-300).value());
  }

  @Test
  void value_beyondAllNumbers_isAbsent() {
    assertEquals(Value.absent(Projection.TOO_LARGE), Projection.value(power(2, 3), 1e200).value());
  }
}
