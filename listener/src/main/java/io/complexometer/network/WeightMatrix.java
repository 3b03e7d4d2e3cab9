package io.complexometer.network;

/**
 * Shape and origin of one trainable weight matrix: rows are output units, columns are everything
 * else.
 *
 * @param layer the layer that owns the parameter
 * @param parameter Deeplearning4j's key of the parameter in its layer, for example {@code W}
 * @param rows number of output units N
 * @param columns number of weights of one output unit M
 */
public record WeightMatrix(Layer layer, String parameter, long rows, long columns) {}
