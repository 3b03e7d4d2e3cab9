package io.complexometer.monitor;

import io.complexometer.network.NetworkReader;
import io.complexometer.network.Probe;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.bytedeco.openblas.global.openblas;
import org.deeplearning4j.nn.api.Model;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One session: a model being watched. Decides at each iteration what to sample, has it analysed,
 * and hands the samples on.
 */
final class Monitor {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);
  private static final DateTimeFormatter START =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Model model;
  private final Settings settings;
  private final HealthCounters health;
  private final StopSignal stop;
  private final Session session;
  private final Sampler sampler;
  private final Analyser analyser;
  private final Mode mode;
  private final Lane lane;
  private final Budget budget;
  private final Map<Input, Boolean> overdue = new EnumMap<>(Input.class);
  private final Map<Input, Long> lastTaken = new EnumMap<>(Input.class);
  private long iteration = -1;
  private int epoch;

  /**
   * Starts a session.
   *
   * @throws IllegalArgumentException if the model or the probe cannot be read
   */
  Monitor(Model model, Settings settings, HealthCounters health, StopSignal stop) {
    this.model = model;
    this.settings = settings;
    this.health = health;
    this.stop = stop;
    NetworkReader network = NetworkReader.of(model);
    Optional<Probe> probe =
        settings.uses(Input.PROBE)
            ? Optional.of(new Probe(network, settings.probe().orElseThrow(), settings.seed()))
            : Optional.empty();
    if (settings.usableMeasures().isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to measure: effective dimension needs a probe, set one by probe(features)");
    }
    Map<Measure, Instrument> instruments = new LinkedHashMap<>();
    settings
        .usableMeasures()
        .forEach(measure -> instruments.put(measure, measure.instrument(settings)));
    this.mode = chosenMode();
    this.session = session(network, instruments, probe.map(Probe::examples).orElse(0));
    this.sampler = new Sampler(network, probe);
    this.analyser =
        new Analyser(
            session,
            instruments,
            new SpectrumCache(settings.largestExactOrder()),
            NullModel.of(network.matrices(), settings),
            health);
    this.budget = new Budget(settings.inlineShare());
    this.lane =
        mode == Mode.BACKGROUND
            ? new BackgroundLane(
                "complexity-analysis-" + session.id(), this::analyse, analyser.idle())
            : Lane.inline(this::analyse);
    health.begin(session.id());
    StartLog.write(session, network, settings, mode);
    settings.sinks().forEach(sink -> tell(sink, s -> s.begin(session, this::health)));
  }

  private Mode chosenMode() {
    if (settings.mode() != Mode.AUTO) {
      return settings.mode();
    }
    return openblas.blas_get_num_threads() == 1 ? Mode.BACKGROUND : Mode.INLINE;
  }

  private Session session(
      NetworkReader network, Map<Measure, Instrument> instruments, int probeExamples) {
    long now = System.currentTimeMillis();
    String id =
        "%s-%s-%04x"
            .formatted(
                settings.name(),
                START.format(Instant.ofEpochMilli(now)),
                ThreadLocalRandom.current().nextInt(1 << 16));
    List<Series> series =
        instruments.values().stream()
            .flatMap(i -> i.series(network.layers(), network.matrices()).stream())
            .toList();
    return new Session(
        id,
        settings.name(),
        settings.tags(),
        now,
        network.modelType(),
        network.parameterCount(),
        network.layers(),
        network.matrices(),
        settings.describe(mode, probeExamples),
        settings.headline(),
        series);
  }

  boolean watches(Model other) {
    return model == other;
  }

  Session session() {
    return session;
  }

  Health health() {
    return health.health(stop.isRequested());
  }

  /** To be called on the training thread after each iteration. */
  void iterationDone(int iteration, int epoch) {
    this.iteration = iteration;
    this.epoch = epoch;
    boolean weights = isDue(Input.WEIGHTS, Set.of());
    boolean features = isDue(Input.PROBE, weights ? Set.of(Input.WEIGHTS) : Set.of());
    if (weights || features) {
      sample(weights, features);
    }
    if (mode == Mode.INLINE && analyser.idle().hasWork()) {
      idle();
    }
  }

  /** On the training thread what can wait is done one small step at a time, within the budget. */
  private void idle() {
    long start = System.nanoTime();
    if (budget.allows(analyser.idle().nextNanos(), overdue.containsValue(true), start)) {
      analyser.idle().step();
      long nanos = System.nanoTime() - start;
      health.interrupted(nanos);
      budget.spend(nanos);
    }
  }

  private boolean isDue(Input input, Set<Input> besides) {
    if (!settings.uses(input)) {
      return false;
    }
    boolean scheduled = iteration % settings.interval(input) == 0;
    if (!scheduled && !overdue.getOrDefault(input, false)) {
      return false;
    }
    boolean allowed = mode == Mode.BACKGROUND || budget.allows(input, besides, System.nanoTime());
    overdue.put(input, !allowed);
    if (scheduled && !allowed) {
      health.putOff.increment();
    }
    return allowed;
  }

  /** Takes a last sample of what the last iteration has not been sampled of, and ends. */
  void close() {
    boolean weights = isMissing(Input.WEIGHTS);
    boolean features = isMissing(Input.PROBE);
    if (iteration >= 0 && (weights || features)) {
      try {
        sample(weights, features);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        health.failure("taking the last sample failed", e);
      }
    }
    lane.close();
    analyser.close();
    settings.sinks().forEach(sink -> tell(sink, SampleSink::end));
  }

  private boolean isMissing(Input input) {
    return settings.uses(input) && lastTaken.getOrDefault(input, -1L) != iteration;
  }

  private void sample(boolean weights, boolean features) {
    long start = System.nanoTime();
    Optional<Snapshot> waiting = lane.takeBack();
    if (waiting.isPresent()) {
      health.replaced.increment();
    }
    Snapshot moment = Sampler.moment(iteration, epoch, model.score());
    Snapshot snapshot = sampler.take(moment, weights, features, waiting);
    if (weights) {
      lastTaken.put(Input.WEIGHTS, iteration);
    }
    if (features) {
      lastTaken.put(Input.PROBE, iteration);
    }
    lane.submit(snapshot);
    long end = System.nanoTime();
    health.interrupted(end - start);
    if (mode == Mode.INLINE) {
      spend(weights, features, end - start, end);
    }
  }

  private void spend(boolean weights, boolean features, long nanos, long now) {
    long weightsPart = sampler.weightsNanos() + analyser.weightsNanos();
    if (weights) {
      budget.spend(Input.WEIGHTS, features ? weightsPart : nanos, now);
    }
    if (features) {
      budget.spend(Input.PROBE, weights ? nanos - weightsPart : nanos, now);
    }
  }

  /** Called by the lane, one snapshot at a time. */
  private void analyse(Snapshot snapshot) {
    try {
      Sample sample = analyser.analyse(snapshot);
      sampler.release(snapshot);
      health.samples.increment();
      settings.sinks().forEach(sink -> tell(sink, s -> s.accept(sample)));
      settings.criterion().ifPresent(criterion -> test(criterion, sample));
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("analysis failed", e);
    }
  }

  private void test(Criterion criterion, Sample sample) {
    try {
      criterion
          .test(sample)
          .ifPresent(
              reason -> {
                if (!stop.isRequested()) {
                  log.info("{}: stop requested: {}", session.id(), reason);
                  stop.request(reason);
                }
              });
    } catch (RuntimeException e) {
      health.failure("criterion failed", e);
    }
  }

  private void tell(SampleSink sink, Consumer<SampleSink> message) {
    try {
      message.accept(sink);
    } catch (RuntimeException | LinkageError e) {
      health.failure("sink " + sink.getClass().getSimpleName() + " failed", e);
    }
  }
}
