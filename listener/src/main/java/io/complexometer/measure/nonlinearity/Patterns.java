package io.complexometer.measure.nonlinearity;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Rows of binary samples as whole patterns. */
final class Patterns {
  private Patterns() {}

  /** How often each pattern was seen; constant units tell none apart and are left out. */
  static Collection<Integer> counts(BinarySamples samples) {
    int[] units = samples.varyingUnits();
    int length = (units.length + Long.SIZE - 1) / Long.SIZE;
    Map<Pattern, Integer> counts = new HashMap<>();
    long[][] rows = new long[Long.SIZE][length];
    for (int i = 0; i < samples.stride(); i++) { // 64 rows at a time
      for (int k = 0; k < units.length; k++) {
        long on = samples.words()[units[k] * samples.stride() + i];
        for (; on != 0; on &= on - 1) {
          rows[Long.numberOfTrailingZeros(on)][k / Long.SIZE] |= 1L << k;
        }
      }
      int filled = Math.min(Long.SIZE, samples.rows() - i * Long.SIZE);
      for (int row = 0; row < filled; row++) {
        counts.merge(new Pattern(rows[row].clone()), 1, Integer::sum);
        Arrays.fill(rows[row], 0);
      }
    }
    return counts.values();
  }

  /** The bits of a row, 64 to a word. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its entries
  private record Pattern(long[] words) {

    @Override
    public boolean equals(Object other) {
      return other instanceof Pattern pattern && Arrays.equals(words, pattern.words);
    }

    /** Mixes high bits into low ones: units repeated at a distance of 32 must not cancel out. */
    @Override
    public int hashCode() {
      long hash = 0;
      for (long word : words) {
        hash = (hash ^ word) * 0x9E3779B97F4A7C15L; // 2^64 over the golden ratio
        hash ^= hash >>> 32;
      }
      return (int) hash;
    }
  }
}
