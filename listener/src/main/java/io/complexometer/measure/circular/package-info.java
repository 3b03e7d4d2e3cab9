/** Circular spectral difference: the weights of a network against random unitary matrices. */
package io.complexometer.measure.circular;
