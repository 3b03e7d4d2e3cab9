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
 * @param distances D_1 .. D_(L-1), in bits: D_l compares the ensemble of the first l matrices with
 *     that of the first l + 1
 * @param value cPSE, the mean of log10 D_l
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

  // How it works.
  //
  // All spectra are cycled to N_max values, so that layers of different width can be compared, and
  // counted in K bins: h_l(b). The ensemble grows layer by layer ("cascading"). Its fluctuation in
  // bin b after l layers is
  //
  //   Omega_l(b) = 1/(l N_max) sum_{i<=l} (h_i(b) - hbar_l(b))^2,   hbar_l = mean of h_1 .. h_l
  //              = (l S2_l - S1_l^2) / (l^2 N_max),                 S1 = sum h_i, S2 = sum h_i^2
  //
  // where the second form needs integers only until its one division: nothing cancels, Omega_1 is
  // exactly 0, and the result does not depend on the order of the additions. The distance is the
  // symmetric Kullback-Leibler form of the paper,
  //
  //   D_l = sum_b (Omega_l - Omega_(l+1)) (log2(Omega_l + eps) - log2(Omega_(l+1) + eps)).

  private static final double EPSILON = 1e-9;
  private static final double LN_2 = Math.log(2);

  public Cpse {
    distances = List.copyOf(distances);
  }

  /**
   * Computes cPSE from spectra. From a matrix without a spectrum on, what depends on it is absent
   * with that reason.
   *
   * @param spectra one for each weight matrix, in forward order
   * @param profile which definition
   * @return the result
   */
  public static Cpse of(List<WeightSpectrum> spectra, CpseProfile profile) {
    int widestOrder = spectra.stream().mapToInt(WeightSpectrum::order).max().orElse(0);
    Histogram[] histograms = profile.histograms(spectra, widestOrder);
    Value[] distances = new Value[Math.max(0, spectra.size() - 1)];
    long[] sums = new long[Bins.COUNT];
    long[] squares = new long[Bins.COUNT];
    double[] before = new double[Bins.COUNT];
    boolean broken = false;
    for (int l = 1; l <= spectra.size(); l++) {
      broken |= histograms[l - 1] == null;
      double[] after =
          broken ? before : fluctuation(histograms[l - 1], sums, squares, l, widestOrder);
      if (l > 1) {
        distances[l - 2] =
            broken ? whyAbsent(spectra.get(l - 1)) : Value.of(distance(before, after));
      }
      before = after;
    }
    List<Value> all = List.of(distances);
    Value value = meanLogarithm(all);
    Value withoutFirst = meanLogarithm(all.subList(Math.min(1, all.size()), all.size()));
    return new Cpse(profile, spectra.size(), widestOrder, all, value, withoutFirst);
  }

  /** Adds a layer to the sums and returns Omega_l(b). */
  private static double[] fluctuation(
      Histogram histogram, long[] sums, long[] squares, int layers, int widestOrder) {
    double[] omega = new double[Bins.COUNT];
    for (int b = 0; b < Bins.COUNT; b++) {
      long count = histogram.count(b);
      sums[b] += count;
      squares[b] += count * count;
      omega[b] =
          (layers * squares[b] - sums[b] * sums[b]) / ((double) layers * layers * widestOrder);
    }
    return omega;
  }

  private static double distance(double[] before, double[] after) {
    double bits = 0;
    for (int b = 0; b < Bins.COUNT; b++) {
      bits += (before[b] - after[b]) * (log2(before[b] + EPSILON) - log2(after[b] + EPSILON));
    }
    return bits;
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

  private static Value whyAbsent(WeightSpectrum spectrum) {
    return Value.absent(
        spectrum.absence().isPresent() ? WeightSpectrum.NON_FINITE : NON_FINITE_ELSEWHERE);
  }

  private static double log2(double x) {
    return Math.log(x) / LN_2;
  }
}
