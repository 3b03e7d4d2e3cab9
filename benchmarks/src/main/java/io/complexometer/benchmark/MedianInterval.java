package io.complexometer.benchmark;

import java.util.Arrays;

/**
 * The median of a few runs with the interval between two of them that holds the true median with a
 * known probability, whatever the distribution is: each run lies above it with probability 1/2, so
 * the number of runs below is binomial (W. J. Conover, "Practical Nonparametric Statistics", 3rd
 * edition, section 3.2). Timings have long tails; an interval from a standard deviation would not
 * be one.
 *
 * @param median of the runs
 * @param low the k-th smallest
 * @param high the k-th largest, k being the largest with a coverage of at least 0.95, or 1 where
 *     there are too few runs for that: at least six are needed
 * @param coverage probability that the interval holds the true median
 */
record MedianInterval(double median, double low, double high, double coverage) {
  private static final double WANTED = 0.95;

  static MedianInterval of(double[] runs) {
    double[] sorted = runs.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    int rank = 1;
    while (2 * rank < count && coverage(count, rank + 1) >= WANTED) {
      rank++;
    }
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    return new MedianInterval(
        median, sorted[rank - 1], sorted[count - rank], Math.max(0, coverage(count, rank)));
  }

  /** 1 - 2 P(fewer than rank of count fair coins show heads). */
  private static double coverage(int count, int rank) {
    double probability = Math.pow(0.5, count);
    double below = 0;
    for (int heads = 0; heads < rank; heads++) {
      below += probability;
      probability *= (count - heads) / (heads + 1.0);
    }
    return 1 - 2 * below;
  }
}
