/** Gram products and eigenvalues through the OpenBLAS that Deeplearning4j brings along. */
package io.complexometer.measure.linalg;
