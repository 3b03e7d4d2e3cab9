package io.complexometer.measure.nonlinearity;

import io.complexometer.measure.Value;

/**
 * Entropy of whole patterns from how often each was seen.
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

  /**
   * The estimate to publish.
   *
   * @return {@link #grassberger}, absent where the coverage does not suffice
   */
  public Value value() {
    return coverage >= SUFFICIENT_COVERAGE ? Value.of(grassberger) : Value.absent(LOW_COVERAGE);
  }
}
