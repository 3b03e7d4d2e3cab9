package io.complexometer.examples.comparison;

import io.complexometer.measure.circular.CircularEnsemble;

/**
 * How two networks are compared.
 *
 * @param ensemble of the unitaries that both are compared with
 * @param draws number of circular draws behind each curve, at least 1
 * @param seed of these draws, and of the random networks behind the threshold
 */
public record ComparisonSettings(CircularEnsemble ensemble, int draws, long seed) {
  /** The defaults of the measure. */
  public static final ComparisonSettings DEFAULT =
      new ComparisonSettings(CircularEnsemble.CUE, 20, 1);
}
