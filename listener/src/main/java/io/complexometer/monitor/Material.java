package io.complexometer.monitor;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Features;
import io.complexometer.network.Weights;
import java.util.List;
import java.util.Optional;

/** What the instruments share while one snapshot is analysed: nothing is decomposed twice. */
final class Material {
  private final Optional<Weights> weights;
  private final Optional<Features> features;
  private final GramWorkspace workspace;
  private final SpectrumCache cache;
  private final NullModel nullModel;
  private List<WeightSpectrum> spectra;

  Material(
      Optional<Weights> weights,
      Optional<Features> features,
      GramWorkspace workspace,
      SpectrumCache cache,
      NullModel nullModel) {
    this.weights = weights;
    this.features = features;
    this.workspace = workspace;
    this.cache = cache;
    this.nullModel = nullModel;
  }

  boolean has(Input input) {
    return input == Input.WEIGHTS ? weights.isPresent() : features.isPresent();
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

  /** The activations of the layers, in forward order; empty where a layer is too wide. */
  List<Optional<Matrix>> features() {
    return features.orElseThrow().layers();
  }
}
