package io.complexometer.measure.spectrum;

import io.complexometer.measure.Value;
import java.util.Arrays;

/**
 * A power law p(x) ~ x^-alpha fitted to the largest of some positive values by maximum likelihood
 * (Clauset, Shalizi, Newman, SIAM Review 51, 661, 2009, arXiv:0706.1062, the continuous case).
 *
 * <p>The eigenvalues of trained weights have been described by such tails (Martin, Mahoney, JMLR
 * 22(165), 2021, arXiv:1810.01075). The fit gives an exponent whether or not there is a power law:
 * of random Gaussian matrices, which have none, anything from 2 to 60.
 *
 * @param alpha the exponent, above 1
 * @param xmin the value at which the tail begins: of all that leave at least 10 values, the one
 *     with the smallest distance; of equal distances the smaller
 * @param distance the tail's Kolmogorov-Smirnov distance from the law, from 0 to 1
 * @param eigenvalues number of values in the tail, xmin included
 * @param standardError (alpha - 1) / sqrt(eigenvalues)
 * @param reliable 1 where the fit had at least 50 values to choose from, and, in an estimated
 *     spectrum, all of the tail was found one by one; else 0
 */
public record PowerLawTail(
    Value alpha,
    Value xmin,
    Value distance,
    Value eigenvalues,
    Value standardError,
    Value reliable) {

  /** Why there is no tail: fewer than 20 positive values. */
  public static final String TOO_FEW_EIGENVALUES = "too few eigenvalues";

  /** Why there is no tail: all values are the same, up to rounding. */
  public static final String EQUAL_EIGENVALUES = "equal eigenvalues";

  private static final int FEWEST = 20;
  private static final int FEWEST_RELIABLE = 50;
  private static final int SHORTEST_TAIL = 10;

  /**
   * Fits a tail.
   *
   * @param values positive and finite, in any order
   * @return the fit; absent for fewer than 20 values, and where all are equal
   * @throws IllegalArgumentException if a value is not positive or not finite
   */
  public static PowerLawTail of(double... values) {
    double[] ascending = values.clone();
    Arrays.sort(ascending);
    if (ascending.length > 0
        && !(ascending[0] > 0 && Double.isFinite(ascending[ascending.length - 1]))) {
      throw new IllegalArgumentException("values of a power law are positive and finite");
    }
    return ofAscending(ascending, 0);
  }

  /**
   * Fits a tail to eigenvalues. Where they differ by rounding only (an orthogonal matrix), the
   * definition's alpha would be of the order of 10^15 and mean nothing.
   */
  static PowerLawTail of(PositiveEigenvalues eigenvalues) {
    return ofAscending(eigenvalues.ascending(), eigenvalues.resolution());
  }

  /**
   * The same fit, marked where it stands on more values than are certain: quantiles of a density
   * follow the density, not the law.
   */
  PowerLawTail ofEstimate(int resolved) {
    return eigenvalues.isPresent() && eigenvalues.orNaN() > resolved
        ? new PowerLawTail(alpha, xmin, distance, eigenvalues, standardError, Value.of(0))
        : this;
  }

  private static PowerLawTail ofAscending(double[] ascending, double resolution) {
    if (ascending.length < FEWEST) {
      return absent(TOO_FEW_EIGENVALUES);
    }
    TailScan scan = new TailScan(ascending, SHORTEST_TAIL, resolution);
    if (!scan.found()) {
      return absent(EQUAL_EIGENVALUES);
    }
    return new PowerLawTail(
        Value.of(scan.alpha()),
        Value.of(scan.xmin()),
        Value.of(scan.distance()),
        Value.of(scan.count()),
        Value.of((scan.alpha() - 1) / Math.sqrt(scan.count())),
        Value.of(ascending.length < FEWEST_RELIABLE ? 0 : 1));
  }

  static PowerLawTail absent(String reason) {
    Value absent = Value.absent(reason);
    return new PowerLawTail(absent, absent, absent, absent, absent, absent);
  }
}
