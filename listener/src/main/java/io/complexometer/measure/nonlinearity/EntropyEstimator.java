package io.complexometer.measure.nonlinearity;

/**
 * A way to estimate the entropy of binary samples. An estimator may keep what speeds up the next.
 */
public interface EntropyEstimator {

  /**
   * The estimator's name in metrics, tables and files.
   *
   * @return one lower-case word
   */
  String label();

  /**
   * Estimates the Shannon entropy of a row.
   *
   * @param samples the rows; units that are constant over all of them add nothing
   * @param folds of the same rows, for estimators that are cross-validated
   * @return the code length in bits a row
   * @throws IllegalArgumentException if the folds are not of as many rows
   */
  CodeLength estimate(BinarySamples samples, Folds folds);
}
