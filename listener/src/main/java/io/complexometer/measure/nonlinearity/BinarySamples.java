package io.complexometer.measure.nonlinearity;

import java.util.stream.IntStream;

/**
 * Rows of zeros and ones: which units are on in which sample.
 *
 * <p>They are packed 64 rows to a word, unit after unit, so that how often two units are on
 * together costs one AND and one population count for 64 rows. Whoever fills them hands them over
 * afterwards: nobody may read meanwhile.
 */
public final class BinarySamples {
  private final int rows;
  private final int units;
  private final int stride;
  private final long[] words;

  /**
   * Samples in which everything is off.
   *
   * @param rows number of samples n, at least 1
   * @param units number of units d, not negative
   * @throws IllegalArgumentException if there are fewer, or more bits than an array of words holds
   */
  public BinarySamples(int rows, int units) {
    this.stride = (rows + Long.SIZE - 1) / Long.SIZE;
    if (rows < 1 || units < 0 || (long) stride * units > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "cannot hold %d rows of %d units: between 1 row and 2^31 words of 64 rows"
              .formatted(rows, units));
    }
    this.rows = rows;
    this.units = units;
    this.words = new long[stride * units];
  }

  /**
   * The number of samples n.
   *
   * @return at least 1
   */
  public int rows() {
    return rows;
  }

  /**
   * The number of units d.
   *
   * @return not negative
   */
  public int units() {
    return units;
  }

  /**
   * Turns a unit on.
   *
   * @param row the sample
   * @param unit the unit
   */
  public void set(int row, int unit) {
    words[unit * stride + (row >> 6)] |= 1L << row;
  }

  /**
   * Whether a unit is on.
   *
   * @param row the sample
   * @param unit the unit
   * @return whether
   */
  public boolean get(int row, int unit) {
    return (words[unit * stride + (row >> 6)] >>> row & 1) != 0;
  }

  /**
   * In how many samples a unit is on.
   *
   * @param unit the unit
   * @return from 0 to n
   */
  public int count(int unit) {
    int count = 0;
    for (int i = unit * stride; i < (unit + 1) * stride; i++) {
      count += Long.bitCount(words[i]);
    }
    return count;
  }

  /**
   * The units that are on in some samples and off in others; all others add no entropy.
   *
   * @return their indices, ascending
   */
  public int[] varyingUnits() {
    return IntStream.range(0, units)
        .filter(
            unit -> {
              int count = count(unit);
              return count > 0 && count < rows;
            })
        .toArray();
  }

  /**
   * Words of one unit: row r is bit r mod 64 of word r / 64, and bits beyond the last row are 0.
   */
  int stride() {
    return stride;
  }

  /** All words, unit after unit: word i of a unit is at unit * stride + i. Not to be changed. */
  long[] words() {
    return words;
  }
}
