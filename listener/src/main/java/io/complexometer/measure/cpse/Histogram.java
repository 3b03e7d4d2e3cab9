package io.complexometer.measure.cpse;

import io.complexometer.measure.spectrum.WeightSpectrum;

/**
 * How often the cycled spectrum of one layer falls into each bin.
 *
 * <p>The spectrum of N values repeated up to N_max = qN + r is never written out: its histogram is
 * q times that of the spectrum plus that of its first r values.
 */
final class Histogram {
  private final long[] counts;

  private Histogram(long[] counts) {
    this.counts = counts;
  }

  /** Counts eigenvalue / divisor; a divisor of 0 (a zero layer) puts everything at 0. */
  static Histogram of(WeightSpectrum spectrum, double divisor, Bins bins, int widestOrder) {
    int order = spectrum.order();
    long cycles = widestOrder / order;
    int rest = widestOrder % order;
    long[] counts = new long[Bins.COUNT];
    for (int i = 0; i < spectrum.stored(); i++) {
      double value = divisor == 0 ? 0 : spectrum.eigenvalue(i) / divisor;
      counts[bins.of(value)] += i < rest ? cycles + 1 : cycles;
    }
    int zeros = order - spectrum.stored();
    if (zeros > 0) {
      counts[bins.of(0)] += cycles * zeros + Math.max(0, rest - spectrum.stored());
    }
    return new Histogram(counts);
  }

  long count(int bin) {
    return counts[bin];
  }
}
