package io.complexometer.network;

/**
 * A layer of a {@code MultiLayerNetwork}, or a vertex of a {@code ComputationGraph}.
 *
 * @param index position in forward (topological) order, from 0; graph inputs do not count
 * @param name the name that the user gave, or Deeplearning4j's
 * @param type the simple name of its configuration class, for example {@code ConvolutionLayer}
 */
public record Layer(int index, String name, String type) {}
