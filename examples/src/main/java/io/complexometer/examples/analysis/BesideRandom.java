package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import java.util.Arrays;
import java.util.List;

/**
 * cPSE of a network in one profile, beside that of random networks.
 *
 * @param profile which definition
 * @param cpse of the network, in log10 bits
 * @param random of random networks of its shapes and norms
 */
public record BesideRandom(CpseProfile profile, Value cpse, DepthMatchedNull random) {
  private static final String NOT_MEASURED = "not measured";

  /**
   * What was measured in one profile.
   *
   * @param analysis of the network
   * @param profile which definition
   * @return absent parts where the analysis has none
   */
  public static BesideRandom of(Analysis analysis, CpseProfile profile) {
    DepthMatchedNull random = analysis.nulls().get(profile);
    return new BesideRandom(
        profile,
        analysis.cpse().getOrDefault(profile, Value.absent(NOT_MEASURED)),
        random != null ? random : DepthMatchedNull.absent(profile, 0, NOT_MEASURED));
  }

  /**
   * What was measured in all profiles.
   *
   * @param analysis of the network
   * @return in the order of the profiles
   */
  public static List<BesideRandom> of(Analysis analysis) {
    return Arrays.stream(CpseProfile.values()).map(profile -> of(analysis, profile)).toList();
  }

  /**
   * How far the network is from random ones.
   *
   * @return in standard deviations of theirs
   */
  public Value z() {
    return random.zScore(cpse);
  }

  /**
   * The random networks' mean, moved.
   *
   * @param deviations by how many standard deviations
   * @return in log10 bits
   */
  public Value randomAt(double deviations) {
    return random.standardDeviation().isPresent()
        ? Value.of(random.mean().orNaN() + deviations * random.standardDeviation().orNaN())
        : random.standardDeviation();
  }
}
