package io.complexometer.examples.recording;

import io.complexometer.examples.progress.Meters;
import java.util.Optional;

/**
 * What was found in a recording.
 *
 * @param recording which
 * @param settings how it was measured
 * @param entropy of its words; empty for a continuous recording, which has none
 * @param dimension of its numbers
 */
public record Findings(
    Recording recording,
    Settings settings,
    Optional<EntropyFindings> entropy,
    DimensionFindings dimension) {

  /**
   * Measures a recording.
   *
   * @param recording what was recorded
   * @param settings how
   * @param meters shown how far it is
   * @return the findings
   */
  public static Findings of(Recording recording, Settings settings, Meters meters) {
    Optional<EntropyFindings> entropy =
        recording.kind() == Kind.CONTINUOUS
            ? Optional.empty()
            : Optional.of(new EntropyMeasurement(recording, settings, meters).measure());
    return new Findings(
        recording,
        settings,
        entropy,
        new DimensionMeasurement(recording, settings, meters).measure());
  }
}
