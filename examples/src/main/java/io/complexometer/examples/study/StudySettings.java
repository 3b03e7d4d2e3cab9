package io.complexometer.examples.study;

import java.util.List;

/**
 * What is trained, and how long.
 *
 * @param widths units of each of the two hidden layers, one network for each
 * @param seeds of weights, order, shuffled labels: one training for each
 * @param epochs of each training
 * @param batch examples in a batch
 */
public record StudySettings(List<Integer> widths, List<Long> seeds, int epochs, int batch) {
  /** Hidden layers of each network. */
  public static final int HIDDEN_LAYERS = 2;

  /** Most test examples that the probe has. */
  public static final int PROBE_EXAMPLES = 2_000;

  /** Units beyond which the chain takes longer than the training. */
  private static final int CHAIN_UNITS = 256;

  public StudySettings {
    widths = List.copyOf(widths);
    seeds = List.copyOf(seeds);
  }

  /**
   * Up to how many units nonlinearity is measured by the chain of regressions. What is compared has
   * to be measured alike, so it is all of the networks or none.
   */
  int chainLimit() {
    int widest = widths.stream().mapToInt(Integer::intValue).max().orElse(0);
    return widest <= CHAIN_UNITS ? widest : 0;
  }

  /**
   * How nonlinearity is measured.
   *
   * @return the estimator's name
   */
  public String estimator() {
    return chainLimit() > 0 ? "chain" : "tree";
  }
}
