package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.monitor.stopping.AsymptoteReached;
import io.complexometer.monitor.stopping.Convergence;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of series that a training does not have are found before it begins. */
final class UnknownSeriesTest {

  private static ComplexityListener.Builder builder() {
    return ComplexityListener.builder()
        .everyIterations(1)
        .mode(Mode.INLINE)
        .measures(Measure.CPSE, Measure.SPECTRUM, Measure.EFFECTIVE_DIMENSION);
  }

  private static ComplexityListener.Builder probed() {
    return builder().probe(Trainings.images(60));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stableRnk | did you mean stableRank? known are score, ",
        "cpse.papr | did you mean paper? its profiles are ",
        "score.paper | score has no profiles",
        "cpse/dense | cpse belongs to the whole network, not to a layer",
        "stableRank/dens | did you mean dense? it is there for conv/W, dense/W, out/W",
        "stableRank/7 | it is there for conv/W, dense/W, out/W",
        "effectiveDimension/conv/W | did you mean conv? it is there for conv, ",
      })
  void attach_refusesAFitOfNothing(String pattern, String expected) {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener = probed().fit("score", pattern).build()) {
      IllegalArgumentException fault =
          assertThrows(IllegalArgumentException.class, () -> listener.attach(model));
      assertTrue(
          fault.getMessage().startsWith("'" + pattern + "' names nothing that is measured: "),
          fault::getMessage);
      assertTrue(fault.getMessage().contains(expected), fault::getMessage);
      assertEquals(0, model.getListeners().size());
    }
  }

  @Test
  void attach_mentionsAForgottenProbe() {
    try (ComplexityListener listener = builder().fit("effectiveDimension").build()) {
      IllegalArgumentException fault =
          assertThrows(
              IllegalArgumentException.class, () -> listener.attach(Trainings.convolutional()));
      assertTrue(
          fault.getMessage().endsWith("(measures of the activations need a probe)"),
          fault::getMessage);
    }
  }

  /** The defaults may name what is not measured. */
  @Test
  void attach_takesOfTheDefaultsWhatThereIs() {
    try (ComplexityListener listener = builder().build()) {
      Session session = listener.attach(Trainings.convolutional());
      assertEquals(
          "[score, cpse.scaleFree]",
          session.fitted().stream().map(Series::label).toList().toString());
    }
  }

  @Test
  void attach_refusesACriterionThatCouldNeverBeMet() {
    MultiLayerNetwork model = Trainings.convolutional();
    StopSignal stop = new StopSignal();
    try (ComplexityListener listener =
        builder().stopWhen(Convergence.of("effectiveDimension"), stop).build()) {
      assertThrows(IllegalArgumentException.class, () -> listener.attach(model));
    }
  }

  /** Set by setListeners alone, the first iteration finds it; the training goes on. */
  @Test
  void iterationDone_onlyCountsACriterionThatCouldNeverBeMet() {
    MultiLayerNetwork model = Trainings.convolutional();
    try (ComplexityListener listener =
        builder().stopWhen(Convergence.of("cpsee"), new StopSignal()).build()) {
      model.setListeners(listener);
      model.fit(Trainings.imageBatches(3, false));
      assertEquals(3, model.getIterationCount());
      assertEquals(1, listener.health().failures());
    }
  }

  @Test
  void attach_fitsWhatTheCriterionAsksFor() {
    try (ComplexityListener listener =
        builder()
            .fit()
            .stopWhen(AsymptoteReached.within("stableRank/out", 0.01), new StopSignal())
            .build()) {
      Session session = listener.attach(Trainings.convolutional());
      assertEquals(
          "[stableRank/out/W]", session.fitted().stream().map(Series::label).toList().toString());
      assertEquals(Optional.of("stableRank/out settled within 0.01"), session.criterion());
    }
  }

  /** Ctrl-C is a request, and no stop of a criterion's; there is no criterion. */
  @Test
  void stopSignal_withoutACriterion() {
    StopSignal stop = new StopSignal();
    Recorder recorder = new Recorder();
    try (ComplexityListener listener = builder().stopSignal(stop).sink(recorder).build()) {
      MultiLayerNetwork model = Trainings.convolutional();
      Session session = listener.attach(model);
      assertEquals(Optional.empty(), session.criterion());
      stop.request("interrupted");
      model.fit(Trainings.imageBatches(1, false));
      assertTrue(listener.health().stopRequested());
      assertEquals(0, listener.health().stops());
    }
    assertEquals(Optional.of("interrupted"), recorder.samples.get(0).stop());
  }

  /** A fault of a callback is counted as ours. */
  @Test
  void onRequest_faultsAreCounted() {
    StopSignal stop = new StopSignal();
    stop.onRequest(
        why -> {
          throw new IllegalStateException(why);
        });
    Criterion always = sample -> Verdict.met("enough");
    try (ComplexityListener listener = builder().stopWhen(always, stop).build()) {
      MultiLayerNetwork model = Trainings.convolutional();
      listener.attach(model);
      model.fit(Trainings.imageBatches(2, false));
      assertEquals(2, model.getIterationCount());
      assertEquals(1, listener.health().failures());
      assertEquals(1, listener.health().stops());
    }
  }

  /** What is measured after the last iteration cannot end a training that has ended. */
  @Test
  void close_requestsNothing() {
    StopSignal stop = new StopSignal();
    Criterion late = sample -> new Verdict(sample.iteration() >= 1, "late");
    Recorder recorder = new Recorder();
    try (ComplexityListener listener =
        builder().everyIterations(2).stopWhen(late, stop).sink(recorder).build()) {
      MultiLayerNetwork model = Trainings.convolutional();
      listener.attach(model);
      model.fit(Trainings.imageBatches(2, false));
    }
    assertEquals(1, recorder.samples.get(recorder.samples.size() - 1).iteration());
    assertFalse(stop.isRequested());
  }
}
