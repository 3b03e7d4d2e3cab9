package io.complexometer.examples.recording;

import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Blocks of consecutive time bins, which are drawn with replacement to see how much an estimate
 * depends on what happened to be recorded: the block bootstrap [1].
 *
 * <p>Neighbouring bins resemble each other, so single bins must not be drawn: what holds together
 * in time is kept together within a block. The blocks do not overlap and differ in length by at
 * most one bin, so that the sums of a block are reckoned once and not for each draw; what is lost
 * against overlapping blocks [2] is of second order.
 *
 * <p>A draw holds copies of the same bins. Of a cross-validated code length they must not be in the
 * training and in the held-out rows at once, or the code would know what it is to predict, and
 * every replicate come out too short. So a copy stays in the fold of its original: whichever way
 * the folds lie across the blocks, no bin is in two folds. A draw that leaves a fold empty is
 * repeated.
 *
 * <p>The variance of replicates about their mean falls short of the true one by a factor of (B -
 * 1)/B for B blocks (exactly so for a mean), which is made up for.
 *
 * <p>[1] E. Carlstein, "The use of subseries values for estimating the variance of a general
 * statistic from a stationary sequence", 1986. [2] H. Künsch, "The jackknife and the bootstrap for
 * general stationary observations", 1989.
 *
 * @param rows number of time bins n
 * @param count number of blocks B
 */
public record Blocks(int rows, int count) {
  /** Fewer say too little about how much they differ. */
  public static final int FEWEST = 10;

  /**
   * As many blocks as asked for.
   *
   * @param rows number of time bins
   * @param count number of blocks
   * @throws IllegalArgumentException if there are fewer than {@value #FEWEST} or more than bins
   */
  public Blocks {
    if (count < FEWEST || count > rows) {
      throw new IllegalArgumentException(
          "%d blocks of %d time bins: from %d blocks to one for each bin can be drawn from"
              .formatted(count, rows, FEWEST));
    }
  }

  /** Where a block begins; of the block after the last, where that ends. */
  int start(int block) {
    return (int) ((long) rows * block / count);
  }

  int length(int block) {
    return start(block + 1) - start(block);
  }

  /** The length of the shortest block, and but for one bin of the longest. */
  int length() {
    return rows / count;
  }

  /** By what the deviation of replicates is multiplied. */
  double correction() {
    return Math.sqrt((double) count / (count - 1));
  }

  /** As many blocks as there are, drawn with replacement, none of the folds left empty. */
  int[] draw(UniformRandomProvider random, Folds folds) {
    int[] drawn = new int[count];
    do {
      for (int i = 0; i < count; i++) {
        drawn[i] = random.nextInt(count);
      }
    } while (foldsSeen(drawn, folds) < Folds.COUNT);
    return drawn;
  }

  private int foldsSeen(int[] drawn, Folds folds) {
    boolean[] seen = new boolean[Folds.COUNT];
    for (int block : drawn) {
      for (int row = start(block); row < start(block + 1); row++) {
        seen[folds.of(row)] = true;
      }
    }
    int count = 0;
    for (boolean there : seen) {
      count += there ? 1 : 0;
    }
    return count;
  }

  /** The rows of the blocks drawn, one block after the other. */
  BinarySamples rows(BinarySamples all, int[] drawn) {
    BinarySamples rows = new BinarySamples(rowsOf(drawn), all.units());
    for (int unit = 0; unit < all.units(); unit++) {
      int at = 0;
      for (int block : drawn) {
        int shift = at - start(block);
        for (int row = start(block); row < start(block + 1); row++) {
          if (all.get(row, unit)) {
            rows.set(row + shift, unit);
          }
        }
        at += length(block);
      }
    }
    return rows;
  }

  /** The folds of the rows drawn: those of the originals. */
  Folds folds(Folds all, int[] drawn) {
    int[] foldOfRow = new int[rowsOf(drawn)];
    int at = 0;
    for (int block : drawn) {
      for (int row = start(block); row < start(block + 1); row++) {
        foldOfRow[at++] = all.of(row);
      }
    }
    return Folds.ofExamples(foldOfRow); // an example's fold is its number mod 5: the fold itself
  }

  private int rowsOf(int[] drawn) {
    int rowsDrawn = 0;
    for (int block : drawn) {
      rowsDrawn += length(block);
    }
    return rowsDrawn;
  }
}
