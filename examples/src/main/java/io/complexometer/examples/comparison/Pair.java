package io.complexometer.examples.comparison;

import io.complexometer.examples.analysis.MatrixAnalysis;
import java.util.Optional;

/**
 * The weight matrices at the same place of two networks.
 *
 * @param index the place in forward order, from 0
 * @param a one network's; empty where it has fewer
 * @param b the other's
 */
public record Pair(int index, Optional<MatrixAnalysis> a, Optional<MatrixAnalysis> b) {}
