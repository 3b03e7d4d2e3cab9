package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.ScalingLaw;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

final class TrendsTest {
  private static final Series CPSE = Series.of(CpseInstrument.value(CpseProfile.SCALE_FREE));
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final Trends trends = new Trends(List.of(Series.SCORE, CPSE), List.of(CPSE));

  private void observe(long iteration, Value score, Value cpse, long measured) {
    trends.observe(
        new Snapshot(
            iteration, 0, 0, score, Set.of(), Optional.empty(), Optional.empty(), false, false),
        new Reading(CPSE, cpse, measured));
  }

  /** 3 t^-0.5 and 1 + 2 t^-1: closed forms, of which every iteration is seen. */
  private void observeLaws(int from, int iterations) {
    for (int i = from; i < iterations; i++) {
      double t = i + 1.0;
      observe(i, Value.of(3 / Math.sqrt(t)), Value.of(1 + 2 / t), i);
    }
  }

  private Trend score() {
    return trends.newest().get(0);
  }

  private Trend cpse() {
    return trends.newest().get(1);
  }

  @Test
  void step_findsTheLawsThatSeriesFollow() {
    observeLaws(0, 1000);
    while (trends.hasWork()) {
      trends.step();
    }
    Fit power = score().law().best().orElseThrow();
    assertEquals(Decision.POWER, score().law().decision());
    assertEquals(-0.5, power.exponent().orNaN(), 1e-6);
    assertEquals(3, power.amplitude(), 1e-6);
    Fit offset = cpse().law().best().orElseThrow();
    assertEquals(Decision.POWER_WITH_OFFSET, cpse().law().decision());
    assertEquals(-1, offset.exponent().orNaN(), 1e-4);
    assertEquals(1, cpse().asymptote().value().orNaN(), 1e-6);
    assertEquals(999, score().iteration());
  }

  /** |dy/dt| 1000 is 1500 t^-1.5 of the score, 2000 / t^2 of cPSE. */
  @Test
  void settled_isRelativeButOfALogarithm() {
    observeLaws(0, 1000);
    assertTrue(trends.finish(FOR_EVER));
    double onePercent = 0.01 * 3 / Math.sqrt(1000);
    assertEquals(
        Math.pow(1500 / onePercent, 1 / 1.5), score().settled().value().orNaN(), 1); // of 13,500
    assertEquals(Math.sqrt(2000 / 0.01), cpse().settled().value().orNaN(), 0.1);
  }

  @Test
  void trends_saysTooShortBelowADecade() {
    assertEquals(Decision.TOO_SHORT, score().law().decision());
    assertEquals(-1, score().iteration());
    observeLaws(0, 9);
    assertFalse(trends.finish(FOR_EVER));
    assertEquals(Decision.TOO_SHORT, score().law().decision());
    assertEquals(9, score().law().points());
  }

  /** As a law of the same points that was fitted at once; a break is searched for now and then. */
  @Test
  void step_followsASeriesWhileItGrows() {
    observeLaws(0, 100);
    while (trends.hasWork()) {
      trends.step();
    }
    double early = cpse().law().decades();
    observeLaws(100, 105); // of the same bucket: not worth a fit
    assertFalse(trends.hasWork());
    observeLaws(105, 2000);
    trends.step();
    trends.step();
    assertFalse(trends.hasWork());
    assertTrue(cpse().law().decades() > early);
    LogarithmicGrid grid = new LogarithmicGrid();
    for (int t = 1; t <= 2000; t++) {
      grid.add(t, 1 + 2.0 / t);
    }
    ScalingLaw atOnce = ScalingLaw.of(grid.points());
    assertEquals(atOnce.decision(), cpse().law().decision());
    assertEquals(
        atOnce.best().orElseThrow().exponent().orNaN(),
        cpse().law().best().orElseThrow().exponent().orNaN(),
        1e-9);
  }

  @Test
  void observe_leavesOutWhatIsCarriedOverAbsentOrOfAModelBegunAnew() {
    observe(0, Value.of(1), Value.of(1), 0);
    observe(10, Value.absent("non-finite score"), Value.of(1), 0);
    observe(20, Value.of(2), Value.absent("diverged"), 20);
    observe(5, Value.of(3), Value.of(3), 5); // the iteration went back
    trends.finish(FOR_EVER);
    assertEquals(2, score().law().points());
    assertEquals(20, score().iteration());
    assertEquals(2, cpse().law().points()); // the absent value was no point: 5 is the newest
  }

  /** Every field of the state, half-way: a series changed, one grown, a search done long ago. */
  @Test
  void restore_isAllThatWasSaved() {
    observeLaws(0, 200);
    while (trends.hasWork()) {
      trends.step();
    }
    observeLaws(200, 201); // changes both series, and begins no bucket
    observe(300, Value.of(0.1), Value.of(1), 200); // a new bucket of the score only
    StateWriter state = new StateWriter();
    trends.save(state);
    Trends other = new Trends(List.of(Series.SCORE, CPSE), List.of(CPSE));
    StateReader reader = new StateReader(state.bytes());
    other.restore(reader);
    reader.end();
    StateWriter again = new StateWriter();
    other.save(again);
    assertArrayEquals(state.bytes(), again.bytes());
    assertTrue(other.hasWork());
    other.step();
    assertFalse(other.hasWork());
  }

  @Test
  void settled_hasNoScaleWhereTheNewestValueIsZero() {
    for (int i = 0; i < 100; i++) {
      observe(i, Value.of(i == 99 ? 0 : 1.0 / (i + 1)), Value.of(0), i);
    }
    trends.finish(FOR_EVER);
    assertEquals(Value.absent(Trend.NO_SCALE), score().settled().value());
  }

  /** The laws of a training are those of the numbers that its samples say. */
  @Test
  void trends_ofATrainingAreThoseOfItsSamples() {
    Recorder recorder = new Recorder();
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener =
        ComplexityListener.builder()
            .everyIterations(1)
            .mode(Mode.INLINE)
            .share(1)
            .sink(recorder)
            .build()) {
      listener.attach(model);
      model.fit(Trainings.imageBatches(10, false), 5);
      assertEquals(0, listener.health().failures());
    }
    LogarithmicGrid grid = new LogarithmicGrid();
    recorder.samples.stream()
        .filter(sample -> sample.iteration() < 49) // of the last there are two, the laws being new
        .forEach(sample -> grid.add(sample.iteration() + 1.0, sample.score().orNaN()));
    Sample last = recorder.samples.get(recorder.samples.size() - 1);
    grid.add(50, last.score().orNaN());
    Trend score = last.trends().get(0);
    assertEquals(Series.SCORE, score.series());
    assertEquals(49, score.iteration());
    assertEquals(grid.count(), score.law().points());
    assertEquals(Math.log10(50), score.law().decades(), 1e-12);
    assertEquals(
        ScalingLaw.of(grid.points()).fit(Family.POWER).orElseThrow().bic(),
        score.law().fit(Family.POWER).orElseThrow().bic(),
        1e-9);
  }
}
