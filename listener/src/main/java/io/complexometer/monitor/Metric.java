package io.complexometer.monitor;

import java.util.Locale;

/**
 * One kind of published number: a row of the table of metrics. Metrics of one name share scope,
 * unit and description, and have either all a profile or none.
 *
 * @param measure the measure that it belongs to, for example {@code cpse}; all metrics of a measure
 *     are measured together
 * @param name dotted lower-case name without the prefix, for example {@code effective.dimension};
 *     in camel case it must not be a field that every logged sample has ({@code iteration}, {@code
 *     layers}, ..)
 * @param profile which definition of the measure, in camel case, or empty where there is only one
 * @param scope what a number of this kind belongs to
 * @param unit unit in words; empty for a pure number
 * @param description one sentence for help texts and tables, with its full stop
 */
public record Metric(
    String measure, String name, String profile, Scope scope, String unit, String description) {

  /** What a number belongs to. */
  public enum Scope {
    /** The whole network. */
    NETWORK,
    /** One layer. */
    LAYER,
    /** One weight matrix: a layer may own several. */
    MATRIX
  }

  /**
   * The name in one word: what the metric is called in a sample log, and on a command line.
   *
   * @return in camel case, {@code effectiveDimension}
   */
  public String key() {
    StringBuilder key = new StringBuilder();
    for (String word : name.split("\\.", -1)) {
      key.append(key.isEmpty() ? word : capitalised(word));
    }
    return key.toString();
  }

  private static String capitalised(String word) {
    return word.isEmpty()
        ? word
        : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /**
   * Whether its numbers are logarithms: of them differences count, and not ratios.
   *
   * @return true for cPSE
   */
  public boolean isLogarithmic() {
    return unit.startsWith("log");
  }
}
