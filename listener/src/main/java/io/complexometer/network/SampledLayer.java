package io.complexometer.network;

/**
 * What is kept of a layer's activations at every run, fixed when the listener attaches.
 *
 * @param rows number of samples n; 0 where the activations cannot be told apart by example
 * @param units number of features d; 0 where there are no rows
 * @param bits number of binary units; 0 where there are none
 * @param smooth whether the bits are signs only, of units without a kink
 */
public record SampledLayer(int rows, int units, int bits, boolean smooth) {}
