package io.complexometer.measure.cpse;

import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.List;

/** How eigenvalues are laid on a common axis before they are counted. */
public enum CpseProfile {
  /**
   * Each spectrum divided by its own largest eigenvalue, bins on [0, 1]: blind to the scale of a
   * layer, like a network of rectifiers or with batch normalisation. The headline. Ours, not the
   * paper's: with common bins one layer whose largest eigenvalue stands far out, which is what
   * training does, leaves nothing to count in the others.
   */
  SCALE_FREE("scaleFree") {
    @Override
    Histogram[] histograms(List<WeightSpectrum> spectra, int widestOrder) {
      Bins bins = new Bins(0, 1);
      return spectra.stream()
          .map(
              spectrum ->
                  spectrum.absence().isPresent()
                      ? null
                      : Histogram.of(spectrum, spectrum.largest(), bins, widestOrder))
          .toArray(Histogram[]::new);
    }
  },

  /**
   * The published definition, with bins over the range of all layers (the paper leaves the bins
   * open).
   */
  PAPER("paper") {
    @Override
    Histogram[] histograms(List<WeightSpectrum> spectra, int widestOrder) {
      if (spectra.stream().anyMatch(spectrum -> spectrum.absence().isPresent())) {
        return new Histogram[spectra.size()]; // no range without every layer
      }
      double low = Double.POSITIVE_INFINITY;
      double high = 0;
      for (WeightSpectrum spectrum : spectra) {
        low = Math.min(low, spectrum.smallest());
        high = Math.max(high, spectrum.largest());
      }
      Bins bins = new Bins(low, high);
      return spectra.stream()
          .map(spectrum -> Histogram.of(spectrum, 1, bins, widestOrder))
          .toArray(Histogram[]::new);
    }
  };

  private final String label;

  CpseProfile(String label) {
    this.label = label;
  }

  /**
   * The profile's name in series and logs.
   *
   * @return in camel case
   */
  public String label() {
    return label;
  }

  /** The layers' histograms over N_max cycled eigenvalues; null where a layer has none. */
  abstract Histogram[] histograms(List<WeightSpectrum> spectra, int widestOrder);
}
