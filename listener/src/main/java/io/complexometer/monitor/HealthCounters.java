package io.complexometer.monitor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what the monitor does; safe for all threads. */
final class HealthCounters {
  private static final Logger log = LoggerFactory.getLogger(ComplexityListener.class);

  final LongAdder samples = new LongAdder();
  final LongAdder putOff = new LongAdder();
  final LongAdder ignoredReports = new LongAdder();
  private final LongAdder replaced = new LongAdder();
  final LongAdder stops = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final List<LongAdder> analyses = // by how long they took; the last, beyond all bounds
      Stream.generate(LongAdder::new).limit(Health.ANALYSIS_BOUNDS.size() + 1).toList();
  private final LongAdder analysisNanos = new LongAdder();
  private final LongAdder interruptions = new LongAdder();
  private final LongAdder interruptionNanos = new LongAdder();
  private volatile String session = "";
  private volatile Supplier<Map<String, Integer>> stretches = Map::of;
  private volatile Supplier<List<Cost>> costs = List::of;
  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  /**
   * A session begins.
   *
   * @param id lines in the log say whose they are
   * @param stretches by how much intervals are stretched
   * @param costs what has been taken
   */
  void begin(String id, Supplier<Map<String, Integer>> stretches, Supplier<List<Cost>> costs) {
    this.session = id + ": ";
    this.stretches = stretches;
    this.costs = costs;
  }

  /** What is no fault: a line in the log, once for each kind. */
  void inform(String kind, String text) {
    if (logged.add(kind)) {
      log.info("{}{}", session, text);
    }
  }

  /** What whoever reads the values should know: a warning in the log, once for each kind. */
  void caution(String kind, String text) {
    if (logged.add(kind)) {
      log.warn("{}{}", session, text);
    }
  }

  /** Counts a fault of the monitor; the first of each kind becomes a line in the log. */
  void failure(String kind, Throwable fault) {
    failures.increment();
    if (logged.add(kind)) {
      log.warn(
          "{}{}; training goes on, further faults of this kind are only counted",
          session,
          kind,
          fault);
    }
  }

  /** Counts a fault that can happen only once: a line in the log. */
  void fault(String text) {
    failures.increment();
    log.warn("{}{}", session, text);
  }

  /** Counts a fault of the network; the first of each kind becomes a line in the log. */
  void failure(String kind, String detail) {
    failures.increment();
    if (logged.add(kind)) {
      log.warn("{}{}: {}; further faults of this kind are only counted", session, kind, detail);
    }
  }

  /** Counts a snapshot that a newer one has replaced. */
  void replaced(Snapshot snapshot) {
    replaced.increment();
    if (snapshot.exempt()) { // which is waited for, unless that is hopeless
      caution("lost", "the analysis hangs, or has ended: early samples are lost");
    }
  }

  void analysed(long nanos) {
    analysisNanos.add(nanos);
    int found =
        Collections.binarySearch(
            Health.ANALYSIS_BOUNDS, nanos / (double) TimeUnit.SECONDS.toNanos(1));
    analyses.get(found >= 0 ? found : -found - 1).increment();
  }

  void interrupted(long nanos) {
    interruptions.increment();
    interruptionNanos.add(nanos);
  }

  Health health(boolean stopRequested) {
    List<Long> within = new ArrayList<>();
    long counted = 0; // so that a histogram adds up while others count
    for (LongAdder bucket : analyses) {
      counted += bucket.sum();
      within.add(counted);
    }
    return new Health(
        samples.sum(),
        replaced.sum(),
        putOff.sum(),
        failures.sum(),
        ignoredReports.sum(),
        counted,
        seconds(analysisNanos),
        interruptions.sum(),
        seconds(interruptionNanos),
        stopRequested,
        stops.sum(),
        stretches.get(),
        costs.get(),
        within.subList(0, within.size() - 1));
  }

  private static double seconds(LongAdder nanos) {
    return nanos.sum() / (double) TimeUnit.SECONDS.toNanos(1);
  }
}
