package io.complexometer.measure.nonlinearity;

import java.util.stream.IntStream;

/**
 * Which rows are held out together when an estimator is cross-validated: {@value #COUNT} folds,
 * each held out once. Rows of one example belong together, or what is held out would be known
 * already.
 */
public final class Folds {
  /** The number of folds. */
  public static final int COUNT = 5;

  private final int[] foldOfRow;

  private Folds(int[] foldOfRow) {
    this.foldOfRow = foldOfRow;
  }

  /**
   * Folds by example: that of example i is i mod {@value #COUNT}.
   *
   * @param exampleOfRow the example of each row, not negative
   * @return the folds
   */
  public static Folds ofExamples(int[] exampleOfRow) {
    return new Folds(IntStream.of(exampleOfRow).map(example -> example % COUNT).toArray());
  }

  /**
   * Folds of rows that are an example each: that of row i is i mod {@value #COUNT}.
   *
   * @param rows number of rows n
   * @return the folds
   */
  public static Folds interleaved(int rows) {
    return ofExamples(IntStream.range(0, rows).toArray());
  }

  /**
   * Folds of rows in the order of time, one stretch each: that of row i is floor({@value #COUNT} i
   * / n).
   *
   * @param rows number of rows n
   * @return the folds
   */
  public static Folds blocked(int rows) {
    return new Folds(IntStream.range(0, rows).map(i -> (int) ((long) COUNT * i / rows)).toArray());
  }

  /**
   * The number of rows.
   *
   * @return n
   */
  public int rows() {
    return foldOfRow.length;
  }

  /**
   * The fold of a row.
   *
   * @param row the row
   * @return from 0 to {@value #COUNT} - 1
   */
  public int of(int row) {
    return foldOfRow[row];
  }
}
