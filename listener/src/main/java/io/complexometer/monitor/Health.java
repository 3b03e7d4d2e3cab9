package io.complexometer.monitor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The monitor's own state at one moment: what it did, what it left out, and what it cost.
 *
 * @param samples samples handed to the sinks
 * @param replaced snapshots that a newer one replaced before they were analysed
 * @param putOff samples of an input left out because they would have exceeded the share of a core
 * @param failures faults: of the analysis, of a sink, or of a network with non-finite numbers
 * @param ignoredReports iterations reported by a model other than the attached one
 * @param analyses analyses that were run
 * @param analysisSeconds time spent in them
 * @param interruptions times that the training thread stood still for the monitor
 * @param interruptionSeconds time that it stood still
 * @param stopRequested whether the training was asked to stop, by whomever
 * @param stops how often the listener's criterion was the first to ask: 0 or 1
 * @param stretches by how much the interval of each measure is stretched now: 1, or 2, 4 .. where
 *     it was over budget
 * @param costs what each kind of work has taken, always the same kinds in the same order
 * @param analysesWithin of the analyses, how many took no longer than each of {@link
 *     #ANALYSIS_BOUNDS}
 */
public record Health(
    long samples,
    long replaced,
    long putOff,
    long failures,
    long ignoredReports,
    long analyses,
    double analysisSeconds,
    long interruptions,
    double interruptionSeconds,
    boolean stopRequested,
    long stops,
    Map<String, Integer> stretches,
    List<Cost> costs,
    List<Long> analysesWithin) {

  /**
   * Seconds, ascending: three a decade from a millisecond, what a small layer takes, to a minute.
   */
  public static final List<Double> ANALYSIS_BOUNDS =
      List.of(
          0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0);

  // copies, in the order given
  public Health {
    if (analysesWithin.size() != ANALYSIS_BOUNDS.size()) {
      throw new IllegalArgumentException(
          "%d counts of analyses for %d bounds"
              .formatted(analysesWithin.size(), ANALYSIS_BOUNDS.size()));
    }
    stretches = Collections.unmodifiableMap(new LinkedHashMap<>(stretches));
    costs = List.copyOf(costs);
    analysesWithin = List.copyOf(analysesWithin);
  }
}
