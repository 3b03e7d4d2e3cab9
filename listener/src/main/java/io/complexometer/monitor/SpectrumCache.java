package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest spectrum of each weight matrix: a layer whose weights stay is not decomposed again.
 */
final class SpectrumCache {
  private record Entry(long revision, WeightSpectrum spectrum) {}

  private final int largestExactOrder;
  private final List<Entry> entries = new ArrayList<>();

  SpectrumCache(int largestExactOrder) {
    this.largestExactOrder = largestExactOrder;
  }

  /** The spectra of a copy of the weights, the same objects as before where nothing has changed. */
  List<WeightSpectrum> spectra(Weights weights, GramWorkspace workspace) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    for (int i = 0; i < weights.matrices().size(); i++) {
      long revision = weights.revision(i);
      if (i == entries.size() || entries.get(i).revision() != revision) {
        Matrix matrix = weights.matrices().get(i);
        Entry entry = new Entry(revision, WeightSpectrum.of(matrix, workspace, largestExactOrder));
        if (i == entries.size()) {
          entries.add(entry);
        } else {
          entries.set(i, entry);
        }
      }
      spectra.add(entries.get(i).spectrum());
    }
    return spectra;
  }
}
