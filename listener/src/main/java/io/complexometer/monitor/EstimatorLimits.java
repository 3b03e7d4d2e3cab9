package io.complexometer.monitor;

import io.complexometer.measure.nonlinearity.ChainEstimator;
import io.complexometer.measure.nonlinearity.EntropyEstimator;
import io.complexometer.measure.nonlinearity.TreeEstimator;
import java.util.Optional;

/**
 * Up to how many bits each estimator of nonlinearity complexity is taken. It is chosen once for a
 * layer and never changes: values of different estimators cannot be compared.
 *
 * @param chain for the chain of regressions, the narrower bound but cubic in the bits; 0 for never
 * @param tree for the tree of pairs, quadratic
 */
record EstimatorLimits(int chain, int tree) {
  static final EstimatorLimits DEFAULT = new EstimatorLimits(256, 16_384);

  /** A new estimator for a layer; empty if it has too many bits for either. */
  Optional<EntropyEstimator> estimator(int bits) {
    if (chain > 0 && bits <= chain) {
      return Optional.of(new ChainEstimator());
    }
    return bits <= tree ? Optional.of(new TreeEstimator()) : Optional.empty();
  }
}
