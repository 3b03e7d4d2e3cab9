package io.complexometer.measure.nonlinearity;

import io.complexometer.measure.Value;

/**
 * Nonlinearity complexity (Janik, Witaszczyk, arXiv:2006.04791): the entropy C = H(z_1 .. z_d) of
 * which units of a layer are on, z_k = 1 where the pre-activation of unit k is positive. A layer
 * that computes one linear map on all the data has C = 0.
 *
 * @param rows number of samples n; the value is biased by it, so a series is comparable with itself
 *     only at constant n
 * @param units number of binary units d
 * @param deadUnits of them on in no sample
 * @param alwaysOnUnits of them on in all samples
 * @param value C in bits, by the estimator
 * @param remainingGain bits by which an iterated estimator's value might still shrink
 * @param independent sum of the units' own entropies in bits: C if they knew nothing of each other
 * @param multiInformation what they know of each other, in bits: independent - C; slightly negative
 *     where a cross-validated estimator finds nothing, since it pays for having looked
 * @param joint what counting whole patterns gives
 */
public record NonlinearityComplexity(
    int rows,
    int units,
    int deadUnits,
    int alwaysOnUnits,
    Value value,
    Value remainingGain,
    Value independent,
    Value multiInformation,
    JointEntropy joint) {

  /**
   * Measures which units are on.
   *
   * @param samples the rows
   * @param folds of the same rows
   * @param estimator of C
   * @return the result
   * @throws IllegalArgumentException if the folds are not of as many rows
   */
  public static NonlinearityComplexity of(
      BinarySamples samples, Folds folds, EntropyEstimator estimator) {
    CodeLength length = estimator.estimate(samples, folds);
    IndependentEntropy independent = IndependentEntropy.of(samples);
    return new NonlinearityComplexity(
        samples.rows(),
        samples.units(),
        independent.deadUnits(),
        independent.alwaysOnUnits(),
        Value.of(length.bits()),
        Value.of(length.remainingGain()),
        Value.of(independent.bits()),
        Value.of(independent.bits() - length.bits()),
        JointEntropy.of(samples));
  }

  /**
   * By how much a cross-validated value of the estimator CHAIN, which fits k parameters to the k-th
   * unit that is not constant, lies above C because n is small: sum of k / (2 n ln 2). An estimate:
   * it is the first term for parameters that nothing holds back, and theirs are held near 0.
   *
   * @return in bits, not negative
   */
  public double chainBias() {
    double varying = units - deadUnits - alwaysOnUnits;
    return varying * (varying + 1) / 2 / (2 * rows * Math.log(2));
  }
}
