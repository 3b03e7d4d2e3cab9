package io.complexometer.examples.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Cuts arrays into batches, pass after pass, by copying the rows that a batch asks for. */
final class Batches {

  private final int batchSize;

  /** One split of it orders one pass; empty where the order is that of the arrays. */
  private final Optional<SplittableRandom> passes;

  private Batches(int batchSize, Optional<SplittableRandom> passes) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("a batch needs at least 1 example, not " + batchSize);
    }
    this.batchSize = batchSize;
    this.passes = passes;
  }

  static Batches inOrder(int batchSize) {
    return new Batches(batchSize, Optional.empty());
  }

  static Batches shuffled(int batchSize, long seed) {
    return new Batches(batchSize, Optional.of(new SplittableRandom(seed)));
  }

  /** One pass over the examples; its order is drawn with its first batch. */
  Iterator<DataSet> pass(INDArray features, INDArray labels) {
    int examples = (int) features.size(0);
    return new Iterator<>() {
      private int[] order = {};
      private int position;

      @Override
      public boolean hasNext() {
        return position < examples;
      }

      @Override
      public DataSet next() {
        if (!hasNext()) {
          throw new NoSuchElementException("the pass over " + examples + " examples is over");
        }
        if (position == 0) {
          order = order(examples);
        }
        int end = Math.min(position + batchSize, examples);
        int[] rows = Arrays.copyOfRange(order, position, end);
        position = end;
        return new DataSet(rows(features, rows), rows(labels, rows));
      }
    };
  }

  private int[] order(int examples) {
    int[] order = IntStream.range(0, examples).toArray();
    passes.map(SplittableRandom::split).ifPresent(random -> shuffle(order, random));
    return order;
  }

  /** Fisher and Yates, from {@code nextDouble} alone: its numbers are the same on every JDK. */
  static void shuffle(int[] order, SplittableRandom random) {
    for (int last = order.length - 1; last > 0; last--) {
      int other = (int) (random.nextDouble() * (last + 1));
      int swapped = order[last];
      order[last] = order[other];
      order[other] = swapped;
    }
  }

  /** A copy of some examples: rows of the matrix [examples, everything else]. */
  static INDArray rows(INDArray array, int[] rows) {
    long[] shape = array.shape().clone(); // shape() hands out the array's own
    long width = array.length() / shape[0];
    shape[0] = rows.length;
    return Nd4j.pullRows(array.reshape('c', array.size(0), width), 1, rows).reshape('c', shape);
  }
}
