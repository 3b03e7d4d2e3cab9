package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.complexometer.measure.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

final class ScheduleCostTest {
  private static final double NO_TIME = 1e-12;

  /** Takes longer than an iteration, also on a busy machine. */
  private static final SampleSink SLOW = sample -> LockSupport.parkNanos(100_000_000);

  private final Recorder recorder = new Recorder();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ScheduleCost.class);

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void silence() {
    logger.detachAppender(log);
  }

  private ComplexityListener.Builder listener(Mode mode) {
    return ComplexityListener.builder()
        .mode(mode)
        .everyIterations(10)
        .probe(Trainings.images(60))
        .probeEvery(20)
        .schedule(Sampling.LOGARITHMIC);
  }

  /**
   * Of intervals of 100 and 500 there are 48 and 62 early iterations, up to 10^(58/20) and
   * 10^(72/20); the weights are copied at the 48. Together 48 x 12 ms + 62 x 400 ms = 25.376 s.
   */
  @Test
  void describe_samplesAndSeconds() {
    Map<Measure, Integer> intervals = Map.of(Measure.SPECTRUM, 100, Measure.NONLINEARITY, 500);
    Budget budget = new Budget(1);
    Schedule schedule = new Schedule(Sampling.LOGARITHMIC, intervals, budget, new HealthCounters());
    Map<Work, Long> nanos =
        Map.of(
            Input.WEIGHTS, 2_000_000L,
            Measure.SPECTRUM, 10_000_000L,
            Input.PROBE, 100_000_000L,
            Measure.NONLINEARITY, 300_000_000L);
    ScheduleCost cost = ScheduleCost.of(schedule.early(0), nanos);
    assertEquals(62, cost.samples());
    assertEquals(3_981, cost.lastIteration());
    assertEquals(25.376, cost.seconds(), 1e-12);
    assertEquals(
        "62 early samples until iteration 3,981: 48 of the weights, about 0.012 s each, 62 of the"
            + " activations, about 0.4 s each; altogether about 25 s of one core, exempt from the"
            + " share",
        cost.describe());
  }

  /**
   * The budget refuses all that is not exempt, so that only early samples are taken, and a last.
   */
  @ParameterizedTest
  @EnumSource(names = {"BACKGROUND", "INLINE"})
  void samples_areAsManyAsWereSaid(Mode mode) {
    MultiLayerNetwork model = Trainings.convolutional();
    ScheduleCost cost;
    try (ComplexityListener listener =
        listener(mode).share(NO_TIME).sink(recorder).sink(SLOW).build()) {
      assertEquals(Optional.empty(), listener.scheduleCost());
      Session session = listener.attach(model);
      assertEquals("logarithmic", session.settings().get("schedule"));
      cost = listener.scheduleCost().orElseThrow();
      assertEquals(
          List.of(session.id() + ": " + cost.describe()),
          log.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
      model.fit(Trainings.imageBatches(20, false), 8); // 160 iterations
      Health health = listener.health();
      assertEquals(0, health.replaced());
      assertTrue(health.putOff() > 0);
      assertEquals(0, health.failures());
    }
    assertEquals(cost.samples() + 1, recorder.samples.size());
    recorder.samples.remove(cost.samples());
    assertEquals(cost.lastIteration(), recorder.samples.get(cost.samples() - 1).iteration());
    assertTrue(cost.seconds() > 0);
    assertEquals(List.of("weights", "activations"), inputs(cost));
    for (ScheduleCost.Part part : cost.parts()) {
      String metric = part.input().equals("weights") ? "spectral.norm" : "effective.dimension";
      assertEquals(part.samples(), taken(metric), metric);
      assertTrue(part.seconds() > 0);
    }
  }

  private static List<String> inputs(ScheduleCost cost) {
    return cost.parts().stream().map(ScheduleCost.Part::input).toList();
  }

  private long taken(String metric) {
    return recorder.samples.stream()
        .filter(sample -> Recorder.reading(sample, metric, "").iteration() == sample.iteration())
        .count();
  }

  /**
   * A share of a half, and a sink that takes all of the time: what it takes for the 22 early
   * samples up to 39 leaves no room for the regular one at 40, if it counts. It does not, and those
   * of 10, 20 and 30 are an eighth.
   */
  @Test
  void samples_areNotPaidFor() {
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder = listener(Mode.INLINE).share(0.5).fit().sink(recorder);
    try (ComplexityListener listener = builder.measures(Measure.SPECTRUM).sink(SLOW).build()) {
      listener.attach(model);
      for (int iteration = 0; iteration <= 40; iteration++) {
        listener.iterationDone(model, iteration, 0);
      }
      assertTrue(recorder.iterations().contains(40L), recorder.iterations()::toString);
      assertEquals(0, listener.health().putOff());
    }
  }

  /** Nothing of the sample taken to know its cost is left, neither in counters nor in values. */
  @Test
  void trial_leavesNoTrace() {
    MultiLayerNetwork model = Trainings.convolutional();
    Recorder plain = new Recorder();
    try (ComplexityListener early = listener(Mode.INLINE).share(1).sink(recorder).build();
        ComplexityListener regular =
            listener(Mode.INLINE).share(1).schedule(Sampling.REGULAR).sink(plain).build()) {
      early.attach(model);
      assertTrue(recorder.samples.isEmpty());
      Health health = early.health();
      assertEquals(0, health.analyses() + health.interruptions() + health.samples());
      for (Cost cost : health.costs()) {
        assertEquals(0, cost.count(), cost::toString);
      }
      regular.attach(model);
      assertEquals(Optional.empty(), regular.scheduleCost());
      for (int iteration : new int[] {0, 10}) {
        early.iterationDone(model, iteration, 0);
        regular.iterationDone(model, iteration, 0);
      }
    }
    assertEquals(values(plain), values(recorder));
  }

  private static List<List<Value>> values(Recorder recorder) {
    return recorder.samples.stream()
        .map(sample -> sample.readings().stream().map(Reading::value).toList())
        .toList();
  }

  @Test
  void resumed_onlyWhatIsStillToCome() {
    MultiLayerNetwork model = Trainings.convolutional();
    model.setIterationCount(71);
    try (ComplexityListener listener = listener(Mode.INLINE).build()) {
      listener.attach(model);
      ScheduleCost cost = listener.scheduleCost().orElseThrow();
      assertEquals(List.of("activations"), inputs(cost)); // of 20: 79 89 99 112 125 141 158
      assertEquals(7, cost.samples());
    }
    model.setIterationCount(159);
    try (ComplexityListener listener = listener(Mode.INLINE).build()) {
      listener.attach(model);
      ScheduleCost cost = listener.scheduleCost().orElseThrow();
      assertEquals(new ScheduleCost(0, -1, 0, List.of()), cost);
      assertEquals("no early samples: the training is past them", cost.describe());
    }
  }

  /** Activations of batches cost no run of the probe, but their analysis is known from it. */
  @Test
  void trainingBatches_costNoRunOfTheProbe() {
    MultiLayerNetwork model = Trainings.convolutional();
    ComplexityListener.Builder builder = listener(Mode.INLINE).trainingBatches(1, 0.9);
    try (ComplexityListener listener = builder.build()) {
      listener.attach(model);
      ScheduleCost cost = listener.scheduleCost().orElseThrow();
      assertTrue(cost.parts().get(1).seconds() > 0);
      assertEquals(0, listener.health().failures());
    }
    assertFalse(log.list.isEmpty());
  }
}
