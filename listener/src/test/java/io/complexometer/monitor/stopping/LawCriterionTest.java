package io.complexometer.monitor.stopping;

import static io.complexometer.monitor.stopping.Replay.FIRST;
import static io.complexometer.monitor.stopping.Replay.SECOND;
import static io.complexometer.monitor.stopping.Replay.THIRD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.Points;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Verdict;
import java.util.EnumSet;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link AsymptoteReached} and {@link ExponentWithin}, on laws of which all is known. */
final class LawCriterionTest {
  private static final String NAME = "effectiveDimension/dense1";

  /** Towards 2 from above. */
  private static double falling(double t) {
    return 2 + 3 * Math.pow(t, -0.5);
  }

  private static ScalingLaw law(DoubleUnaryOperator y) {
    double[] t = IntStream.rangeClosed(0, 60).mapToDouble(i -> Math.pow(10, i / 20.0)).toArray();
    return ScalingLaw.of(
        new Points(t, DoubleStream.of(t).map(y).toArray()),
        EnumSet.complementOf(EnumSet.of(Family.BROKEN_POWER)));
  }

  private static Verdict test(Criterion criterion, double value, ScalingLaw law) {
    Replay replay = new Replay();
    return replay.law(FIRST, law).set(FIRST, 999, value).test(replay.begin(criterion), 999);
  }

  private static Verdict settled(double distance, double value, ScalingLaw law) {
    return test(AsymptoteReached.within(NAME, distance), value, law);
  }

  private static Verdict exponent(double least, double most, ScalingLaw law) {
    return test(ExponentWithin.of(NAME, least, most), 2.1, law);
  }

  @Test
  void settled_relativeToTheNewestValue() {
    ScalingLaw law = law(LawCriterionTest::falling);
    assertEquals(Decision.POWER_WITH_OFFSET, law.decision());
    // at t = 1000 the series is 2 + 3 / 31.62 = 2.0949, which is 0.0453 of itself above 2
    assertTrue(settled(0.046, falling(1000), law).met());
    assertFalse(settled(0.045, falling(1000), law).met());
    assertTrue(settled(0.045, falling(1000), law).known());
    assertEquals(
        "effectiveDimension/dense1 is 2.095 in iteration 999, within 0.05 of its asymptote 2.000"
            + " (2.000 to 2.000)",
        settled(0.05, falling(1000), law).why());
  }

  /** The whole interval counts, and not the asymptote alone. */
  @Test
  void settled_withinBothEndsOfTheInterval() {
    ScalingLaw law = law(t -> falling(t) + 0.05 * Math.sin(40 * Math.log(t)));
    var asymptote = new io.complexometer.monitor.Trend(FIRST, law, 1, 1).asymptote();
    double value = asymptote.value().orNaN();
    double high = asymptote.high().orNaN();
    assertTrue(high - value > 1e-3 && asymptote.low().orNaN() < value);
    double farther = Math.max(high - value, value - asymptote.low().orNaN());
    assertFalse(settled(0.99 * farther / value, value, law).met());
    assertTrue(settled(1.01 * farther / value, value, law).met());
    double low = asymptote.low().orNaN(); // at one end, the other is the farthest
    assertFalse(settled(0.99 * (high - low) / low, low, law).met());
    assertTrue(settled(1.01 * (high - low) / low, low, law).met());
    assertFalse(settled(0.99 * (high - low) / high, high, law).met());
    assertTrue(settled(1.01 * (high - low) / high, high, law).met());
  }

  @Test
  void settled_towardsTheOffsetOfAnExponential() {
    ScalingLaw law = law(t -> 2 + 3 * Math.exp(-t / 100) + 0.05 * Math.sin(40 * Math.log(t)));
    assertEquals(Decision.EXPONENTIAL, law.decision());
    assertTrue(settled(0.05, 2, law).met()); // 60 points with noise of 0.035 tell 2 to some 0.02
    assertFalse(settled(0.001, 2, law).met());
    assertFalse(settled(0.05, 2.2, law).met());
  }

  @Test
  void settled_withoutAnAsymptoteNothingIsKnown() {
    for (ScalingLaw law :
        List.of(
            ScalingLaw.of(new Points(new double[] {1, 2}, new double[] {2, 2.1})),
            law(t -> 2 + Math.log(t)),
            law(t -> 2 * Math.pow(t, 0.3)))) {
      Verdict verdict = settled(1e6, 2, law);
      assertFalse(verdict.met() || verdict.known(), verdict.why());
    }
  }

