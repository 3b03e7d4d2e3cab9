package io.complexometer.examples.study;

import io.complexometer.examples.data.LabelledData;

/** What there is to learn. */
public enum Labels {
  /** The classes of the examples. */
  TRUE("true"),

  /** The same labels, dealt out at random: what is learnt then is learnt by heart. */
  SHUFFLED("shuffled");

  private final String label;

  Labels(String label) {
    this.label = label;
  }

  /**
   * Its name in tables.
   *
   * @return lower case
   */
  public String label() {
    return label;
  }

  LabelledData of(LabelledData data, long seed) {
    return this == TRUE ? data : data.withShuffledLabels(seed);
  }
}
