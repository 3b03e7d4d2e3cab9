package io.complexometer.measure.cpse;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.List;

/**
 * Cascading periodic spectral ergodicity (Suezen, Cerda, Weber, arXiv:1911.07831) of the weight
 * matrices of a network in forward order.
 *
 * @param profile which definition
 * @param matrices number of weight matrices L
 * @param widestOrder the largest number of output units N_max
 * @param distances D_1, D_2, .., in bits: D_l compares the ensemble of the first l matrices with
 *     that of the first l + 1. L - 1 of them, in {@link CpseProfile#REFERENCE} L - 2
 * @param value cPSE, the mean of log10 D_l; absent if any of them is 0
 * @param withoutFirstDistance the same without D_1, which is mostly an artefact of epsilon because
 *     an ensemble of one has no fluctuation
 */
public record Cpse(
    CpseProfile profile,
    int matrices,
    int widestOrder,
    List<Value> distances,
    Value value,
    Value withoutFirstDistance) {

  /** Why there is no value: fewer matrices than the definition needs. */
  public static final String TOO_FEW_MATRICES = "too few weight matrices";

  /** Why there is no value: D_l = 0 has no logarithm. */
  public static final String ZERO_DISTANCE = "a distance is zero";

  /** Why there is no distance: the ensemble holds another matrix that is not finite. */
  public static final String NON_FINITE_ELSEWHERE = "non-finite weights in another matrix";

  public Cpse {
    distances = List.copyOf(distances);
  }

  Cpse(CpseProfile profile, int matrices, int widestOrder, List<Value> distances) {
    this(
        profile,
        matrices,
        widestOrder,
        distances,
        meanLogarithm(distances),
        meanLogarithm(distances.subList(Math.min(1, distances.size()), distances.size())));
  }

  /**
   * Computes cPSE in one profile. For several, or again after a change, see {@link Cascade}.
   *
   * @param spectra one for each weight matrix, in forward order
   * @param profile which definition
   * @return the result
   */
  public static Cpse of(List<WeightSpectrum> spectra, CpseProfile profile) {
    int widest = spectra.stream().mapToInt(WeightSpectrum::order).max().orElse(0);
    Chain chain = Chain.empty(profile.definition()).with(spectra, widest);
    return new Cpse(profile, spectra.size(), widest, chain.distances());
  }

  private static Value meanLogarithm(List<Value> distances) {
    if (distances.isEmpty()) {
      return Value.absent(TOO_FEW_MATRICES);
    }
    if (!distances.stream().allMatch(Value::isPresent)) {
      return Value.absent(WeightSpectrum.NON_FINITE);
    }
    double mean =
        distances.stream().mapToDouble(d -> Math.log10(d.orNaN())).average().orElseThrow();
    return Double.isFinite(mean) ? Value.of(mean) : Value.absent(ZERO_DISTANCE);
  }
}
