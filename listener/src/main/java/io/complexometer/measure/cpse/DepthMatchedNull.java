package io.complexometer.measure.cpse;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * cPSE of networks that have learnt nothing: of the same shapes, each layer with Gaussian entries
 * scaled to exactly that layer's own Frobenius norm. cPSE alone falls with depth and rises with
 * width even for such networks; how many of their standard deviations a network is away from them
 * does not.
 *
 * @param profile which definition
 * @param draws number of random networks
 * @param mean mean of their cPSE, in log10 bits; absent where it is for any of them
 * @param standardDeviation standard deviation of their cPSE (divided by draws - 1), in log10 bits
 */
public record DepthMatchedNull(
    CpseProfile profile, int draws, Value mean, Value standardDeviation) {
  /** Why there is no null: cPSE of a random network is undefined. */
  public static final String UNDEFINED = "undefined for a random network";

  /** Why there is no z-score: all random networks have the same cPSE. */
  public static final String NO_SPREAD = "random networks do not differ";

  /** Why there is no null: the deviation of fewer networks says nothing. */
  public static final String TOO_FEW_DRAWS = "too few random networks";

  private static final int FEWEST_DRAWS = 10;

  /**
   * cPSE of one random network.
   *
   * @param draws unscaled spectra
   * @param index of the network among them
   * @param squaredNorms squared Frobenius norm of each layer of the network that it is compared to
   * @return in every profile
   */
  public static Cascade scaled(GaussianDraws draws, int index, double... squaredNorms) {
    List<WeightSpectrum> spectra = draws.draw(index);
    WeightSpectrum[] scaled = new WeightSpectrum[squaredNorms.length];
    for (int layer = 0; layer < scaled.length; layer++) {
      scaled[layer] = spectra.get(layer).scaledTo(squaredNorms[layer]);
    }
    return Cascade.of(Arrays.asList(scaled));
  }

  /**
   * The distribution over random networks.
   *
   * @param networks {@linkplain #scaled scaled} draws
   * @param profile which definition
   * @return mean and standard deviation
   */
  public static DepthMatchedNull of(Collection<Cascade> networks, CpseProfile profile) {
    List<Value> values = networks.stream().map(network -> network.cpse(profile).value()).toList();
    int draws = values.size();
    if (draws < FEWEST_DRAWS) {
      return absent(profile, draws, TOO_FEW_DRAWS);
    }
    if (!values.stream().allMatch(Value::isPresent)) {
      return absent(profile, draws, UNDEFINED);
    }
    boolean same = values.stream().distinct().count() == 1; // a mean may be off by a rounding
    double mean =
        same
            ? values.get(0).orNaN()
            : values.stream().mapToDouble(Value::orNaN).average().orElseThrow();
    double squares =
        values.stream().mapToDouble(v -> (v.orNaN() - mean) * (v.orNaN() - mean)).sum();
    return new DepthMatchedNull(
        profile, draws, Value.of(mean), Value.of(Math.sqrt(squares / (draws - 1))));
  }

  /**
   * No distribution.
   *
   * @param profile which definition
   * @param draws number of random networks
   * @param reason why not
   * @return all absent for that reason
   */
  public static DepthMatchedNull absent(CpseProfile profile, int draws, String reason) {
    return new DepthMatchedNull(profile, draws, Value.absent(reason), Value.absent(reason));
  }

  /**
   * How far a network is from random ones.
   *
   * @param cpse its cPSE in the same profile
   * @return in standard deviations of theirs; absent where any part of it is
   */
  public Value zScore(Value cpse) {
    if (!cpse.isPresent()) {
      return cpse;
    }
    if (!standardDeviation.isPresent()) {
      return standardDeviation;
    }
    double z = (cpse.orNaN() - mean.orNaN()) / standardDeviation.orNaN();
    return Double.isFinite(z) ? Value.of(z) : Value.absent(NO_SPREAD);
  }
}
