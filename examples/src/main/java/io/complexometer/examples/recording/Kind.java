package io.complexometer.examples.recording;

import java.util.Locale;

/** What the numbers of a recording are, and so what can be measured. */
public enum Kind {
  /** Only 0 and 1: silent or active. */
  BINARY("only 0 and 1"),
  /** Numbers of spikes: an entropy of active or not, a dimension of the numbers. */
  COUNTS("whole numbers from 0"),
  /** Anything that is measured: a dimension only. */
  CONTINUOUS("any numbers");

  private final String range;

  Kind(String range) {
    this.range = range;
  }

  /**
   * The word for options, tables and files.
   *
   * @return the name in lower case
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Which numbers there may be. */
  String range() {
    return range;
  }

  boolean holds(double value) {
    return switch (this) {
      case BINARY -> value == 0 || value == 1;
      case COUNTS -> value >= 0 && value == Math.rint(value);
      case CONTINUOUS -> true;
    };
  }
}
