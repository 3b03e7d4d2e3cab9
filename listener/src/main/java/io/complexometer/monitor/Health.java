package io.complexometer.monitor;

/**
 * The monitor's own state at one moment: what it did, what it left out, and what it cost.
 *
 * @param samples samples handed to the sinks
 * @param replaced snapshots that a newer one replaced before they were analysed
 * @param putOff samplings put off because they would have exceeded the share of the wall time
 * @param failures faults: of the analysis, of a sink, or of a network with non-finite numbers
 * @param ignoredReports iterations reported by a model other than the attached one
 * @param analyses analyses that were run
 * @param analysisSeconds time spent in them
 * @param interruptions times that the training thread stood still for the monitor
 * @param interruptionSeconds time that it stood still
 * @param stopRequested whether a criterion asked the training to stop
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
    boolean stopRequested) {}
