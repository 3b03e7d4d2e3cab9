package io.complexometer.monitor;

import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.Optional;

/**
 * One metric at one place of one network: what becomes a line in a plot.
 *
 * @param metric what is measured
 * @param layer the layer, where the metric's scope is {@code LAYER} or {@code MATRIX}
 * @param matrix the weight matrix, where the metric's scope is {@code MATRIX}
 */
public record Series(Metric metric, Optional<Layer> layer, Optional<WeightMatrix> matrix) {

  /** The training score, which every sample has beside its readings. */
  public static final Series SCORE =
      of(
          new Metric(
              "training",
              "score",
              "",
              Metric.Scope.NETWORK,
              "",
              "Training score (loss) at the newest sample."));

  /**
   * A series of the whole network.
   *
   * @param metric a metric of scope {@code NETWORK}
   * @return the series
   */
  public static Series of(Metric metric) {
    return new Series(metric, Optional.empty(), Optional.empty());
  }

  /**
   * A series of a layer.
   *
   * @param metric a metric of scope {@code LAYER}
   * @param layer its layer
   * @return the series
   */
  public static Series of(Metric metric, Layer layer) {
    return new Series(metric, Optional.of(layer), Optional.empty());
  }

  /**
   * A series of a weight matrix.
   *
   * @param metric a metric of scope {@code MATRIX}
   * @param matrix its matrix
   * @return the series
   */
  public static Series of(Metric metric, WeightMatrix matrix) {
    return new Series(metric, Optional.of(matrix.layer()), Optional.of(matrix));
  }

  /**
   * The series in one word, as {@link SeriesPattern} reads it.
   *
   * @return {@code cpse.scaleFree}, {@code effectiveDimension/dense1}, {@code stableRank/dense1/W}
   */
  public String label() {
    return metric.key()
        + (metric.profile().isEmpty() ? "" : "." + metric.profile())
        + layer.map(one -> "/" + one.name()).orElse("")
        + matrix.map(one -> "/" + one.parameter()).orElse("");
  }
}
