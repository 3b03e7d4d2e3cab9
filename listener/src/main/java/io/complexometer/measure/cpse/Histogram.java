package io.complexometer.measure.cpse;

import io.complexometer.measure.spectrum.WeightSpectrum;

/**
 * How often the cycled spectrum of one layer falls into each bin.
 *
 * <p>The spectrum of N values repeated up to N_max = qN + r is never written out: its histogram is
 * q times that of the spectrum plus that of its first r values. Where the spectrum descends, both
 * follow from one binary search for each edge.
 */
final class Histogram {
  private final long[] counts;
  private final double weight;

  private Histogram(long[] counts, double weight) {
    this.counts = counts;
    this.weight = weight;
  }

  /**
   * Counts a spectrum.
   *
   * @param spectrum of one layer
   * @param definition how its eigenvalues are scaled and cycled
   * @param bins whose range holds all scaled eigenvalues
   * @param widestOrder N_max
   */
  static Histogram of(WeightSpectrum spectrum, Definition definition, Bins bins, int widestOrder) {
    boolean whole = definition.cycle() == Definition.Cycle.WHOLE;
    int cycles = whole ? widestOrder / spectrum.order() : 1;
    int rest = whole ? widestOrder % spectrum.order() : 0;
    double weight = whole ? 1 : (double) widestOrder / spectrum.order();
    if (bins.isDegenerate()) {
      long[] counts = new long[Bins.COUNT];
      counts[Bins.COUNT / 2] = (long) cycles * spectrum.order() + rest;
      return new Histogram(counts, weight);
    }
    return new Histogram(
        spectrum.isDescending()
            ? search(spectrum, definition, bins, cycles, rest)
            : scan(spectrum, definition, bins, cycles, rest),
        weight);
  }

  private static long[] search(
      WeightSpectrum spectrum, Definition definition, Bins bins, int cycles, int rest) {
    long[] counts = new long[Bins.COUNT];
    int above = 0; // number of eigenvalues in higher bins
    for (int bin = Bins.COUNT - 1; bin >= 0; bin--) {
      int atLeast = spectrum.order();
      if (bin > 0) {
        double edge = bins.edge(bin);
        for (int low = above, high = spectrum.order(); low <= high; ) {
          int middle = (low + high) >>> 1;
          if (middle < spectrum.order() && definition.scaled(spectrum, middle) >= edge) {
            low = middle + 1;
          } else {
            atLeast = middle;
            high = middle - 1;
          }
        }
      }
      counts[bin] =
          (long) cycles * (atLeast - above) + Math.min(rest, atLeast) - Math.min(rest, above);
      above = atLeast;
    }
    return counts;
  }

  private static long[] scan(
      WeightSpectrum spectrum, Definition definition, Bins bins, int cycles, int rest) {
    long[] counts = new long[Bins.COUNT];
    for (int i = 0; i < spectrum.order(); i++) {
      counts[bins.of(definition.scaled(spectrum, i))] += i < rest ? cycles + 1 : cycles;
    }
    return counts;
  }

  /** The count of a bin, an integer; to be multiplied by {@link #weight}. */
  long count(int bin) {
    return counts[bin];
  }

  /** 1, where eigenvalues are cycled as a whole. */
  double weight() {
    return weight;
  }
}
