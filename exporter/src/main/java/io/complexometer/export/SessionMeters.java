package io.complexometer.export;

import io.complexometer.export.SessionMeter.Kind;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Sample;
import io.complexometer.network.WeightMatrix;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The meters of one session: a flat list of names, tags and descriptions. They are made once; what
 * changes is only the sample that they read.
 */
final class SessionMeters {

  static final String ITERATION = SeriesName.PREFIX + "training.iteration";
  static final String EPOCH = SeriesName.PREFIX + "training.epoch";
  static final String SCORE = SeriesName.PREFIX + "training.score";
  static final String MEASURED_ITERATION = SeriesName.PREFIX + "measured.iteration";
  static final String DENSITY = SeriesName.PREFIX + "spectral.density";

  private final LiveSession live;
  private final List<SessionMeter> meters = new ArrayList<>();
  private final Tags sessionTags;

  private SessionMeters(LiveSession live) {
    this.live = live;
    this.sessionTags = SessionTags.of(live.session());
  }

  /** All meters of a session. */
  static List<SessionMeter> of(LiveSession live) {
    SessionMeters all = new SessionMeters(live);
    all.register();
    return List.copyOf(all.meters);
  }

  /**
   * Adds all meters of a session to a registry.
   *
   * @param live the session
   * @param registry where its meters go
   * @param registered receives each meter as it is registered, also if a later one fails
   * @throws IllegalStateException if the registry holds another session with other tag keys
   */
  static void register(LiveSession live, MeterRegistry registry, List<Meter> registered) {
    for (SessionMeter meter : of(live)) {
      registered.add(meter.register(live, registry));
      if (meter.name().equals(ITERATION)) {
        requireSameTagKeys(live, registry);
      }
    }
  }

  private void register() {
    registerTraining();
    if (live.isHealthKnown()) {
      meters.addAll(HealthMeters.of(live, sessionTags));
    }
    List<SeriesName> names = live.names();
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      int index = i;
      gauge(name.meter(), name.description(), name.tags(), now -> now.value(index).orNaN());
    }
    registerDensities();
    registerConstants();
    registerLaws();
  }

  private void registerDensities() {
    List<WeightMatrix> matrices = live.session().densities();
    for (int i = 0; i < matrices.size(); i++) {
      int index = i;
      Tags tags =
          Tags.of("layer", live.densityLayers().get(i), "parameter", matrices.get(i).parameter());
      for (int j = 0; j <= Density.BOUNDS.size(); j++) {
        int bound = j;
        gauge(
            DENSITY,
            "Eigenvalues of the weight matrix times its transpose that are below le.",
            tags.and(SessionMeter.BOUND, SessionMeter.bound(j, Density.BOUNDS)),
            now -> now.density(index, bound));
      }
    }
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
      for (int j = 0; j < LawGauge.ALL.size(); j++) {
        LawGauge gauge = LawGauge.ALL.get(j);
        int place = j;
        gauge(gauge.meter(), gauge.description(), tags, now -> now.law(index, place).orNaN());
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
    add(
        Kind.INFO,
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

  private void gauge(
      String name, String description, Tags tags, ToDoubleFunction<LiveSession> read) {
    add(Kind.GAUGE, name, description, tags, read);
  }

  private void add(
      Kind kind, String name, String description, Tags tags, ToDoubleFunction<LiveSession> read) {
    meters.add(new SessionMeter(kind, name, description, sessionTags.and(tags), read, now -> 0));
  }

  // Prometheus knows one set of labels for a name, and its registry drops a meter with another set:
  // a session would be missing without a word.
  private static void requireSameTagKeys(LiveSession live, MeterRegistry registry) {
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
