package io.complexometer.network;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where the units of an example, at one of its positions (pixel, time step), lie in a layer's
 * activations.
 *
 * <p>Activations are [examples, units], [examples, units, positions..] or, units last, [examples,
 * positions.., units]. Where a layer works on time steps as if they were examples, the first axis
 * is a multiple of the number of examples: the surplus counts as positions. Deeplearning4j lays
 * them out with the examples running fastest (all examples at the first step, all at the second..),
 * and so are stacked inputs and blocks made of pixels.
 *
 * @param unitAxis the axis of the units
 * @param units how many
 * @param repeated how often each example stands on the first axis
 * @param inner number of positions on the other axes
 */
record RowLayout(int unitAxis, int units, int repeated, int inner) {

  /**
   * The layout of a layer.
   *
   * @param activations of a chunk of examples
   * @param examples number of examples in the chunk
   * @param unitsLast where the units lie
   * @return empty if the first axis does not consist of the examples
   */
  static Optional<RowLayout> of(INDArray activations, int examples, boolean unitsLast) {
    if (activations.rank() < 2
        || activations.length() == 0
        || activations.size(0) % examples != 0) {
      return Optional.empty();
    }
    int unitAxis = unitsLast ? activations.rank() - 1 : 1;
    long units = activations.size(unitAxis);
    return Optional.of(
        new RowLayout(
            unitAxis,
            Math.toIntExact(units),
            Math.toIntExact(activations.size(0) / examples),
            Math.toIntExact(activations.length() / activations.size(0) / units)));
  }

  /** Number of positions of an example: those of its first turn, then those of the second.. */
  int positions() {
    return Math.multiplyExact(repeated, inner);
  }

  /**
   * Number of examples in a chunk.
   *
   * @throws IllegalArgumentException if the chunk is laid out differently
   */
  int examplesIn(INDArray activations) {
    boolean same =
        activations.rank() > unitAxis
            && activations.size(unitAxis) == units
            && activations.size(0) % repeated == 0
            && activations.length() == activations.size(0) * inner * units;
    if (!same) {
      throw new IllegalArgumentException(
          "activations of shape %s, where an example had %d units at %d positions before"
              .formatted(Arrays.toString(activations.shape()), units, positions()));
    }
    return Math.toIntExact(activations.size(0) / repeated);
  }

  /** Where the first unit of each position of the chunk's first example lies. */
  long[] offsets(INDArray activations) {
    long turn = (long) examplesIn(activations) * activations.stride(0);
    long[] offsets = new long[positions()];
    for (int position = 0; position < offsets.length; position++) {
      long rest = position;
      for (int axis = activations.rank() - 1; axis > 0; axis--) {
        if (axis != unitAxis) {
          offsets[position] += rest % activations.size(axis) * activations.stride(axis);
          rest /= activations.size(axis);
        }
      }
      offsets[position] += rest * turn;
    }
    return offsets;
  }
}
