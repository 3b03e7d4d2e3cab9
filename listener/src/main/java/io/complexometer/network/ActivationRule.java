package io.complexometer.network;

/**
 * How the activations of a layer are read.
 *
 * @param unitsLast whether its units lie along the last axis instead of the second
 * @param bits when a unit is on
 */
record ActivationRule(boolean unitsLast, BitRule bits) {}
