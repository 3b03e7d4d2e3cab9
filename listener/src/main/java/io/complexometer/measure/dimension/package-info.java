/** Effective feature dimension: how many directions the activations of a layer really use. */
package io.complexometer.measure.dimension;
