package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.network.Layer;

/**
 * The activations of one layer on the probe.
 *
 * @param layer the layer
 * @param rows number of activations that are measured: examples, or positions of examples
 * @param units number of units of its output
 * @param binaryUnits number of bits that say which units are on; 0 where there are none
 * @param estimator of the nonlinearity: {@code chain}, or {@code tree} for wide layers, which are
 *     not to be compared with each other; empty where there is none
 * @param effectiveDimension from 1 to the number of units
 * @param nonlinearityBits entropy of the words that its units form, in bits
 */
public record LayerActivity(
    Layer layer,
    int rows,
    int units,
    int binaryUnits,
    String estimator,
    Value effectiveDimension,
    Value nonlinearityBits) {}
