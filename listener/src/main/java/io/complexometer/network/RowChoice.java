package io.complexometer.network;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which rows of a layer's activations are to be kept.
 *
 * @param examples number of examples of the whole probe
 * @param rowLimit the number of rows not to exceed, unless there are more examples; whatever is
 *     asked for, never more than {@value #LARGEST_ROW_LIMIT}
 * @param flatten whether all numbers of an example are one row, instead of the units of one
 *     position
 * @param mask of what the layer gives out: [examples, positions] or [examples, time], not 0 where a
 *     position or time step counts
 * @param seed of the draw of positions
 */
record RowChoice(int examples, int rowLimit, boolean flatten, Optional<INDArray> mask, long seed) {

  /** 16 MB of row numbers a layer. */
  static final int LARGEST_ROW_LIMIT = 1 << 22;

  RowChoice {
    rowLimit = Math.min(rowLimit, LARGEST_ROW_LIMIT);
    mask.ifPresent(
        array -> {
          if (array.rank() != 2 || array.size(0) != examples) {
            throw new IllegalArgumentException(
                "a mask of shape %s on %d examples: it must be [examples, positions]"
                    .formatted(Arrays.toString(array.shape()), examples));
          }
        });
  }

  /** The most rows that an example may have. */
  int rowsPerExample() {
    return Math.max(1, rowLimit / examples);
  }
}
