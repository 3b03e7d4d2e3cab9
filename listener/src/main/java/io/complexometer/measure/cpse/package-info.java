/** Cascading periodic spectral ergodicity: one number for the weights of a whole network. */
package io.complexometer.measure.cpse;
