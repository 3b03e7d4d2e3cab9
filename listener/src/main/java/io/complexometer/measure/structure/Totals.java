package io.complexometer.measure.structure;

import io.complexometer.measure.Value;

/**
 * What the structure says of a whole network.
 *
 * @param parameters what training may change, or could if nothing were frozen
 * @param frozenParameters how many of them are frozen
 * @param otherParameters what is stored beside them: running statistics, decoders for pretraining
 * @param macs multiplications with a weight or of two inputs, for one example
 * @param connections connections of the weighted layers that exist, those into padding left out
 * @param activations output scalars of the weighted layers
 * @param depth weighted layers on the longest path (L)
 * @param effectiveDepth mean over the layers' parameters of how many layers they are in or before:
 *     L_eff of Bartlett et al.
 * @param log2Gain log2 of the mean number of paths to one output scalar at the chosen level (Gamma)
 * @param log2GainNominal the same at level {@code NOMINAL}
 * @param log2GainExact the same at level {@code EXACT}; absent where it was not computed
 * @param log2Paths log2 of the number of all paths; absent but at level {@code EXACT}
 * @param log2TopologicalPaths log2 of the number of ways through the graph, each layer counted as
 *     one step
 * @param meanPathLength mean number of weighted layers on such a way
 * @param receptiveField positions of the input that one position of the output sees through
 *     convolutions and pools
 * @param inputSize scalars of all inputs
 * @param outputSize scalars of all outputs
 * @param outputBottleneck the largest rank that the network's Jacobian can have
 * @param intrinsicPower log2 of input size by output bottleneck, in bits (Pi)
 * @param bypassed bits that the longest path would remove and other paths bring back (beta)
 * @param capacity bound on the log2 of the number of functions of a threshold network, after Baldi
 *     and Vershynin
 * @param vcBound upper bound on the VC dimension of a ReLU network, after Bartlett et al.; absent
 *     for networks of at most two units
 */
public record Totals(
    long parameters,
    long frozenParameters,
    long otherParameters,
    long macs,
    long connections,
    long activations,
    int depth,
    double effectiveDepth,
    Value log2Gain,
    Value log2GainNominal,
    Value log2GainExact,
    Value log2Paths,
    double log2TopologicalPaths,
    double meanPathLength,
    double receptiveField,
    long inputSize,
    long outputSize,
    long outputBottleneck,
    double intrinsicPower,
    double bypassed,
    double capacity,
    Value vcBound) {}
