package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.LogLogSlope;
import java.util.List;

/**
 * Measures of a run against each other.
 *
 * @param name of the file
 * @param contents what it holds, in a few words
 * @param all what was asked for, at least one
 * @param notices sentences: what was left out
 */
public record Slopes(String name, String contents, List<One> all, List<String> notices) {

  /**
   * One measure against another.
   *
   * @param y name of the one
   * @param x name of the other
   * @param slope of ln y over ln x
   */
  public record One(String y, String x, LogLogSlope slope) {}

  public Slopes {
    all = List.copyOf(all);
    notices = List.copyOf(notices);
  }
}
