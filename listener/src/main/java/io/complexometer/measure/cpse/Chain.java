package io.complexometer.measure.cpse;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ensembles of 1, 2, .. L layers under one definition; immutable. */
final class Chain {
  private final Definition definition;
  private final Ensemble[] links;

  private Chain(Definition definition, Ensemble... links) {
    this.definition = definition;
    this.links = links;
  }

  static Chain empty(Definition definition) {
    return new Chain(definition);
  }

  /**
   * The chain of another network, which shares with this one what is the same: all links up to the
   * first that differs, and beyond it the histograms.
   */
  Chain with(List<WeightSpectrum> spectra, int widestOrder) {
    Ensemble.Frame frame =
        new Ensemble.Frame(definition, widestOrder, definition.commonBins(spectra));
    Ensemble[] grown = new Ensemble[spectra.size()];
    Ensemble before = null;
    for (int layer = 0; layer < grown.length; layer++) {
      WeightSpectrum spectrum = spectra.get(layer);
      Ensemble former = layer < links.length ? links[layer] : null;
      grown[layer] =
          former != null && former.serves(frame, before, spectrum)
              ? former
              : new Ensemble(frame, before, spectrum, former);
      before = grown[layer];
    }
    return new Chain(definition, grown);
  }

  /** D_1 .. D_(L-1), or up to D_(L-2) where the last is left out. */
  List<Value> distances() {
    List<Value> distances = new ArrayList<>();
    Arrays.stream(links).skip(1).map(Ensemble::distance).forEach(distances::add);
    if (definition.lastDropped() && !distances.isEmpty()) {
      distances.remove(distances.size() - 1);
    }
    return distances;
  }
}
