package io.complexometer.measure.structure;

import io.complexometer.measure.Value;
import java.util.List;

/**
 * What the structure says of one layer, or of one input of the network.
 *
 * @param name the layer's name
 * @param type its class, in the words of the library that it was built with; "input" for one of the
 *     network's own
 * @param operation what it does, in one word: {@code dense}, {@code conv}, {@code pool}, {@code
 *     add}, ..
 * @param inputs names of the layers that it takes its inputs from
 * @param shape of its output, for one example
 * @param fanIn connections into one output scalar in the interior; 1 for what only passes on
 * @param connections connections that exist, those into padding left out
 * @param weights distinct weights of the forward pass, without biases
 * @param parameters what training may change: weights, biases, scales
 * @param otherParameters what it stores beside them: running statistics, a decoder for pretraining
 * @param frozen whether training leaves all of them as they are
 * @param macs multiplications with a weight or of two inputs, for one example
 * @param layerComplexity bits per output; 0 for what only passes on
 * @param rawPower log2 of inputs by outputs, in bits: negative where it expands
 * @param intrinsicPower bits that are removed for good at this layer, not negative
 * @param bottleneck the largest rank that the Jacobian of its output can have
 * @param log2Gain log2 of the mean number of paths from the inputs to one output scalar, in bits
 * @param log2Paths log2 of the number of paths to all of them; absent but at level {@code EXACT}
 * @param paths that number itself, exact up to 2^53; absent from 2^1024 on
 * @param receptiveField positions of the network's input that one position of the output sees
 *     through convolutions and pools (other layers leave it as it is), along the axis where it is
 *     largest, padding included
 * @param depth weighted layers on the longest path up to here
 */
public record LayerStructure(
    String name,
    String type,
    String operation,
    List<String> inputs,
    Shape shape,
    double fanIn,
    long connections,
    long weights,
    long parameters,
    long otherParameters,
    boolean frozen,
    long macs,
    Value layerComplexity,
    double rawPower,
    double intrinsicPower,
    long bottleneck,
    Value log2Gain,
    Value log2Paths,
    Value paths,
    double receptiveField,
    int depth) {

  public LayerStructure {
    inputs = List.copyOf(inputs);
  }
}
