package io.complexometer.examples.recording;

/**
 * How many directions the numbers of a recording spread over.
 *
 * @param effectiveDimension exp of the entropy of the shares of variance
 * @param participationRatio 1 / sum of their squares
 */
public record DimensionFindings(Estimate effectiveDimension, Estimate participationRatio) {}
