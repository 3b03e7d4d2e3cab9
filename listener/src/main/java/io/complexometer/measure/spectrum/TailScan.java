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
  // distances are a pass over the tail for each candidate, at most n^2 / 2 exponentials in all. A
  // pass ends where it exceeds the best distance so far, and is made to end soon: a few candidates
  // go first, so that a good distance is known for the others; a pass begins where the last one
  // found its largest deviation, goes on in wide steps, and only then through all.

  private static final int FEW = 16;
  private static final int WIDE_STEP = 32;

  private final double[] values;

  /** ln(x_i / x_0): measured from the smallest value, so that a narrow spectrum keeps digits. */
  private final double[] logarithms;

  private final double[] sums;

  /** Of the candidate in hand: alpha - 1. */
  private double slope;

  private int worstPlace;
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
    int candidates = ascending.length - shortest + 1;
    for (int from = 0; from < candidates; from += FEW) {
      consider(from, resolution);
    }
    for (int from = 0; from < candidates; from++) {
      if (from % FEW != 0) {
        consider(from, resolution);
      }
    }
  }

  private void consider(int from, double resolution) {
    boolean repeated = from > 0 && values[from] == values[from - 1];
    if (!repeated && values[values.length - 1] - values[from] > resolution) {
      double distance = distance(from);
      if (distance < bestDistance || (distance == bestDistance && from < best)) {
        bestDistance = distance;
        best = from;
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

  /** The distance of the tail, or any deviation in it that is worse than the best distance. */
  private double distance(int from) {
    slope = (values.length - from) / sums[from];
    double worst = deviation(from, Math.max(from, worstPlace));
    worst = farthest(from, WIDE_STEP, worst);
    return farthest(from, 1, worst);
  }

  /** The largest of some deviations, up to one that is worse than the best distance. */
  private double farthest(int from, int step, double before) {
    double worst = before;
    for (int i = from; i < values.length && worst <= bestDistance; i += step) {
      double deviation = deviation(from, i);
      if (deviation > worst) {
        worst = deviation;
        worstPlace = i;
      }
    }
    return worst;
  }

  /** How far the law is from the steps of the distribution at one value. */
  private double deviation(int from, int place) {
    double count = values.length - from;
    double before = (place - from) / count;
    double law = 1 - Math.exp(-slope * (logarithms[place] - logarithms[from]));
    return Math.max((place - from + 1) / count - law, law - before);
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
