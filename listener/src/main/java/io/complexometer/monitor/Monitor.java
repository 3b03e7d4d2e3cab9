package io.complexometer.monitor;

import io.complexometer.network.NetworkReader;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.TrainingBatches;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Function;
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
  private final Optional<ActivationSource> activations;
  private final Sampler sampler;
  private final Analyser analyser;
  private final Mode mode;
  private final Lane lane;
  private final Idle idle;
  private final Budget budget;
  private final Schedule schedule;
  private final Costs costs;
  private final Progress progress = new Progress();
  private final Optional<ScheduleCost> scheduleCost;
  private volatile boolean ended; // the training has: nothing can stop it now
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
    if (settings.usableMeasures().isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to measure: measures of the activations need a probe, set one by"
              + " probe(features)");
    }
    this.activations = ActivationSource.of(network, settings);
    List<ProbedLayer> layers = activations.map(ActivationSource::layers).orElse(List.of());
    this.mode = chosenMode();
    AttachedStructure structure = AttachedStructure.of(model, network, settings);
    Session fresh;
    try {
      fresh =
          session(
              network,
              settings.instruments(network.matrices(), layers),
              activations.map(ActivationSource::examples).orElse(0),
              structure);
      settings.criterion().ifPresent(criterion -> criterion.begin(fresh));
    } catch (RuntimeException e) { // something is named that is not measured
      activations.ifPresent(ActivationSource::close);
      throw e;
    }
    this.sampler = new Sampler(network, activations);
    Costs tallies = new Costs(settings.usableMeasures(), network.matrices(), layers);
    this.costs = tallies;
    Function<Session, Analyser> analysers =
        of -> Analyser.of(of, settings, network, layers, tallies, health);
    Optional<Resumption> resumed = Resumption.of(settings, fresh, model, analysers, health);
    this.session = resumed.map(Resumption::session).orElse(fresh);
    this.analyser = resumed.map(Resumption::analyser).orElseGet(() -> analysers.apply(fresh));
    resumed.map(Resumption::saved).ifPresent(progress::resume);
    this.budget = new Budget(settings.share(mode));
    this.schedule = new Schedule(settings.sampling(), settings.usableIntervals(), budget, health);
    this.idle = Idle.paced(analyser.idle(), budget, schedule);
    health.begin(session.id(), schedule::stretches, costs::all);
    stop.tellFaults(fault -> health.failure("a callback of the stop signal failed", fault));
    this.lane =
        mode == Mode.BACKGROUND
            ? new BackgroundLane("complexity-analysis-" + session.id(), this::analyse, idle)
            : Lane.inline(this::analyse);
    StartLog.write(session, network, activations, settings, mode);
    StartLog.write(session, structure);
    progress.resumedAfter().ifPresent(after -> resume());
    this.scheduleCost = TrialSample.cost(model, settings, schedule, health);
    scheduleCost.ifPresent(cost -> StartLog.write(session, cost));
    settings.sinks().forEach(sink -> tell(sink, this::begin));
  }

  private void begin(SampleSink sink) {
    if (progress.resumedAfter().isPresent()) {
      sink.resume(session, progress.resumedAfter().getAsLong(), this::health);
    } else {
      sink.begin(session, this::health);
    }
  }

  private void resume() {
    log.info("{}: goes on after iteration {}", session.id(), progress.iteration());
    if (settings.probe().filter(ProbeSettings::readsBatches).isPresent()) {
      log.warn("{}: no statistics of training batches are saved: they begin anew", session.id());
    }
    progress
        .stopped()
        .ifPresent(
            why -> {
              log.info("{}: was stopped before, and stays so: {}", session.id(), why);
              stop.request(why);
            });
  }

  /** Saves what is remembered of the iterations so far. On the training thread, between two. */
  void save(Path file) throws IOException {
    long start = System.nanoTime();
    long modelIterations = Resumption.iterations(model);
    byte[] state = lane.alone(() -> state(modelIterations));
    StateFile.write(file, state);
    health.interrupted(System.nanoTime() - start);
  }

  private byte[] state(long modelIterations) {
    return Resumption.state(
        session, analyser, progress.save(session, modelIterations), settings.criterion());
  }

  OptionalLong resumedAfter() {
    return progress.resumedAfter();
  }

  private Mode chosenMode() {
    if (settings.mode() != Mode.AUTO) {
      return settings.mode();
    }
    return openblas.blas_get_num_threads() == 1 ? Mode.BACKGROUND : Mode.INLINE;
  }

  private Session session(
      NetworkReader network,
      Map<Measure, Instrument> instruments,
      int probeExamples,
      AttachedStructure structure) {
    long now = System.currentTimeMillis();
    String id =
        "%s-%s-%04x"
            .formatted(
                settings.name(),
                START.format(Instant.ofEpochMilli(now)),
                ThreadLocalRandom.current().nextInt(1 << 16));
    List<Series> series =
        instruments.values().stream().flatMap(instrument -> instrument.series().stream()).toList();
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
        series,
        structure.structure(),
        structure.constants(),
        fitted(series),
        settings.criterion().map(Criterion::describe),
        settings.spectralDensity() && settings.usableMeasures().contains(Measure.SPECTRUM)
            ? network.matrices()
            : List.of());
  }

  /**
   * What laws are fitted to.
   *
   * @throws IllegalArgumentException if a pattern that the user chose names nothing
   */
  private List<Series> fitted(List<Series> series) {
    KnownSeries known = KnownSeries.of(series, settings.headline());
    List<SeriesPattern> patterns = new ArrayList<>(settings.fits());
    if (settings.fitsAreChosen()) {
      patterns.forEach(known::require);
    }
    settings.criterion().ifPresent(criterion -> patterns.addAll(criterion.fits()));
    return known.series().stream()
        .filter(one -> patterns.stream().anyMatch(p -> p.matches(one, settings.headline())))
        .toList();
  }

  boolean watches(Model other) {
    return model == other;
  }

  Session session() {
    return session;
  }

  Optional<ScheduleCost> scheduleCost() {
    return scheduleCost;
  }

  Health health() {
    return health.health(stop.isRequested());
  }

  /** To be called on the training thread in each forward pass, while its arrays are valid. */
  void forwardPass(Consumer<TrainingBatches> batch) {
    long start = System.nanoTime();
    if (activations.isPresent() && activations.get().wantsBatch() && budget.allowsBatch(start)) {
      activations.get().read(batch);
      long nanos = System.nanoTime() - start;
      health.interrupted(nanos);
      costs.add(Map.of(Input.PROBE, nanos));
      budget.spendOnBatch(nanos);
    }
  }

  /** To be called on the training thread after each iteration. */
  void iterationDone(int iteration, int epoch) {
    progress.iterationDone(iteration);
    this.epoch = epoch;
    Schedule.Due due = schedule.due(iteration, System.nanoTime());
    if (!due.measures().isEmpty()) {
      sample(due, false);
    }
    if (mode == Mode.INLINE && idle.hasWork() && idle.mayStep()) {
      long start = System.nanoTime();
      idle.step(); // what can wait is done one small step at a time
      health.interrupted(System.nanoTime() - start);
    }
  }

  /** Takes a last sample of what the last iteration has not been sampled of, and ends. */
  void close() {
    ended = true;
    Set<Measure> missing = EnumSet.noneOf(Measure.class);
    missing.addAll(settings.usableMeasures());
    missing.removeIf(progress::isTaken);
    if (progress.hasBegun()) {
      try {
        sample(new Schedule.Due(missing, false), true);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        health.failure("taking the last sample failed", e);
      }
    }
    lane.close();
    analyser.close();
    activations.ifPresent(ActivationSource::close);
    settings.sinks().forEach(sink -> tell(sink, SampleSink::end));
  }

  private void sample(Schedule.Due due, boolean last) {
    long start = System.nanoTime();
    Optional<Snapshot> waiting = lane.takeBack();
    waiting.ifPresent(health::replaced);
    long begin = System.nanoTime();
    Snapshot moment =
        Sampler.moment(progress.iteration(), epoch, model.score(), last, due.exempt());
    Snapshot snapshot = sampler.take(moment, due.measures(), waiting);
    progress.taken(snapshot);
    long taken = System.nanoTime();
    costs.add(sampler.nanos());
    pay(snapshot, sampler.nanos(), taken - begin, taken);
    lane.submit(snapshot);
    health.interrupted(System.nanoTime() - start);
  }

  private void pay(Snapshot snapshot, Map<Work, Long> works, long total, long now) {
    if (snapshot.exempt()) {
      budget.learn(works, now);
    } else {
      budget.spend(works, total, now);
    }
  }

  /** Called by the lane, one snapshot at a time. */
  private void analyse(Snapshot snapshot) {
    long start = System.nanoTime();
    try {
      Optional<Sample> sample = analyser.analyse(snapshot);
      sampler.release(snapshot);
      sample.ifPresent(this::publish);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      health.failure("analysis failed", e);
    }
    long end = System.nanoTime();
    pay(snapshot, recentCosts(snapshot), end - start, end);
    if (!snapshot.exempt()) {
      schedule.finished(snapshot.measures(), end);
    }
  }

  /** What each part of an analysis cost: nothing where all results could be taken over. */
  private Map<Work, Long> recentCosts(Snapshot snapshot) {
    Map<Work, Long> recent = costs.takeRecent();
    for (Measure measure : snapshot.measures()) {
      measure.works().stream()
          .filter(work -> work != measure.input())
          .forEach(work -> recent.putIfAbsent(work, 0L));
    }
    return recent;
  }

  /** The sample that ends a training says so itself. */
  private void publish(Sample sample) {
    health.samples.increment();
    settings
        .criterion()
        .filter(criterion -> !ended)
        .ifPresent(criterion -> test(criterion, sample));
    Sample published = sample.stopped(stop.reason());
    settings.sinks().forEach(sink -> tell(sink, s -> s.accept(published)));
  }

  private void test(Criterion criterion, Sample sample) {
    try {
      Verdict verdict = criterion.test(sample);
      if (verdict.met() && stop.request(verdict.why())) {
        health.stops.increment();
        log.info("{}: stop requested: {}", session.id(), verdict.why());
        progress.stopped(verdict.why());
      }
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
