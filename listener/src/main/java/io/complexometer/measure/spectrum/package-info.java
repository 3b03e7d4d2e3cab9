/** From a weight matrix to the spectrum that the weight measures share. */
package io.complexometer.measure.spectrum;
