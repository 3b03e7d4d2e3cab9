package io.complexometer.examples.analysis;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;

/**
 * One weight matrix.
 *
 * @param matrix its layer, parameter and shape
 * @param spectrum the eigenvalues of A A^T
 * @param summary of the spectrum
 * @param randomAlpha the median tail exponent of random matrices of this shape, which have no power
 *     law: an alpha near it says nothing
 */
public record MatrixAnalysis(
    WeightMatrix matrix, WeightSpectrum spectrum, SpectralSummary summary, Value randomAlpha) {}
