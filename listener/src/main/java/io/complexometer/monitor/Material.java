package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Activations;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.Weights;
import java.util.List;
import java.util.Optional;

/** What the instruments share while one snapshot is analysed: nothing is decomposed twice. */
final class Material {
  private final Optional<Weights> weights;
  private final Optional<Activations> activations;
  private final GramWorkspace workspace;
  private final SpectrumCache cache;
  private final NullModel nullModel;
  private final Costs costs;
  private List<WeightSpectrum> spectra;

  Material(
      Optional<Weights> weights,
      Optional<Activations> activations,
      GramWorkspace workspace,
      SpectrumCache cache,
      NullModel nullModel,
      Costs costs) {
    this.weights = weights;
    this.activations = activations;
    this.workspace = workspace;
    this.cache = cache;
    this.nullModel = nullModel;
    this.costs = costs;
  }

  GramWorkspace workspace() {
    return workspace;
  }

  /** The weight matrices, in forward order. */
  List<Matrix> matrices() {
    return weights.orElseThrow().matrices();
  }

  /** The spectra of the weight matrices, in forward order. */
  List<WeightSpectrum> spectra() {
    if (spectra == null) {
      spectra = cache.spectra(weights.orElseThrow(), workspace);
      nullModel.observe(spectra);
    }
    return spectra;
  }

  /** The spectra, if an instrument has asked for them. */
  Optional<List<WeightSpectrum>> knownSpectra() {
    return Optional.ofNullable(spectra);
  }

  /** What random networks of the same shapes give. */
  NullModel nullModel() {
    return nullModel;
  }

  /** Where instruments enter how long their work takes. */
  Costs costs() {
    return costs;
  }

  /** The activations of the layers, in forward order. */
  List<LayerActivations> activations() {
    return activations.orElseThrow().layers();
  }
}
