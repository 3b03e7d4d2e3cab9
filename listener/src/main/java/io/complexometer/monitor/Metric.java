package io.complexometer.monitor;

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
}
