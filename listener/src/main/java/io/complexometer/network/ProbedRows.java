package io.complexometer.network;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which rows of a layer's activations a probe keeps, where a layer has many positions (pixels, time
 * steps).
 *
 * @param limit the number of rows of a layer not to exceed, unless there are more examples
 * @param flatten whether all numbers of an example are one row, [channels x height x width],
 *     instead of the units of one position
 * @param seed of the draw of positions
 */
public record ProbedRows(int limit, boolean flatten, long seed) {
  /** The usual limit. */
  public static final int LIMIT = 4096;

  public ProbedRows {
    if (limit < 1) {
      throw new IllegalArgumentException("the limit of rows must be at least 1: " + limit);
    }
  }

  RowChoice choice(int examples, Optional<INDArray> mask, int layer) {
    return new RowChoice(examples, limit, flatten, mask, seed + layer);
  }
}
