package io.complexometer.measure.cpse;

/**
 * Equal-width bins [e_i, e_{i+1}), the last one closed.
 *
 * <p>A range that is a single value up to rounding (a zero layer, an orthogonal one) would scatter
 * its values by their last bit; all of them are counted in the middle bin instead.
 *
 * @param low the first edge
 * @param high the last edge
 */
record Bins(double low, double high) {
  static final int COUNT = 10;
  static final Bins UNIT = new Bins(0, 1);
  private static final double DEGENERATE = 1e-12;

  /** Bins over both ranges; a missing one (null) adds nothing. */
  Bins and(Bins other) {
    return other == null ? this : new Bins(Math.min(low, other.low), Math.max(high, other.high));
  }

  boolean isDegenerate() {
    return high - low <= DEGENERATE * Math.max(Math.abs(low), Math.abs(high));
  }

  /** The lower edge of a bin; that of bin {@link #COUNT} is the end of the range. */
  double edge(int bin) {
    return bin == COUNT ? high : low + bin * ((high - low) / COUNT);
  }

  /** The bin of a value within the range: a guess by division, put right against the edges. */
  int of(double value) {
    if (isDegenerate()) {
      return COUNT / 2;
    }
    int bin = Math.min(COUNT - 1, (int) ((value - low) / ((high - low) / COUNT)));
    if (value < edge(bin)) {
      return bin - 1;
    }
    return bin < COUNT - 1 && value >= edge(bin + 1) ? bin + 1 : bin;
  }
}
