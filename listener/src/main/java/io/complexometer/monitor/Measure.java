package io.complexometer.monitor;

import io.complexometer.network.ProbedLayer;
import io.complexometer.network.WeightMatrix;
import java.util.List;
import java.util.Set;

/** The measures that a listener can take. */
public enum Measure implements Work {
  /** Norms, ranks and tail exponent of each weight matrix's spectrum. */
  SPECTRUM("spectrum", Input.WEIGHTS),
  /** Cascading periodic spectral ergodicity of the weights. */
  CPSE("cpse", Input.WEIGHTS),
  /** Effective dimension of each layer's activations on the probe. */
  EFFECTIVE_DIMENSION("effectiveDimension", Input.PROBE),
  /** Nonlinearity complexity of each layer: the entropy of which units are on. */
  NONLINEARITY("nonlinearity", Input.PROBE);

  private final String label;
  private final Input input;

  Measure(String label, Input input) {
    this.label = label;
    this.input = input;
  }

  /**
   * The measure's name in metrics, logs and settings.
   *
   * @return in camel case
   */
  @Override
  public String label() {
    return label;
  }

  Input input() {
    return input;
  }

  /** All the work that one sample of it takes: cPSE needs the spectra, too. */
  Set<Work> works() {
    return this == CPSE ? Set.of(input, SPECTRUM, this) : Set.of(input, this);
  }

  Instrument instrument(Settings settings, List<WeightMatrix> matrices, List<ProbedLayer> layers) {
    return switch (this) {
      case SPECTRUM ->
          new SpectrumInstrument(
              matrices, settings.largestExactOrder(), settings.spectralDensity());
      case CPSE -> new CpseInstrument(matrices);
      case EFFECTIVE_DIMENSION -> new EffectiveDimensionInstrument(layers);
      case NONLINEARITY -> new NonlinearityInstrument(layers, settings.estimators()::estimator);
    };
  }
}
