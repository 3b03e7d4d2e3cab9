package io.complexometer.network;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Slots for examples of one input of a network. Sequences may differ in length from batch to batch:
 * the slots grow to the longest, shorter ones are padded with zeros at their end and masked.
 */
final class DrawnExamples {
  private final INDArray[] masks; // of each slot, null where all counts
  private final long[][] shapes; // of each slot, [1, ..]
  private INDArray slots;
  private int timeAxis = -1; // the axis on which shapes differ

  DrawnExamples(int size) {
    this.masks = new INDArray[size];
    this.shapes = new long[size][];
  }

  /**
   * Puts an example into a slot.
   *
   * @param slot which
   * @param batch of features
   * @param mask of the batch
   * @param row which of the batch
   */
  void put(int slot, INDArray batch, Optional<INDArray> mask, int row) {
    INDArray example = batch.get(rows(batch, row, row + 1));
    reserve(example);
    slots.get(rows(slots, slot, slot + 1)).assign(0); // what is there may be longer
    INDArrayIndex[] place = rows(slots, slot, slot + 1);
    if (timeAxis > 0) {
      place[timeAxis] = NDArrayIndex.interval(0, example.size(timeAxis));
    }
    slots.get(place).assign(example);
    shapes[slot] = example.shape();
    masks[slot] = mask.map(all -> all.get(rows(all, row, row + 1)).dup('c')).orElse(null);
  }

  private static INDArrayIndex[] rows(INDArray array, int from, int to) {
    INDArrayIndex[] index = new INDArrayIndex[array.rank()];
    Arrays.fill(index, NDArrayIndex.all());
    index[0] = NDArrayIndex.interval(from, to);
    return index;
  }

  /** Makes room for an example of this shape. */
  private void reserve(INDArray example) {
    if (slots == null) {
      slots = Nd4j.create(example.dataType(), withSize(example.shape(), 0, masks.length));
      return;
    }
    boolean sameRank = example.rank() == slots.rank();
    int[] differing =
        IntStream.range(1, sameRank ? slots.rank() : 1)
            .filter(axis -> example.size(axis) != slots.size(axis))
            .toArray();
    boolean sequences =
        example.rank() <= 3 && (timeAxis < 0 || differing.length == 0 || differing[0] == timeAxis);
    if (!sameRank || differing.length > 1 || (differing.length == 1 && !sequences)) {
      throw new IllegalArgumentException(
          "a probe cannot hold examples of shapes %s and %s: only the lengths of sequences may differ"
              .formatted(text(withSize(slots.shape(), 0, 1)), text(example.shape())));
    }
    if (differing.length == 1) {
      timeAxis = differing[0];
      grow(example.size(timeAxis));
    }
  }

  private void grow(long length) {
    if (length > slots.size(timeAxis)) {
      INDArray longer = Nd4j.create(slots.dataType(), withSize(slots.shape(), timeAxis, length));
      INDArrayIndex[] place = rows(longer, 0, masks.length);
      place[timeAxis] = NDArrayIndex.interval(0, slots.size(timeAxis));
      longer.get(place).assign(slots);
      slots = longer;
    }
  }

  private static long[] withSize(long[] shape, int axis, long size) {
    long[] changed = shape.clone();
    changed[axis] = size;
    return changed;
  }

  private static String text(long[] shape) {
    return Arrays.toString(shape);
  }

  /**
   * The features in the first slots.
   *
   * @param count how many
   * @return [count, ..]
   */
  INDArray features(int count) {
    return count == masks.length ? slots : slots.get(rows(slots, 0, count)).dup('c');
  }

  /**
   * The masks in the first slots.
   *
   * @param count how many
   * @return [count, time], or as the batches had them; empty if nothing is masked
   */
  Optional<INDArray> mask(int count) {
    INDArray first = Arrays.stream(masks).filter(mask -> mask != null).findFirst().orElse(null);
    if (timeAxis > 0) {
      return Optional.of(paddingMask(count));
    } else if (first == null) {
      return Optional.empty();
    }
    INDArray all = Nd4j.ones(DataType.FLOAT, withSize(first.shape(), 0, count));
    for (int i = 0; i < count; i++) {
      if (masks[i] != null) {
        requireShape(first.shape(), masks[i]);
        all.get(rows(all, i, i + 1)).assign(masks[i]);
      }
    }
    return Optional.of(all);
  }

  private INDArray paddingMask(int count) {
    INDArray all = Nd4j.zeros(DataType.FLOAT, count, slots.size(timeAxis));
    for (int i = 0; i < count; i++) {
      long length = shapes[i][timeAxis];
      INDArray own = all.get(NDArrayIndex.interval(i, i + 1), NDArrayIndex.interval(0, length));
      if (masks[i] == null) {
        own.assign(1);
      } else {
        requireShape(new long[] {1, length}, masks[i]);
        own.assign(masks[i]);
      }
    }
    return all;
  }

  private static void requireShape(long[] expected, INDArray mask) {
    if (!Arrays.equals(expected, mask.shape())) {
      throw new IllegalArgumentException(
          "a mask of shape %s does not fit beside others, or its own sequence: %s is wanted"
              .formatted(text(mask.shape()), text(expected)));
    }
  }
}
