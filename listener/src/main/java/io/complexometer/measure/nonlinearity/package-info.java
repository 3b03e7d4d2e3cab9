/**
 * Nonlinearity complexity: the entropy of which units are on, in bits (Janik, Witaszczyk,
 * arXiv:2006.04791), and its estimators; of a layer of a network, or of spikes of neurons.
 */
package io.complexometer.measure.nonlinearity;
