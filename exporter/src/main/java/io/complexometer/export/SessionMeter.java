package io.complexometer.export;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * A meter of a session: a name, tags, a description, and what to read. It belongs to no monitoring
 * system; {@link #register} makes it one of Micrometer's, {@link MetricsPage} a line for
 * Prometheus.
 *
 * @param kind what kind of meter
 * @param name dotted
 * @param description one sentence
 * @param tags with those of the session
 * @param value what a gauge or a counter shows; of a timer the seconds
 * @param count of a timer, how often; of others not asked
 */
record SessionMeter(
    Kind kind,
    String name,
    String description,
    Tags tags,
    ToDoubleFunction<LiveSession> value,
    ToLongFunction<LiveSession> count) {

  /** Kinds of meters. */
  enum Kind {
    /** A number, or NaN where it is absent. */
    GAUGE,
    /** Always 1: its tags are what it tells. */
    INFO,
    /** A number that only grows. */
    COUNTER,
    /** How often, and how many seconds in total. */
    TIMER,
    /**
     * A cumulative bucket of the timer of the same name without {@link #BUCKETS}: how many took no
     * longer than the seconds of its tag {@code le}. Micrometer has no histogram that is read and
     * not recorded, so elsewhere it is a gauge, as that of Micrometer's own timers where a
     * monitoring system knows no histograms.
     */
    BUCKET
  }

  /** What Micrometer calls the gauges of a timer's buckets. */
  static final String BUCKETS = ".histogram";

  /** The tag of a bucket's upper bound. */
  static final String BOUND = "le";

  /** The value of that tag: as the official client libraries write it. */
  static String bound(int index, List<Double> bounds) {
    return index < bounds.size() ? Double.toString(bounds.get(index)) : "+Inf";
  }

  /** Adds it to a registry. */
  Meter register(LiveSession live, MeterRegistry registry) {
    return switch (kind) {
      case GAUGE, INFO, BUCKET ->
          Gauge.builder(name, live, value)
              .description(description)
              .tags(tags)
              .strongReference(true) // a gauge that loses its object to the collector turns NaN
              .register(registry);
      case COUNTER ->
          FunctionCounter.builder(name, live, value)
              .description(description)
              .tags(tags)
              .register(registry);
      case TIMER ->
          FunctionTimer.builder(name, live, count, value, TimeUnit.SECONDS)
              .description(description)
              .tags(tags)
              .register(registry);
    };
  }
}
