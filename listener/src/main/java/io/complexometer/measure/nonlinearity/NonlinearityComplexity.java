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
 * @param multiInformation what they know of each other, in bits: independent - C
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
    JointEntropy joint) {}
