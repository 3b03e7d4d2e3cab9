package io.complexometer.monitor;

/** The measures that a listener can take. */
public enum Measure {
  /** Norms, ranks and tail exponent of each weight matrix's spectrum. */
  SPECTRUM("spectrum", Input.WEIGHTS),
  /** Cascading periodic spectral ergodicity of the weights. */
  CPSE("cpse", Input.WEIGHTS),
  /** Effective dimension of each layer's activations on the probe. */
  EFFECTIVE_DIMENSION("effectiveDimension", Input.PROBE);

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
  public String label() {
    return label;
  }

  Input input() {
    return input;
  }

  Instrument instrument(Settings settings) {
    return switch (this) {
      case SPECTRUM -> new SpectrumInstrument(settings.largestExactOrder());
      case CPSE -> new CpseInstrument();
      case EFFECTIVE_DIMENSION -> new EffectiveDimensionInstrument();
    };
  }
}
