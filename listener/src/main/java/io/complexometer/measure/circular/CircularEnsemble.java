package io.complexometer.measure.circular;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The three circular ensembles of random unitary matrices (Dyson, "Statistical theory of the energy
 * levels of complex systems", J. Math. Phys. 3, 1962), which arXiv:2006.13687 compares networks
 * with. The density of the eigenphases is proportional to
 *
 * <pre>
 *   product over j &lt; k of |e^(i theta_j) - e^(i theta_k)|^beta
 * </pre>
 *
 * <p>The textbook way (the QR decomposition of a complex Gaussian matrix) takes n^3 steps; see
 * {@code CmvMatrix} for the one taken here.
 */
public enum CircularEnsemble {
  /** Unitary matrices, by Haar measure. */
  CUE(2),

  /** Symmetric unitary matrices. */
  COE(1),

  /** Self-dual unitary quaternion matrices; each pair of equal phases counts once. */
  CSE(4);

  private final int beta;

  CircularEnsemble(int beta) {
    this.beta = beta;
  }

  /**
   * The eigenphases of one random matrix. Takes about 50 n^2 steps: meant for looking at the
   * ensemble; {@link CircularSpectralDifference} does without.
   *
   * @param order number of distinct phases n, at least 1
   * @param seed of the random numbers
   * @return n phases in radians, in (-pi, pi], smallest first
   * @throws IllegalArgumentException if the order is less than 1
   */
  public double[] phases(int order, long seed) {
    return draw(order, RandomSource.XO_SHI_RO_256_PP.create(seed)).phases();
  }

  CmvMatrix draw(int order, UniformRandomProvider random) {
    return CmvMatrix.draw(order, beta, random);
  }
}
