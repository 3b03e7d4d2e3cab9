package io.complexometer.monitor;

/** What a measure looks at, and what it takes to have it. */
enum Input implements Work {
  /** The weight matrices, which are copied. */
  WEIGHTS("copy"),
  /** The activations on the probe, which is run. */
  PROBE("probe");

  private final String label;

  Input(String label) {
    this.label = label;
  }

  @Override
  public String label() {
    return label;
  }
}
