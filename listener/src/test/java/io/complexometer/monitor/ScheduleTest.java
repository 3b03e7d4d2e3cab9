package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Trainings in which time is only counted: every figure can be worked out by hand. */
final class ScheduleTest {
  private static final long ITERATION = 10; // nanoseconds

  private final HealthCounters health = new HealthCounters();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ComplexityListener.class);
  private final Map<Work, Long> costs = new TreeMap<>((a, b) -> a.label().compareTo(b.label()));
  private final Map<Measure, List<Long>> taken = new EnumMap<>(Measure.class);
  private Sampling sampling = Sampling.REGULAR;
  private Budget budget;
  private Schedule schedule;
  private long now;

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void silence() {
    logger.detachAppender(log);
  }

  private void begin(double share, Map<Measure, Integer> intervals) {
    budget = new Budget(share);
    schedule = new Schedule(sampling, intervals, budget, health);
    intervals.keySet().forEach(measure -> taken.put(measure, new ArrayList<>()));
  }

  /** Trains in the background: an iteration takes its time whatever is measured beside it. */
  private void train(long from, long to) {
    for (long iteration = from; iteration < to; iteration++) {
      now += ITERATION;
      Schedule.Due due = schedule.due(iteration, now);
      if (!due.measures().isEmpty()) {
        Map<Work, Long> spent = new TreeMap<>(((TreeMap<Work, Long>) costs).comparator());
        for (Measure measure : due.measures()) {
          taken.get(measure).add(iteration);
          measure.works().forEach(work -> spent.put(work, costs.getOrDefault(work, 0L)));
        }
        if (due.exempt()) {
          budget.learn(spent, now);
        } else {
          budget.spend(spent, spent.values().stream().mapToLong(n -> n).sum(), now);
          schedule.finished(due.measures(), now);
        }
      }
    }
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private static List<Long> multiples(long interval, long from, long to) {
    return LongStream.range(from, to).filter(i -> i % interval == 0).boxed().toList();
  }

  /** Two inputs, four intervals of which no two are multiples of each other; a resumed model. */
  @Test
  void due_eachMeasureAtItsOwnMultiples() {
    Map<Measure, Integer> intervals =
        Map.of(
            Measure.SPECTRUM, 6,
            Measure.CPSE, 10,
            Measure.EFFECTIVE_DIMENSION, 15,
            Measure.NONLINEARITY, 4);
    begin(0.5, intervals);
    train(1_037, 1_200);
    intervals.forEach(
        (measure, interval) -> assertEquals(multiples(interval, 1_037, 1_200), taken.get(measure)));
    assertTrue(lines().isEmpty());
  }

  /**
   * A copy of 30 and spectra of 270 every 10 iterations of 10: 3 times the time there is, for a
   * share of a quarter. Of stretches 1, 2, 4, 8, 16 the last is the first that fits: 300 <= 0.25 x
   * 10 x 10 x 16 = 400, and 8 (200) does not.
   */
  @Test
  void stretch_comesToRestWhereTheWorkFits() {
    begin(0.25, Map.of(Measure.SPECTRUM, 10));
    costs.put(Input.WEIGHTS, 30L);
    costs.put(Measure.SPECTRUM, 270L);
    train(0, 20_000);
    assertEquals(Map.of("spectrum", 16), schedule.stretches());
    List<Long> late = taken.get(Measure.SPECTRUM).stream().filter(i -> i >= 1_000).toList();
    assertEquals(multiples(160, 1_000, 20_000), late);
    // refused at 10 (300 > 25) and 20 (150, the first cost being doubted, > 50), taken at 40 (75 <=
    // 100); with 300 spent and 300 to come refused at 80 (200) and 160 (400), taken at 320 (800)
    assertEquals(List.of(0L, 40L, 320L), taken.get(Measure.SPECTRUM).subList(0, 3));
    assertEquals(4, health.health(false).putOff());
    assertTrue(schedule.isStretched());
    assertEquals(
        List.of(
            "over budget: spectrum every 20 iterations instead of 10; raise share(..), now 0.25 of"
                + " one core, or the interval"),
        lines());
  }

  /** The work becomes a hundredth: the intervals return to what was wanted, sample by sample. */
  @Test
  void stretch_returnsWhenTheWorkFitsAgain() {
    begin(0.25, Map.of(Measure.SPECTRUM, 10));
    costs.put(Measure.SPECTRUM, 300L);
    train(0, 1_600);
    costs.put(Measure.SPECTRUM, 3L); // 3 <= 0.25 x 100
    train(1_600, 3_000);
    List<Long> after = taken.get(Measure.SPECTRUM).stream().filter(i -> i >= 1_600).toList();
    // each sample halves the interval: 160, 80, 40, 20, 10
    assertEquals(List.of(1_600L, 1_680L, 1_720L, 1_740L, 1_750L, 1_760L), after.subList(0, 6));
    assertEquals(multiples(10, 1_740, 3_000), after.subList(3, after.size()));
    assertEquals(Map.of("spectrum", 1), schedule.stretches());
    assertFalse(schedule.isStretched());
    assertEquals("within budget again: spectrum every 10 iterations", lines().get(1));
    costs.put(Measure.SPECTRUM, 300L);
    train(3_000, 10_000); // over budget once more, but that was said
    assertTrue(schedule.isStretched());
    assertEquals(2, lines().size());
  }

  /**
   * Weights of 200 every 100 iterations and a probe of 1,000 every 500 take a fifth of the time
   * each: both together more than a quarter. One of them halves twice, or both once, and stays.
   */
  @Test
  void stretch_bothInputsShareOneBudget() {
    begin(0.25, Map.of(Measure.CPSE, 100, Measure.EFFECTIVE_DIMENSION, 500));
    costs.put(Measure.CPSE, 200L);
    costs.put(Measure.EFFECTIVE_DIMENSION, 1_000L);
    train(0, 50_000);
    Map<String, Integer> stretches = schedule.stretches();
    double load = 0.2 / stretches.get("cpse") + 0.2 / stretches.get("effectiveDimension");
    assertTrue(load <= 0.25, stretches::toString);
    train(50_000, 100_000);
    assertEquals(stretches, schedule.stretches());
    long weights = taken.get(Measure.CPSE).stream().filter(i -> i >= 50_000).count();
    long probes = taken.get(Measure.EFFECTIVE_DIMENSION).stream().filter(i -> i >= 50_000).count();
    assertEquals(500 / stretches.get("cpse"), weights);
    assertEquals(100.0 / stretches.get("effectiveDimension"), (double) probes, 1);
  }

  /**
   * Both inputs are wanted far too often: weights of 79 every 10 iterations are 7.9 of 10, a probe
   * of 1,000 every 5 is 200, and a share of 5 % has 0.5. A sixteenth of the weights, 0.494, would
   * leave next to nothing: the probe would wait for 160,000 iterations. A half each has it once in
   * 5,120 iterations (0.2) beside weights once in 320 (0.25).
   */
  @Test
  void stretch_theCheaperInputLeavesRoomForTheOther() {
    begin(0.05, Map.of(Measure.CPSE, 10, Measure.EFFECTIVE_DIMENSION, 5));
    costs.put(Measure.CPSE, 79L);
    costs.put(Measure.EFFECTIVE_DIMENSION, 1_000L);
    train(0, 200_000);
    assertEquals(Map.of("cpse", 32, "effectiveDimension", 1024), schedule.stretches());
    List<Long> late =
        taken.get(Measure.EFFECTIVE_DIMENSION).stream().filter(i -> i >= 100_000).toList();
    assertEquals(multiples(5_120, 100_000, 200_000), late);
  }

  /**
   * Effective dimension of 5 every 100 iterations and nonlinearity of 1,000 every 5,000, on a probe
   * of 20: 0.25 + 0.2 of 10 an iteration, which fits into 5 %, though 1,025 every 100 would not.
   */
  @Test
  void stretch_aRareMeasureCountsAsRare() {
    begin(0.05, Map.of(Measure.EFFECTIVE_DIMENSION, 100, Measure.NONLINEARITY, 5_000));
    costs.put(Input.PROBE, 20L);
    costs.put(Measure.EFFECTIVE_DIMENSION, 5L);
    costs.put(Measure.NONLINEARITY, 1_000L);
    train(0, 200_000);
    assertEquals(Map.of("effectiveDimension", 1, "nonlinearity", 1), schedule.stretches());
    assertEquals(0, health.health(false).putOff());
    assertEquals(multiples(5_000, 0, 200_000), taken.get(Measure.NONLINEARITY));
  }

  /** The early iterations of an interval of 10: see EarlyIterationsTest, as far as 10^(37/20). */
  private static final List<Long> EARLY =
      LongStream.of(
              0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 17, 19, 22, 25, 28, 31, 35, 39, 44, 50,
              56, 63, 70)
          .boxed()
          .toList();

  private static List<Long> sorted(List<Long> some, List<Long> others) {
    return Stream.concat(some.stream(), others.stream()).distinct().sorted().toList();
  }

  @Test
  void early_areAddedToTheMultiples() {
    sampling = Sampling.LOGARITHMIC;
    begin(1, Map.of(Measure.SPECTRUM, 10, Measure.NONLINEARITY, 5));
    train(0, 200);
    assertEquals(sorted(EARLY, multiples(10, 0, 200)), taken.get(Measure.SPECTRUM));
    // of 5 they are those as far as 10^(31/20): from 39.8 to 44.6 there are 5 integers
    List<Long> early = EARLY.stream().filter(iteration -> iteration <= 35).toList();
    assertEquals(sorted(early, multiples(5, 0, 200)), taken.get(Measure.NONLINEARITY));
  }

  /** A training that is resumed goes on in step, and learns of what is still to come. */
  @Test
  void early_ofAResumedTraining() {
    sampling = Sampling.LOGARITHMIC;
    begin(1, Map.of(Measure.SPECTRUM, 10));
    train(20, 60);
    assertEquals(
        List.of(20L, 22L, 25L, 28L, 30L, 31L, 35L, 39L, 40L, 44L, 50L, 56L),
        taken.get(Measure.SPECTRUM));
    assertEquals(List.of(63L, 70L), List.copyOf(schedule.early(60).keySet()));
    assertEquals(EARLY, List.copyOf(schedule.early(0).keySet()));
    assertEquals(Map.of(), schedule.early(71));
  }

  /**
   * A probe of 1,000 every 20 iterations: of 20 the early iterations go on to 158, 10^(44/20).
   * Every 3 the weights are due at 141, too: one sample, for which the budget is not asked. Here it
   * would refuse anything after the first.
   */
  @Test
  void early_takeWithThemWhatElseIsDue() {
    sampling = Sampling.LOGARITHMIC;
    begin(1e-9, Map.of(Measure.CPSE, 3, Measure.EFFECTIVE_DIMENSION, 20));
    costs.put(Measure.CPSE, 10L);
    costs.put(Measure.EFFECTIVE_DIMENSION, 1_000L);
    Set<Measure> both = Set.of(Measure.CPSE, Measure.EFFECTIVE_DIMENSION);
    assertEquals(both, schedule.early(0).get(141L));
    assertEquals(Set.of(Measure.EFFECTIVE_DIMENSION), schedule.early(0).get(125L));
    assertEquals(new Schedule.Due(both, true), schedule.due(141, 0));
    train(0, 141);
    assertEquals(
        schedule.early(0).headMap(141L).keySet(),
        Set.copyOf(taken.get(Measure.EFFECTIVE_DIMENSION)));
    assertEquals(new Schedule.Due(Set.of(), false), schedule.due(180, now));
  }

  /**
   * The work of {@code stretch_comesToRestWhereTheWorkFits}, and 27 early samples of 300. Were they
   * paid for, the share of a quarter would have the 8,100 together after 3,240 iterations of 10.
   * They are not: of the others 10, 20, 40 and 80 are refused (300 > 25, 50, 100, 200), 160 is
   * taken (400), 320 (600 <= 800), and so on.
   */
  @Test
  void early_areExemptFromTheBudget() {
    sampling = Sampling.LOGARITHMIC;
    begin(0.25, Map.of(Measure.SPECTRUM, 10));
    costs.put(Input.WEIGHTS, 30L);
    costs.put(Measure.SPECTRUM, 270L);
    train(0, 20_000);
    assertEquals(sorted(EARLY, multiples(160, 0, 20_000)), taken.get(Measure.SPECTRUM));
    assertEquals(4, health.health(false).putOff());
    assertEquals(Map.of("spectrum", 16), schedule.stretches());
  }

  /** Over budget nothing of an input is measured, never a part of what is due. */
  @Test
  void due_isTakenWholeOrNotAtAll() {
    begin(0.25, Map.of(Measure.SPECTRUM, 10, Measure.CPSE, 20));
    costs.put(Measure.SPECTRUM, 40L);
    costs.put(Measure.CPSE, 400L);
    train(0, 20_000);
    assertTrue(schedule.isStretched());
    List<Long> spectra = taken.get(Measure.SPECTRUM);
    List<Long> both = new ArrayList<>(spectra);
    both.retainAll(taken.get(Measure.CPSE));
    assertEquals(taken.get(Measure.CPSE), both);
    // where the stretch has come to rest, cPSE is due at every second sample
    int interval = 10 * schedule.stretches().get("spectrum");
    assertEquals(
        multiples(interval, 10_000, 20_000), spectra.stream().filter(i -> i >= 10_000).toList());
    assertEquals(
        multiples(2L * interval, 10_000, 20_000), both.stream().filter(i -> i >= 10_000).toList());
  }
}
