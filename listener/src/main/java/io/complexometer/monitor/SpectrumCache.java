package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import io.complexometer.network.Weights;
import java.util.ArrayList;
import java.util.List;

/**
 * The newest spectrum of each weight matrix: a layer whose weights stay is not decomposed again.
 */
final class SpectrumCache {
  private record Entry(long revision, WeightSpectrum spectrum) {}

  private final List<WeightMatrix> matrices;
  private final int largestExactOrder;
  private final Costs costs;
  private final List<Entry> entries = new ArrayList<>();

  /**
   * An empty cache.
   *
   * @param matrices of the network, in forward order
   * @param largestExactOrder up to which spectra are exact
   * @param costs where the time of each spectrum is entered
   */
  SpectrumCache(List<WeightMatrix> matrices, int largestExactOrder, Costs costs) {
    this.matrices = matrices;
    this.largestExactOrder = largestExactOrder;
    this.costs = costs;
  }

  /** The spectra of a copy of the weights, the same objects as before where nothing has changed. */
  List<WeightSpectrum> spectra(Weights weights, GramWorkspace workspace) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    for (int i = 0; i < weights.matrices().size(); i++) {
      long revision = weights.revision(i);
      if (i == entries.size() || entries.get(i).revision() != revision) {
        Matrix matrix = weights.matrices().get(i);
        WeightSpectrum spectrum =
            costs.time(
                Measure.SPECTRUM,
                matrices.get(i).layer(),
                () -> WeightSpectrum.of(matrix, workspace, largestExactOrder));
        Entry entry = new Entry(revision, spectrum);
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
