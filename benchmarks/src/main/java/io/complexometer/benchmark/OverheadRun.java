package io.complexometer.benchmark;

import io.complexometer.monitor.Mode;
import java.util.Locale;

/**
 * What one JVM found out about the cost of the listener.
 *
 * @param mode the mode that was asked for
 * @param iterations counted iterations of each of the two models
 * @param watchedSeconds wall time of the watched model's, all waiting for its analysis included
 * @param plainSeconds wall time of the other's
 * @param settleSeconds the part of watchedSeconds in which the training waited for the analysis
 * @param weightSamples how often the weights were measured
 * @param probes how often the probe was
 * @param putOff samplings that the listener's budget put off
 * @param replaced snapshots that were never analysed
 * @param interruptionSeconds time that the training thread stood still for the monitor
 * @param analyses snapshots that were analysed
 * @param analysisSeconds time spent in that, on whichever thread
 * @param warmUpInterruptionSeconds the interruption of the iterations that were not counted, in
 *     which everything is loaded and compiled
 * @param failures the monitor's count of faults
 */
record OverheadRun(
    Mode mode,
    int iterations,
    double watchedSeconds,
    double plainSeconds,
    double settleSeconds,
    int weightSamples,
    int probes,
    long putOff,
    long replaced,
    double interruptionSeconds,
    long analyses,
    double analysisSeconds,
    double warmUpInterruptionSeconds,
    long failures) {

  double ratio() {
    return watchedSeconds / plainSeconds;
  }

  double interruptionShare() {
    return interruptionSeconds / watchedSeconds;
  }

  /** An iteration of the watched model, without the waits at the end of its turns. */
  double watchedMillis() {
    return 1_000 * (watchedSeconds - settleSeconds) / iterations;
  }

  /** An iteration of the other model. */
  double plainMillis() {
    return 1_000 * plainSeconds / iterations;
  }

  double analysisMillis() {
    return 1_000 * analysisSeconds / analyses;
  }

  /** All components on one line, which {@link #parse} reads. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%s %d %.9f %.9f %.9f %d %d %d %d %.9f %d %.9f %.9f %d",
        mode,
        iterations,
        watchedSeconds,
        plainSeconds,
        settleSeconds,
        weightSamples,
        probes,
        putOff,
        replaced,
        interruptionSeconds,
        analyses,
        analysisSeconds,
        warmUpInterruptionSeconds,
        failures);
  }

  static OverheadRun parse(String line) {
    String[] parts = line.split(" ", -1);
    return new OverheadRun(
        Mode.valueOf(parts[0]),
        Integer.parseInt(parts[1]),
        Double.parseDouble(parts[2]),
        Double.parseDouble(parts[3]),
        Double.parseDouble(parts[4]),
        Integer.parseInt(parts[5]),
        Integer.parseInt(parts[6]),
        Long.parseLong(parts[7]),
        Long.parseLong(parts[8]),
        Double.parseDouble(parts[9]),
        Long.parseLong(parts[10]),
        Double.parseDouble(parts[11]),
        Double.parseDouble(parts[12]),
        Long.parseLong(parts[13]));
  }
}
