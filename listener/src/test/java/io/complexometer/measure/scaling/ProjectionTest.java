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

  private static Fit of(Family family, double exponent, double t0, double tau, double amplitude) {
    return new Fit(
        family,
        Value.of(exponent),
        Optional.empty(),
        Value.of(9),
        Value.of(t0),
        Value.of(tau),
        amplitude,
        family == Family.BROKEN_POWER ? 0 : 1,
        0,
        0,
        0,
        Value.absent(Fit.NOT_OF_THIS_LAW),
        List.of());
  }

  /** y = 1 + 2 exp(-t / 500) changes by 1000 * 2 / 500 exp(-t / 500) = 0.04 at t = 500 ln 100. */
  @Test
  void ofAnExponential() {
    Fit fit = of(Family.EXPONENTIAL, -1, 1, 500, -2);
    assertEquals(500 * Math.log(100), Projection.settled(fit, 0.04).value().orNaN(), 1e-9);
    assertEquals(Value.of(1), Projection.settled(fit, 5).value()); // it never was faster than 4
    assertEquals(Value.of(1), Projection.asymptote(fit).value());
    assertEquals(1 - 2 / Math.E, Projection.value(fit, 500).value().orNaN(), 1e-12);
  }

  /** y = 1 + 3 ln t changes by 1000 * 3 / t = 0.5 at t = 6000, and has no limit. */
  @Test
  void ofALogarithm() {
    Fit fit = of(Family.LOGARITHM, 0, 1, 1, -3);
    assertEquals(6000, Projection.settled(fit, 0.5).value().orNaN(), 1e-9);
    assertEquals(Value.absent(Projection.NEVER), Projection.asymptote(fit).value());
  }

  /** 1000 * 2 * 0.5 / 100 (t / 100)^-1.5 = 0.01 where (t / 100)^1.5 = 1000, at t = 10,000. */
  @Test
  void ofABrokenPower_isThatAfterTheBreak() {
    Fit fit = of(Family.BROKEN_POWER, -0.5, 100, 1, 2);
    assertEquals(10_000, Projection.settled(fit, 0.01).value().orNaN(), 1e-8);
    assertEquals(100, Projection.settled(fit, 20).value().orNaN()); // not before the break
    assertEquals(Value.of(0), Projection.asymptote(fit).value());
  }

  /** Where one of the laws that may be has no limit, the interval of the limit has no end. */
  @Test
  void asymptote_whereOneEndHasNone() {
    Fit fit = power(2, -0.1);
    Fit between =
        new Fit(
            fit.family(),
            fit.exponent(),
            fit.interval(),
            fit.earlierExponent(),
            fit.breakTime(),
            fit.timeConstant(),
            fit.amplitude(),
            fit.offset(),
            fit.rho(),
            fit.squares(),
            fit.bic(),
            fit.determination(),
            List.of(power(2, -0.3), power(2, 0.1)));
    Projection limit = Projection.asymptote(between);
    assertEquals(Value.of(0), limit.value());
    assertEquals(Value.absent(Projection.NO_INTERVAL), limit.low());
    Projection value = Projection.value(between, 1024); // 2^10
    assertEquals(2 * Math.pow(2, -3), value.low().orNaN(), 1e-12);
    assertEquals(2 * Math.pow(2, 1), value.high().orNaN(), 1e-12);
  }

  @Test
  void ofGrowthThatDoesNotSlowDown() {
    assertEquals(Value.absent(Projection.NEVER), Projection.settled(power(2, 1), 2000).value());
    assertEquals(Value.of(1), Projection.settled(power(2, 1), 2001).value());
    assertEquals(Value.absent(Projection.NEVER), Projection.settled(power(2, 1.1), 1e9).value());
    assertEquals(Value.absent(Projection.NEVER), Projection.asymptote(power(2, 0.5)).value());
    assertEquals(Value.of(1), Projection.settled(of(Family.CONSTANT, 0, 1, 1, 0), 1).value());
  }

  @Test
  void value_beyondAllNumbers_isAbsent() {
    assertEquals(Value.absent(Projection.TOO_LARGE), Projection.value(power(2, 3), 1e200).value());
  }
}
