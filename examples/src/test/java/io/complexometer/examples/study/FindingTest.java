package io.complexometer.examples.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Series;
import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Of series that are laws without noise, so that every number is known. */
final class FindingTest {
  private static Course power(double exponent) {
    return MadeUpStudy.course(Series.SCORE, t -> 3 * Math.pow(t, exponent));
  }

  private static Finding powers(double... exponents) {
    return Finding.of(DoubleStream.of(exponents).mapToObj(FindingTest::power).toList());
  }

  @Test
  void of_oneTraining() {
    Finding one = powers(-0.5);
    assertEquals(Decision.POWER, one.decision());
    assertEquals("power", one.decided());
    assertEquals(-0.5, one.exponent().orNaN(), 1e-6);
    assertTrue(one.low().orNaN() <= -0.5 + 1e-6 && one.high().orNaN() >= -0.5 - 1e-6);
    // 3 t^-1/2 from t = 1 to 100
    assertEquals(3, one.first(), 1e-12);
    assertEquals(3, one.greatest(), 1e-12);
    assertEquals(0.3, one.least(), 1e-12);
    assertEquals(0.3, one.last(), 1e-12);
  }

  @Test
  void of_severalTrainings() {
    Finding three = powers(-0.4, -0.7, -0.5);
    assertEquals(-0.5, three.exponent().orNaN(), 1e-6);
    assertEquals(-0.7, three.low().orNaN(), 1e-6);
    assertEquals(-0.4, three.high().orNaN(), 1e-6);
    assertEquals(-0.45, powers(-0.4, -0.5).exponent().orNaN(), 1e-6);
  }

  @Test
  void of_trainingsThatDisagree() {
    Course still = MadeUpStudy.course(Series.SCORE, t -> 7);
    Finding two = Finding.of(List.of(power(-0.5), still, power(-0.6)));
    assertEquals("power 2/3", two.decided());
    assertEquals(-0.55, two.exponent().orNaN(), 1e-6);
    assertEquals(3, two.first(), 1e-12); // the levels are those of all: 3, 7, 3
    assertEquals("no trend", Finding.of(List.of(still)).decided());
    assertFalse(Finding.of(List.of(still)).exponent().isPresent());
  }

  @Test
  void isApart_sameLawOtherExponents() {
    assertTrue(powers(-0.5, -0.6).isApart(powers(-0.7, -0.8)));
    assertTrue(powers(-0.7, -0.8).isApart(powers(-0.5, -0.6)));
    assertFalse(powers(-0.5, -0.7).isApart(powers(-0.6, -0.8)));
    Finding exponential =
        Finding.of(List.of(MadeUpStudy.course(Series.SCORE, t -> 1 + Math.exp(-t / 9))));
    assertEquals(Decision.EXPONENTIAL, exponential.decision());
    assertFalse(powers(-0.5).isApart(exponential));
  }
}
