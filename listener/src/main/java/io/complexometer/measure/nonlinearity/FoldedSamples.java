package io.complexometer.measure.nonlinearity;

import java.util.stream.IntStream;

/**
 * Binary samples without the constant units, their rows regrouped so that each fold has words of
 * its own: what is counted on the words of all folds but one is counted on that fold's training
 * rows.
 *
 * <p>{@code words[w][unit]} holds 32 rows of a unit, and the units' words lie side by side. A loop
 * over units that counts how often each is on together with one of them then compiles to vector
 * instructions, where the processor has a vector population count (AVX-512). It does so for {@code
 * Integer.bitCount} from Java 17 on, for {@code Long.bitCount} only in later versions: 32 rows a
 * word are 3 times as fast as 64 under Java 17, and no slower under Java 25.
 */
final class FoldedSamples {
  /** In place of a fold where no rows are held out. */
  static final int NONE = -1;

  private final int rows;
  private final int units;
  private final int[] rowsOfFold = new int[Folds.COUNT];
  private final int[] firstWord = new int[Folds.COUNT + 1];
  private final int[][] words;

  /**
   * Regroups samples.
   *
   * @throws IllegalArgumentException if the folds are not of as many rows
   */
  FoldedSamples(BinarySamples samples, Folds folds) {
    if (folds.rows() != samples.rows()) {
      throw new IllegalArgumentException(
          "folds of %d rows for samples of %d".formatted(folds.rows(), samples.rows()));
    }
    int[] varying = samples.varyingUnits();
    this.rows = samples.rows();
    this.units = varying.length;
    int[] place = places(folds);
    this.words = new int[firstWord[Folds.COUNT]][units];
    int[] column = new int[words.length];
    for (int unit = 0; unit < units; unit++) {
      fillColumn(samples, varying[unit], place, column);
      for (int word = 0; word < column.length; word++) {
        words[word][unit] = column[word];
        column[word] = 0;
      }
    }
  }

  /** The bit at which each row ends up, the folds being one after the other. */
  private int[] places(Folds folds) {
    for (int row = 0; row < rows; row++) {
      rowsOfFold[folds.of(row)]++;
    }
    int[] next = new int[Folds.COUNT];
    for (int fold = 0; fold < Folds.COUNT; fold++) {
      next[fold] = firstWord[fold] * Integer.SIZE;
      firstWord[fold + 1] = firstWord[fold] + (rowsOfFold[fold] + Integer.SIZE - 1) / Integer.SIZE;
    }
    return IntStream.range(0, rows).map(row -> next[folds.of(row)]++).toArray();
  }

  private static void fillColumn(BinarySamples samples, int unit, int[] place, int[] column) {
    int start = unit * samples.stride();
    for (int i = 0; i < samples.stride(); i++) {
      long on = samples.words()[start + i];
      while (on != 0) {
        int row = i * Long.SIZE + Long.numberOfTrailingZeros(on);
        column[place[row] / Integer.SIZE] |= 1 << place[row];
        on &= on - 1;
      }
    }
  }

  /** Number of units that are not constant over all rows. */
  int units() {
    return units;
  }

  /** Number of rows in a fold, of all rows if there is {@link #NONE}. */
  int rows(int fold) {
    return fold == NONE ? rows : rowsOfFold[fold];
  }

  /** Number of rows outside a fold. */
  int trainingRows(int fold) {
    return fold == NONE ? rows : rows - rowsOfFold[fold];
  }

  /** The words of the rows outside a fold; not to be changed. */
  int[][] trainingWords(int fold) {
    return IntStream.range(0, words.length)
        .filter(word -> fold == NONE || word < firstWord[fold] || word >= firstWord[fold + 1])
        .mapToObj(word -> words[word])
        .toArray(int[][]::new);
  }

  /** The words of the rows in a fold; not to be changed. */
  int[][] heldOutWords(int fold) {
    return IntStream.range(firstWord[fold], firstWord[fold + 1])
        .mapToObj(word -> words[word])
        .toArray(int[][]::new);
  }

  /** In how many rows of some words two units are on together; a unit and itself: is on. */
  static int together(int[][] words, int one, int other) {
    int count = 0;
    for (int[] word : words) {
      count += Integer.bitCount(word[one] & word[other]);
    }
    return count;
  }
}
