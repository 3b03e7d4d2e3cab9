package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.network.Layer;

/**
 * The activations of one layer on the probe.
 *
 * @param layer the layer
 * @param effectiveDimension from 1 to the number of units
 * @param nonlinearityBits entropy of the words that its units form, in bits
 */
public record LayerActivity(Layer layer, Value effectiveDimension, Value nonlinearityBits) {}
