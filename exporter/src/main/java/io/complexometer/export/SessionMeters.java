package io.complexometer.export;

import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Cost;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * The meters of one session in one registry: a flat list of names, tags and descriptions. They are
 * registered once; what changes is only the sample that they read.
 */
final class SessionMeters {

  static final String ITERATION = SeriesName.PREFIX + "training.iteration";
  static final String EPOCH = SeriesName.PREFIX + "training.epoch";
  static final String SCORE = SeriesName.PREFIX + "training.score";
  static final String MEASURED_ITERATION = SeriesName.PREFIX + "measured.iteration";

  private final LiveSession live;
  private final MeterRegistry registry;
  private final List<Meter> registered;
  private final Tags sessionTags;

  /**
   * Prepares the meters.
   *
   * @param live the session
   * @param registry where its meters go
   * @param registered receives each meter as it is registered, also if a later one fails
   */
  SessionMeters(LiveSession live, MeterRegistry registry, List<Meter> registered) {
    this.live = live;
    this.registry = registry;
    this.registered = registered;
    this.sessionTags = SessionTags.of(live.session());
  }

  /**
   * Registers all meters.
   *
   * @throws IllegalStateException if the registry holds another session with other tag keys
   */
  void register() {
    registerTraining();
    if (live.isHealthKnown()) {
      registerHealth();
      registerBudget();
    }
    List<SeriesName> names = live.names();
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      int index = i;
      gauge(name.meter(), name.description(), name.tags(), now -> now.value(index).orNaN());
    }
    registerConstants();
    registerLaws();
  }

  private void registerConstants() {
    List<SeriesName> names = live.constantNames();
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      double value = live.session().constants().get(i).value().orNaN();
      gauge(name.meter(), name.description(), name.tags(), now -> value);
    }
  }

  private void registerLaws() {
    List<SeriesName> names = live.lawNames();
    for (int i = 0; i < names.size(); i++) {
      int index = i;
      Tags tags = names.get(i).lawTags();
      for (LawGauge gauge : LawGauge.ALL) {
        gauge(gauge.meter(), gauge.description(), tags, now -> now.law(gauge, index).orNaN());
      }
      for (Decision decision : Decision.values()) {
        gauge(
            LawGauge.DECISION,
            "1 for what can be said of the series now, 0 for all else.",
            tags.and("decision", decision.label()),
            now -> now.decision(index).map(d -> d == decision ? 1.0 : 0.0).orElse(Double.NaN));
      }
    }
  }

  private void registerTraining() {
    gauge(
        ITERATION,
        "Iteration of the newest sample, from 0.",
        Tags.empty(),
        now -> now.sample().map(sample -> (double) sample.iteration()).orElse(Double.NaN));
    requireSameTagKeys();
    gauge(
        EPOCH,
        "Epoch of the newest sample, from 0.",
        Tags.empty(),
        now -> now.sample().map(sample -> (double) sample.epoch()).orElse(Double.NaN));
    gauge(
        SCORE,
        "Training score (loss) at the newest sample.",
        Tags.empty(),
        now -> now.sample().map(Sample::score).map(score -> score.orNaN()).orElse(Double.NaN));
    for (String measure : live.measures()) {
      gauge(
          MEASURED_ITERATION,
          "Newest iteration at which the measure was measured; behind training_iteration its values"
              + " are carried over.",
          Tags.of("measure", measure),
          now -> {
            var iteration = now.measuredIteration(measure);
            return iteration.isPresent() ? iteration.getAsLong() : Double.NaN;
          });
    }
    gauge(
        SeriesName.PREFIX + "session.info",
        "A training run: the run name, the kind of model, and the profile of cPSE to show first.",
        Tags.of(
            "name",
            live.session().name(),
            "model.type",
            live.session().modelType(),
            "headline",
            live.session().headline().label()),
        now -> 1);
  }

  private void registerHealth() {
    counter("samples", "Samples published.", Health::samples);
    counter(
        "samples.replaced",
        "Snapshots that a newer one replaced before they were analysed.",
        Health::replaced);
    counter(
        "samples.put.off",
        "Samples of weights or of the probe left out because they would have exceeded the budget.",
        Health::putOff);
    counter(
        "failures",
        "Faults: of the analysis, of a sink, or of a network with non-finite numbers.",
        Health::failures);
    counter(
        "ignored.reports",
        "Iterations reported by a model other than the attached one.",
        Health::ignoredReports);
    timer(
        "analysis",
        "Time spent analysing.",
        Tags.empty(),
        Health::analyses,
        Health::analysisSeconds);
    timer(
        "training.interruption",
        "Time that the training thread stood still for the monitor.",
        Tags.empty(),
        Health::interruptions,
        Health::interruptionSeconds);
    gauge(
        SeriesName.PREFIX + "stop.requested",
        "1 after the training was asked to stop, else 0.",
        Tags.empty(),
        now -> now.health().stopRequested() ? 1 : 0);
    live.session()
        .criterion()
        .ifPresent(
            criterion ->
                counter(
                    "stops",
                    "How often the criterion was the first to ask the training to stop: 0 or 1.",
                    Tags.of("criterion", criterion),
                    Health::stops));
  }

  private void registerBudget() {
    for (String measure : live.health().stretches().keySet()) {
      gauge(
          SeriesName.PREFIX + "interval.stretch",
          "By how much the interval of the measure is stretched to keep the budget: 1, 2, 4 ..",
          Tags.of("measure", measure),
          now -> now.health().stretches().get(measure));
    }
    List<Cost> costs = live.health().costs();
    for (int i = 0; i < costs.size(); i++) {
      int index = i;
      Tags tags =
          Tags.of(
              "measure",
              costs.get(i).measure(),
              "layer",
              SeriesName.layer(live.session(), costs.get(i).layer()));
      timer(
          "measure.duration",
          "Time that a measure took of a layer; also copying weights, and running the probe.",
          tags,
          health -> health.costs().get(index).count(),
          health -> health.costs().get(index).seconds());
    }
  }

  private void gauge(
      String name, String description, Tags tags, ToDoubleFunction<LiveSession> read) {
    registered.add(
        Gauge.builder(name, live, read)
            .description(description)
            .tags(sessionTags.and(tags))
            .strongReference(true) // a gauge that loses its object to the collector turns NaN
            .register(registry));
  }

  private void counter(String name, String description, ToDoubleFunction<Health> count) {
    counter(name, description, Tags.empty(), count);
  }

  private void counter(String name, String description, Tags tags, ToDoubleFunction<Health> count) {
    registered.add(
        FunctionCounter.builder(
                SeriesName.PREFIX + name, live, now -> count.applyAsDouble(now.health()))
            .description(description)
            .tags(sessionTags.and(tags))
            .register(registry));
  }

  private void timer(
      String name,
      String description,
      Tags tags,
      ToLongFunction<Health> count,
      ToDoubleFunction<Health> seconds) {
    registered.add(
        FunctionTimer.builder(
                SeriesName.PREFIX + name,
                live,
                now -> count.applyAsLong(now.health()),
                now -> seconds.applyAsDouble(now.health()),
                TimeUnit.SECONDS)
            .description(description)
            .tags(sessionTags.and(tags))
            .register(registry));
  }

  // Prometheus knows one set of labels for a name, and its registry drops a meter with another set:
  // a session would be missing without a word.
  private void requireSameTagKeys() {
    Set<Set<String>> keys =
        registry.find(ITERATION).meters().stream()
            .map(
                meter -> Set.copyOf(meter.getId().getTags().stream().map(t -> t.getKey()).toList()))
            .collect(Collectors.toSet());
    if (keys.size() > 1) {
      throw new IllegalStateException(
          "session "
              + live.session().id()
              + " has other tag keys than a session already in this registry "
              + keys
              + ": give both the same keys, or each its own registry");
    }
  }
}
