package io.complexometer.measure.cpse;

/**
 * Sums over layers, for each bin: in integers, so that neither cancellation nor the order of the
 * additions can show in a result.
 *
 * @param counts S1, the sum of the layers' counts
 * @param squares S2, the sum of their squares
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Tally(long[] counts, long[] squares) {
  static final Tally EMPTY = new Tally(new long[Bins.COUNT], new long[Bins.COUNT]);

  Tally plus(Histogram histogram) {
    long[] newCounts = counts.clone();
    long[] newSquares = squares.clone();
    for (int bin = 0; bin < Bins.COUNT; bin++) {
      long count = histogram.count(bin);
      newCounts[bin] += count;
      newSquares[bin] = Math.addExact(newSquares[bin], Math.multiplyExact(count, count));
    }
    return new Tally(newCounts, newSquares);
  }
}
