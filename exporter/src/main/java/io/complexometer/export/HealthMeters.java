package io.complexometer.export;

import io.complexometer.export.SessionMeter.Kind;
import io.complexometer.monitor.Cost;
import io.complexometer.monitor.Health;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** The meters of what the monitor itself did in a session, and what that took. */
final class HealthMeters {
  /** How often and how long was analysed. */
  static final String ANALYSIS = SeriesName.PREFIX + "analysis";

  /** The buckets of the histogram of that. */
  static final String BUCKETS = ANALYSIS + SessionMeter.BUCKETS;

  private final LiveSession live;
  private final Tags sessionTags;
  private final List<SessionMeter> meters = new ArrayList<>();

  private HealthMeters(LiveSession live, Tags sessionTags) {
    this.live = live;
    this.sessionTags = sessionTags;
  }

  /** All of them. */
  static List<SessionMeter> of(LiveSession live, Tags sessionTags) {
    HealthMeters all = new HealthMeters(live, sessionTags);
    all.addCounts();
    all.addBudget();
    return all.meters;
  }

  private void addCounts() {
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
    addAnalysisBuckets(); // before what they are the buckets of, as in every histogram
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
        "stop.requested",
        "1 after the training was asked to stop, else 0.",
        Tags.empty(),
        health -> health.stopRequested() ? 1 : 0);
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

  private void addAnalysisBuckets() {
    List<Double> bounds = Health.ANALYSIS_BOUNDS;
    for (int i = 0; i <= bounds.size(); i++) {
      int index = i;
      add(
          Kind.BUCKET,
          BUCKETS,
          "Time spent analysing.",
          Tags.of(SessionMeter.BOUND, SessionMeter.bound(i, bounds)),
          now ->
              index < bounds.size()
                  ? now.health().analysesWithin().get(index)
                  : now.health().analyses(),
          now -> 0);
    }
  }

  private void addBudget() {
    for (String measure : live.health().stretches().keySet()) {
      gauge(
          "interval.stretch",
          "By how much the interval of the measure is stretched to keep the budget: 1, 2, 4 ..",
          Tags.of("measure", measure),
          health -> health.stretches().get(measure));
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

  private void gauge(String name, String description, Tags tags, ToDoubleFunction<Health> read) {
    add(
        Kind.GAUGE,
        SeriesName.PREFIX + name,
        description,
        tags,
        now -> read.applyAsDouble(now.health()),
        now -> 0);
  }

  private void counter(String name, String description, ToDoubleFunction<Health> count) {
    counter(name, description, Tags.empty(), count);
  }

  private void counter(String name, String description, Tags tags, ToDoubleFunction<Health> count) {
    add(
        Kind.COUNTER,
        SeriesName.PREFIX + name,
        description,
        tags,
        now -> count.applyAsDouble(now.health()),
        now -> 0);
  }

  private void timer(
      String name,
      String description,
      Tags tags,
      ToLongFunction<Health> count,
      ToDoubleFunction<Health> seconds) {
    add(
        Kind.TIMER,
        SeriesName.PREFIX + name,
        description,
        tags,
        now -> seconds.applyAsDouble(now.health()),
        now -> count.applyAsLong(now.health()));
  }

  private void add(
      Kind kind,
      String name,
      String description,
      Tags tags,
      ToDoubleFunction<LiveSession> value,
      ToLongFunction<LiveSession> count) {
    meters.add(new SessionMeter(kind, name, description, sessionTags.and(tags), value, count));
  }
}
