package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.List;

/** The spectrum of each weight matrix in single numbers. */
final class SpectrumInstrument implements Instrument {
  private static final Metric SPECTRAL_NORM =
      new Metric(
          "spectrum",
          "spectral.norm",
          "",
          Metric.Scope.MATRIX,
          "",
          "Largest singular value of the weight matrix.");

  @Override
  public List<Series> series(List<Layer> layers, List<WeightMatrix> matrices) {
    return matrices.stream().map(matrix -> Series.of(SPECTRAL_NORM, matrix)).toList();
  }

  @Override
  public List<Value> measure(Material material) {
    return material.spectra().stream().map(SpectrumInstrument::spectralNorm).toList();
  }

  private static Value spectralNorm(WeightSpectrum spectrum) {
    return spectrum.absence().isPresent()
        ? Value.absent(WeightSpectrum.NON_FINITE)
        : Value.of(Math.sqrt(spectrum.eigenvalue(0)));
  }
}
