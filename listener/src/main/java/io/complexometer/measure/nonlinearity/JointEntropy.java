package io.complexometer.measure.nonlinearity;

import io.complexometer.measure.Value;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Entropy of whole patterns from how often each was seen.
 *
 * <p>The observed frequencies give too little: what was not seen is missing. Miller and Madow add
 * the first term of that bias. Grassberger (Entropy estimates from insufficient samplings,
 * arXiv:physics/0307138) replaces ln c of a count by a G(c) that is right for any count:
 *
 * <pre>
 *   H = [ln n - sum of c G(c) / n] / ln 2,    G(c) = psi(c) + (-1)^c / 2 [psi((c + 1) / 2) - psi(c / 2)]
 * </pre>
 *
 * <p>psi is the digamma function. By its recurrence, as he writes, G(1) = -gamma - ln 2 with
 * Euler's gamma, G(2) = 2 - gamma - ln 2, and for even c G(c + 1) = G(c), G(c + 2) = G(c) + 2 / (c
 * + 1): no digamma needs to be computed. The estimate for a single pattern is near 0, and not 0.
 *
 * @param distinctPatterns number K of patterns seen: the linear regions that the data visit
 * @param singletons of them seen once
 * @param coverage 1 - singletons / n: the share of patterns, by weight, that were seen (Good,
 *     Turing)
 * @param plugIn the entropy of the observed frequencies in bits, at most log2 n
 * @param millerMadow plugIn + (K - 1) / (2 n ln 2)
 * @param grassberger Grassberger's estimate (2003) in bits, not clipped
 */
public record JointEntropy(
    int distinctPatterns,
    int singletons,
    double coverage,
    double plugIn,
    double millerMadow,
    double grassberger) {

  /** Below this coverage no estimate from counts is to be trusted. */
  public static final double SUFFICIENT_COVERAGE = 0.95;

  /** Why there is no value: too many patterns were not seen, or once only. */
  public static final String LOW_COVERAGE = "coverage below 0.95";

  private static final double EULER_GAMMA = 0.5772156649015329;

  /**
   * Counts the patterns of all units in each row.
   *
   * @param samples the rows
   * @return the estimates
   */
  public static JointEntropy of(BinarySamples samples) {
    SortedMap<Integer, Integer> patternsByCount = new TreeMap<>();
    for (int count : Patterns.counts(samples)) {
      patternsByCount.merge(count, 1, Integer::sum);
    }
    return ofCounts(patternsByCount, samples.rows());
  }

  /** From how many patterns were seen once, twice .. in n rows. */
  private static JointEntropy ofCounts(SortedMap<Integer, Integer> patternsByCount, int n) {
    int distinct = 0;
    double plugIn = 0; // n times, in nats
    double grassberger = 0;
    int reached = 1; // with G(reached) = g
    double g = -EULER_GAMMA - Math.log(2);
    for (Map.Entry<Integer, Integer> entry : patternsByCount.entrySet()) {
      int count = entry.getKey();
      int patterns = entry.getValue();
      for (; reached < count; reached++) {
        g += reached % 2 == 1 ? 2.0 / reached : 0;
      }
      distinct += patterns;
      double rows = (double) patterns * count;
      plugIn += rows * Math.log((double) n / count);
      grassberger += rows * (Math.log(n) - g);
    }
    int singletons = patternsByCount.getOrDefault(1, 0);
    double bits = n * Math.log(2);
    return new JointEntropy(
        distinct,
        singletons,
        1 - (double) singletons / n,
        plugIn / bits,
        plugIn / bits + (distinct - 1) / (2 * bits),
        grassberger / bits);
  }

  /**
   * The estimate to publish.
   *
   * @return {@link #grassberger}, absent where the coverage does not suffice
   */
  public Value value() {
    return coverage >= SUFFICIENT_COVERAGE ? Value.of(grassberger) : Value.absent(LOW_COVERAGE);
  }
}
