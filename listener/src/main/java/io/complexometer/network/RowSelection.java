package io.complexometer.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The rows of a layer: which positions of which examples. Where there are more positions than rows
 * to spend, as many of each example are drawn once, and the same rows are read at every sample.
 * Positions that are masked are no rows; an example of fewer positions has fewer rows.
 *
 * <p>The rows of an example follow each other, and the examples are in order.
 */
final class RowSelection {
  /** Tells the positions that count from those that are masked. */
  private interface Mask {
    boolean counts(int example, int position);
  }

  private final int[] firstRow; // of each example, and the end
  private final int[] exampleOfRow;
  private final int[] positionOfRow;
  private final Mask mask;

  private RowSelection(int[] firstRow, int[] exampleOfRow, int[] positionOfRow, Mask mask) {
    this.firstRow = firstRow;
    this.exampleOfRow = exampleOfRow;
    this.positionOfRow = positionOfRow;
    this.mask = mask;
  }

  /**
   * Draws the rows.
   *
   * @param layout of the layer's activations
   * @param choice which rows are wanted; if flattened, each example is one row
   * @return the rows; empty if the mask has another number of time steps than the activations
   */
  static Optional<RowSelection> draw(RowLayout layout, RowChoice choice) {
    Optional<Mask> mask =
        choice.mask().isEmpty()
            ? Optional.of((example, position) -> true)
            : mask(layout, choice.mask().get());
    return mask.map(found -> drawFrom(layout, choice, found));
  }

  private static Optional<Mask> mask(RowLayout layout, INDArray array) {
    int steps = Math.toIntExact(array.size(1));
    double[] valid = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    if (layout.positions() == steps) {
      return Optional.of((example, position) -> valid[example * steps + position] != 0);
    } else if (layout.positions() == 1) { // what the time steps together led to
      boolean[] any = new boolean[valid.length / steps];
      IntStream.range(0, valid.length).forEach(i -> any[i / steps] |= valid[i] != 0);
      return Optional.of((example, position) -> any[example]);
    } else if (layout.repeated() == steps) { // an image at each time step
      int inner = layout.inner();
      return Optional.of((example, position) -> valid[example * steps + position / inner] != 0);
    }
    return Optional.empty();
  }

  private static RowSelection drawFrom(RowLayout layout, RowChoice choice, Mask mask) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(choice.seed());
    int[] available = new int[layout.positions()];
    int most = choice.flatten() ? 1 : Math.min(choice.rowsPerExample(), available.length);
    int[] firstRow = new int[choice.examples() + 1];
    int[] positions = new int[choice.examples() * most];
    for (int example = 0; example < choice.examples(); example++) {
      int count = 0;
      for (int position = 0; position < available.length; position++) {
        if (mask.counts(example, position)) {
          available[count++] = position;
        }
      }
      int from = firstRow[example];
      int to = from + Math.min(most, count);
      if (!choice.flatten()) {
        draw(random, available, count, positions, from, to);
      }
      firstRow[example + 1] = to;
    }
    int rows = firstRow[choice.examples()];
    int[] exampleOfRow = new int[rows];
    for (int example = 0; example < choice.examples(); example++) {
      Arrays.fill(exampleOfRow, firstRow[example], firstRow[example + 1], example);
    }
    return new RowSelection(firstRow, exampleOfRow, Arrays.copyOf(positions, rows), mask);
  }

  /** Draws without replacement, the first steps of a Fisher-Yates shuffle; in ascending order. */
  private static void draw(
      UniformRandomProvider random, int[] available, int count, int[] target, int from, int to) {
    boolean all = to - from == count;
    for (int i = 0; i < to - from; i++) {
      int chosen = all ? i : i + random.nextInt(count - i);
      target[from + i] = available[chosen];
      available[chosen] = available[i];
    }
    Arrays.sort(target, from, to);
  }

  /** Number of rows. */
  int rows() {
    return exampleOfRow.length;
  }

  /** The first row of an example, or of those that follow if it has none. */
  int firstRow(int example) {
    return firstRow[example];
  }

  int example(int row) {
    return exampleOfRow[row];
  }

  int position(int row) {
    return positionOfRow[row];
  }

  /** Whether a position is not masked. */
  boolean counts(int example, int position) {
    return mask.counts(example, position);
  }

  /** The example of each row. */
  int[] examples() {
    return exampleOfRow.clone();
  }
}
