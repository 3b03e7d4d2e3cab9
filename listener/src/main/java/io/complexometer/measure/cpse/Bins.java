package io.complexometer.measure.cpse;

/**
 * Equal-width bins [e_i, e_{i+1}), the last one closed.
 *
 * <p>A range that is a single value up to rounding (a zero layer, an orthogonal one) would scatter
 * its values by their last bit; all of them are counted in the middle bin instead.
 */
final class Bins {
  static final int COUNT = 10;
  private static final double DEGENERATE = 1e-12;

  private final double low;
  private final double width;
  private final double high;
  private final boolean degenerate;

  Bins(double low, double high) {
    this.low = low;
    this.high = high;
    this.width = (high - low) / COUNT;
    this.degenerate = high - low <= DEGENERATE * Math.max(Math.abs(low), Math.abs(high));
  }

  /** The bin of a value within the range: a guess by division, put right against the edges. */
  int of(double value) {
    if (degenerate) {
      return COUNT / 2;
    }
    int bin = Math.min(COUNT - 1, (int) ((value - low) / width));
    if (value < edge(bin)) {
      return bin - 1;
    }
    return bin < COUNT - 1 && value >= edge(bin + 1) ? bin + 1 : bin;
  }

  private double edge(int index) {
    return index == COUNT ? high : low + index * width;
  }
}
