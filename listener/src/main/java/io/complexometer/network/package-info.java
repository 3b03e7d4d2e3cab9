/** Reads a Deeplearning4j model into numbers: weight matrices and activations. */
package io.complexometer.network;
