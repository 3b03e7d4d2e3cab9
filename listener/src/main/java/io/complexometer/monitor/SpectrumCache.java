package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest spectrum of each weight matrix: a layer whose weights stay is not decomposed again.
 */
final class SpectrumCache {
  private record Entry(long revision, WeightSpectrum spectrum) {}

  private final List<Entry> entries = new ArrayList<>();

  /** The spectra of a copy of the weights, the same objects as before where nothing has changed. */
  List<WeightSpectrum> spectra(Weights weights, GramWorkspace workspace) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    for (int i = 0; i < weights.matrices().size(); i++) {
      long revision = weights.revision(i);
      if (i == entries.size()) {
        entries.add(new Entry(revision - 1, null));
      }
      if (entries.get(i).revision() != revision) {
        WeightSpectrum spectrum = WeightSpectrum.of(weights.matrices().get(i), workspace);
        entries.set(i, new Entry(revision, spectrum));
      }
      spectra.add(entries.get(i).spectrum());
    }
    return spectra;
  }
}
