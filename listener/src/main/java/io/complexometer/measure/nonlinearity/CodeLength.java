package io.complexometer.measure.nonlinearity;

/**
 * What an estimator says of the entropy of binary samples.
 *
 * @param bits mean code length of a row; a cross-validated one is an upper bound of the entropy in
 *     expectation, and may exceed it by much
 * @param remainingGain bits by which the code might still shrink if the estimator's own
 *     optimisation went on to its end; 0 where nothing is iterated
 */
public record CodeLength(double bits, double remainingGain) {}