  @Test
  void settled_aPowerLawTendsToZeroAndNeverIsThere() {
    assertFalse(settled(0.9, 0.001, law(t -> 3 * Math.pow(t, -0.5))).met());
  }

  @Test
  void exponent_inAClosedInterval() {
    ScalingLaw law = law(LawCriterionTest::falling);
    assertTrue(exponent(-0.6, -0.4, law).met());
    assertFalse(exponent(-0.4, -0.3, law).met());
    assertFalse(exponent(-0.7, -0.51, law).met());
    assertEquals(
        "effectiveDimension/dense1 is 2.100 in iteration 999, its exponent -0.5000 (-0.5000 to"
            + " -0.5000) is in [-0.6, -0.4]",
        exponent(-0.6, -0.4, law).why());
    double itself = law.best().orElseThrow().exponent().orNaN();
    assertTrue(exponent(itself, itself, law).met());
  }

  @Test
  void exponent_byChoiceWithItsInterval() {
    ScalingLaw law = law(t -> falling(t) + 0.05 * Math.sin(40 * Math.log(t)));
    double exponent = law.best().orElseThrow().exponent().orNaN();
    Interval interval = law.best().orElseThrow().interval().orElseThrow();
    double least = interval.low().orNaN();
    double most = interval.high().orNaN();
    assertTrue(least < exponent - 1e-3 && exponent + 1e-3 < most);
    ExponentWithin narrow = ExponentWithin.of(NAME, exponent - 1e-3, exponent + 1e-3);
    assertTrue(test(narrow, 2.1, law).met());
    assertFalse(test(narrow.withInterval(), 2.1, law).met());
    ExponentWithin wide = ExponentWithin.of(NAME, least, most).withInterval();
    assertTrue(test(wide, 2.1, law).met());
  }

  @Test
  void exponent_withoutAPowerLawNothingIsKnown() {
    for (ScalingLaw law :
        List.of(
            ScalingLaw.of(new Points(new double[] {1, 2}, new double[] {2, 2.1})),
            law(t -> 2 + 3 * Math.exp(-t / 100)))) {
      Verdict verdict = exponent(-9, 9, law);
      assertFalse(verdict.met() || verdict.known());
    }
  }

  @Test
  void test_aLayerWithoutNumbersIsLeftOutThereToo() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(ExponentWithin.of("effectiveDimension", -0.6, -0.4));
    ScalingLaw law = law(LawCriterionTest::falling);
    replay.law(FIRST, law).law(SECOND, law);
    for (int i = 1; i <= 10; i++) {
      replay.set(FIRST, i, 2.1).set(SECOND, i, 2.1).set(THIRD, i, Double.NaN);
      assertEquals(i == 10, replay.test(criterion, i).met());
    }
    // no law is fitted to the third in this session
    replay.set(THIRD, 11, 2.1);
    assertFalse(replay.test(criterion, 11).known());
  }

  @Test
  void fits_asksForTheLawsItNeeds() {
    Criterion criterion =
        CriterionText.parse(
            "score settled within 1 and cpse converged or not cpse exponent in [0, 1]");
    assertEquals(List.of(SeriesPattern.of("score"), SeriesPattern.of("cpse")), criterion.fits());
    assertEquals(List.of(), Convergence.of("cpse").and(Threshold.above("score", 1)).fits());
  }

  @Test
  void test_ofTheScore() {
    Replay replay = new Replay();
    Criterion criterion = replay.begin(AsymptoteReached.within("score", 0.05));
    replay.law(Series.SCORE, law(LawCriterionTest::falling));
    assertTrue(replay.score(2.05).test(criterion, 1).met());
    assertFalse(replay.score(2.5).test(criterion, 2).met());
  }

  @Test
  void constructor_refusesImpossibleNumbers() {
    assertThrows(IllegalArgumentException.class, () -> AsymptoteReached.within("score", 0));
    assertThrows(IllegalArgumentException.class, () -> ExponentWithin.of("score", 1, 0));
    assertThrows(IllegalArgumentException.class, () -> ExponentWithin.of("score", Double.NaN, 0));
  }
}
