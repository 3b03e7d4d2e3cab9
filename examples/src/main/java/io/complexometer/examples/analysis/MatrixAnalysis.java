package io.complexometer.examples.analysis;

import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;

/**
 * One weight matrix.
 *
 * @param matrix its layer, parameter and shape
 * @param spectrum the eigenvalues of A A^T
 * @param summary of the spectrum
 */
public record MatrixAnalysis(
    WeightMatrix matrix, WeightSpectrum spectrum, SpectralSummary summary) {}
