package io.complexometer.network;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which numbers of a layer's activations make a row: the units of one example, or of one position
 * (pixel, time step) of an example. Where there are more positions than rows to spend, as many of
 * each example are drawn once, and the same rows are read at every sample.
 *
 * <p>Activations are [examples, units], [examples, units, positions..] or, units last, [examples,
 * positions.., units]. Where a layer works on time steps as if they were examples, the first axis
 * is a multiple of the number of examples, and the surplus counts as positions.
 */
final class RowSelection {
  private final int unitAxis;
  private final int units;
  private final int repeated;
  private final int perExample;
  private final int[] positions;

  /**
   * Chooses rows.
   *
   * @param activations of a chunk of examples
   * @param chunk number of examples in the chunk
   * @param examples number of examples of the whole probe
   * @param unitsLast where the units lie
   * @param rowLimit the number of rows not to exceed, unless there are more examples
   * @param seed of the draw
   */
  RowSelection(
      INDArray activations, int chunk, int examples, boolean unitsLast, int rowLimit, long seed) {
    this.unitAxis = unitsLast ? activations.rank() - 1 : 1;
    this.units = Math.toIntExact(activations.size(unitAxis));
    this.repeated = Math.toIntExact(activations.size(0) / chunk);
    int available = Math.toIntExact(activations.length() / units / chunk);
    this.perExample = Math.max(1, Math.min(available, rowLimit / examples));
    this.positions = new int[examples * perExample];
    SplittableRandom random = new SplittableRandom(seed);
    int[] all = new int[available];
    for (int example = 0; example < examples; example++) {
      draw(random, all, example * perExample);
    }
  }

  /** Draws positions without replacement: the first steps of a Fisher-Yates shuffle. */
  private void draw(SplittableRandom random, int[] all, int at) {
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    for (int i = 0; i < perExample; i++) {
      int chosen = perExample == all.length ? i : random.nextInt(i, all.length);
      positions[at + i] = all[chosen];
      all[chosen] = all[i];
    }
  }

  int units() {
    return units;
  }

  int rows() {
    return positions.length;
  }

  int positionsPerExample() {
    return perExample;
  }

  int examplesIn(INDArray activations) {
    return Math.toIntExact(activations.size(0) / repeated);
  }

  long unitStride(INDArray activations) {
    return activations.stride(unitAxis);
  }

  /** Where the first unit of a row lies. */
  long offset(INDArray activations, int example, int row) {
    long rest = positions[row];
    long offset = 0;
    for (int axis = activations.rank() - 1; axis > 0; axis--) {
      if (axis != unitAxis) {
        offset += rest % activations.size(axis) * activations.stride(axis);
        rest /= activations.size(axis);
      }
    }
    return offset + ((long) example * repeated + rest) * activations.stride(0);
  }
}
