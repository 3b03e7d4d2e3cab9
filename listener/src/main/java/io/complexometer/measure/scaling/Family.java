package io.complexometer.measure.scaling;

/**
 * The laws that are tried, in y and not in its logarithm, which a zero or an offset would break.
 */
public enum Family {
  /** y = c. */
  CONSTANT("constant", 1),

  /** y = A t^-alpha. */
  POWER("power", 2),

  /** y = c + A t^-alpha. */
  POWER_WITH_OFFSET("power with offset", 3),

  /** y = c + A exp(-t / tau). */
  EXPONENTIAL("exponential", 3),

  /** y = c + A ln t, the limit of the power with offset for alpha to 0. */
  LOGARITHM("logarithm", 2),

  /** y = A (t / t0)^-alpha1 before t0 and A (t / t0)^-alpha2 from t0 on. */
  BROKEN_POWER("broken power", 4);

  private final String label;
  private final int parameters;

  Family(String label, int parameters) {
    this.label = label;
    this.parameters = parameters;
  }

  /**
   * Its name in words.
   *
   * @return lower case
   */
  public String label() {
    return label;
  }

  /**
   * Number of parameters, those of the residuals not counted.
   *
   * @return p of the information criterion
   */
  public int parameters() {
    return parameters;
  }
}
