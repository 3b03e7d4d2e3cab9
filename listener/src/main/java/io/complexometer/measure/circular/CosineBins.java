package io.complexometer.measure.circular;

/**
 * The axis that both spectra share: 40 bins [e_i, e_{i+1}) on [-1, 1], the last one closed. Weights
 * lie in [0, 1] of it (each layer's eigenvalues divided by the largest), unitaries everywhere
 * (cosines of their phases).
 */
final class CosineBins {
  static final int COUNT = 40;

  /** The first bin whose centre is positive. */
  static final int FIRST_POSITIVE = COUNT / 2;

  private CosineBins() {}

  static double edge(int index) {
    return index == COUNT ? 1 : -1 + index * (2.0 / COUNT);
  }

  static double centre(int bin) {
    return (edge(bin) + edge(bin + 1)) / 2;
  }

  /** The bin of a number in [-1, 1]: a guess by division, put right against the edges. */
  static int of(double x) {
    int bin = Math.min(COUNT - 1, (int) ((x + 1) * (COUNT / 2)));
    if (x < edge(bin)) {
      return bin - 1;
    }
    return bin < COUNT - 1 && x >= edge(bin + 1) ? bin + 1 : bin;
  }

  static long[] count(double[] numbers) {
    long[] counts = new long[COUNT];
    for (double x : numbers) {
      counts[of(x)]++;
    }
    return counts;
  }

  /**
   * Adds the counts of a spectrum cycled to a common length N_max = qN + r: q times those of the
   * spectrum, and those of its first r values. These are its r largest, so they are found by
   * walking the bins from the right, and no value is needed, only counts.
   */
  static void addCycled(long[] counts, int order, int widestOrder, long[] total) {
    long cycles = widestOrder / order;
    long rest = widestOrder % order;
    for (int b = COUNT - 1; b >= 0; b--) {
      long again = Math.min(rest, counts[b]);
      total[b] += cycles * counts[b] + again;
      rest -= again;
    }
  }
}
