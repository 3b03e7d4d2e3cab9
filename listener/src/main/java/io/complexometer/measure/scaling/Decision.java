package io.complexometer.measure.scaling;

/** What can be said of a series. */
public enum Decision {
  /** Less than a decade of time, or fewer points than a law needs. */
  TOO_SHORT("too short"),

  /** A constant describes it as well. */
  NO_TREND("no trend"),

  /** Two kinds of law describe it equally well. */
  UNDECIDED("undecided"),

  /** A power law. */
  POWER("power"),

  /** A power law towards an offset. */
  POWER_WITH_OFFSET("power with offset"),

  /** Two power laws, one after the other. */
  BROKEN_POWER("broken power"),

  /** An exponential towards an offset. */
  EXPONENTIAL("exponential"),

  /** A logarithm. */
  LOGARITHM("logarithm");

  private final String label;

  Decision(String label) {
    this.label = label;
  }

  /**
   * Its name in words.
   *
   * @return lower case
   */
  public String label() {
    return label;
  }

  static Decision of(Family family) {
    return switch (family) {
      case CONSTANT -> NO_TREND;
      case POWER -> POWER;
      case POWER_WITH_OFFSET -> POWER_WITH_OFFSET;
      case EXPONENTIAL -> EXPONENTIAL;
      case LOGARITHM -> LOGARITHM;
      case BROKEN_POWER -> BROKEN_POWER;
    };
  }
}
