package io.complexometer.measure.spectrum;

/**
 * Looks for the value from which on sorted values follow a power law best: the one whose tail has
 * the smallest Kolmogorov-Smirnov distance from the law fitted to it (Clauset, Shalizi, Newman,
 * SIAM Review 51, 661, 2009, section 3.3).
 */
final class TailScan {

  // How it works.
  //
  // Of n values x_1 <= .. <= x_n from a candidate x_1 = xmin on, the exponent is
  //
  //   alpha = 1 + n / S,   S = sum ln(x_i / xmin)
  //
  // and the distance is the largest of i/n - F(x_i) and F(x_i) - (i-1)/n, where
  // F(x) = 1 - (x / xmin)^(1 - alpha).
  //
  // All S come from one walk down from the largest value: stepping to the next smaller x adds
  // ln(x' / x) for each of the values above. Only positive terms are added, so nothing cancels even
  // where the values differ by their last digits, and S = 0 exactly where they are equal. The
  // distances are a pass over the tail for each candidate, at most n^2 / 2 exponentials in all (60
  // ms
  // for n = 4096); a pass ends where it exceeds the best distance so far.

  private final double[] values;

  /** ln(x_i / x_0): measured from the smallest value, so that a narrow spectrum keeps digits. */
  private final double[] logarithms;

  private final double[] sums;
  private int best = -1;
  private double bestDistance = Double.POSITIVE_INFINITY;

  /**
   * Scans.
   *
   * @param ascending positive values, smallest first; not copied
   * @param shortest number of values that a tail needs at least
   * @param resolution values that differ by no more are equal: a tail of such has no exponent
   */
  TailScan(double[] ascending, int shortest, double resolution) {
    this.values = ascending;
    this.logarithms = new double[ascending.length];
    this.sums = new double[ascending.length];
    accumulate();
    double largest = ascending[ascending.length - 1];
    for (int from = 0; from <= ascending.length - shortest; from++) {
      boolean repeated = from > 0 && ascending[from] == ascending[from - 1];
      if (!repeated && largest - ascending[from] > resolution) {
        double distance = distance(from);
        if (distance < bestDistance) {
          bestDistance = distance;
          best = from;
        }
      }
    }
  }

  private void accumulate() {
    for (int i = 1; i < values.length; i++) {
      logarithms[i] = logarithms[i - 1] + logarithmOfRatio(values[i], values[i - 1]);
    }
    for (int i = values.length - 2; i >= 0; i--) {
      int above = values.length - 1 - i;
      sums[i] = sums[i + 1] + above * logarithmOfRatio(values[i + 1], values[i]);
    }
  }

  /** ln(larger / smaller), to the last digit also where they are neighbours. */
  private static double logarithmOfRatio(double larger, double smaller) {
    return larger <= 2 * smaller
        ? Math.log1p((larger - smaller) / smaller)
        : Math.log(larger) - Math.log(smaller);
  }

  /** The distance of the tail, or any deviation in it that is no better than the best distance. */
  private double distance(int from) {
    int count = values.length - from;
    double slope = count / sums[from]; // alpha - 1
    double worst = 0;
    for (int before = 0; before < count && worst < bestDistance; before++) {
      double logarithm = logarithms[from + before] - logarithms[from];
      double law = 1 - Math.exp(-slope * logarithm);
      worst =
          Math.max(worst, Math.max((before + 1.0) / count - law, law - (double) before / count));
    }
    return worst;
  }

  /** Whether there is a tail: not where all values are equal. */
  boolean found() {
    return best >= 0;
  }

  /** The smallest value of the tail. */
  double xmin() {
    return values[best];
  }

  /** The number of values in the tail. */
  int count() {
    return values.length - best;
  }

  double alpha() {
    return 1 + count() / sums[best];
  }

  /** The tail's Kolmogorov-Smirnov distance. */
  double distance() {
    return bestDistance;
  }
}
