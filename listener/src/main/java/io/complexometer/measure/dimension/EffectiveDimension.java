package io.complexometer.measure.dimension;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.NonFiniteException;

/**
 * Effective dimension of features (Janik, Witaszczyk, arXiv:2006.04791) and its relatives, all from
 * the spectrum of the centred covariance, p_i being the shares of its eigenvalues in their sum.
 *
 * @param rows number of samples n, the effective one where old samples fade; the values are biased
 *     by it, so a series is comparable with itself only at constant n
 * @param units number of features d
 * @param value exp(-sum p ln p), from 1 (one direction carries all) to min(d, n - 1)
 * @param participationRatio 1 / sum p^2
 * @param inverseLargestShare 1 / max p
 * @param directionsFor99Percent number of leading directions that carry 99 % of the variance
 * @param saturation that number divided by d
 */
public record EffectiveDimension(
    double rows,
    int units,
    Value value,
    Value participationRatio,
    Value inverseLargestShare,
    Value directionsFor99Percent,
    Value saturation) {

  /** Why there is no value: all rows are equal. */
  public static final String NO_VARIANCE = "no variance";

  /** Why there is no value: an activation is NaN or infinite. */
  public static final String NON_FINITE = "non-finite activations";

  /**
   * Measures a batch of features, on its thin side.
   *
   * @param features rows are samples, columns are units
   * @param workspace where the work is done
   * @return the result; its values are absent where an entry is not finite or all rows are equal
   */
  public static EffectiveDimension of(Matrix features, GramWorkspace workspace) {
    try {
      double[] first = Centre.row(features, 0);
      double[] mean = Centre.of(features, null, first).mean(first);
      double[] variances = workspace.squaredSingularValues(features, mean, null);
      return ofVariances(variances, features.rows(), features.columns());
    } catch (NonFiniteException e) {
      return absent(features.rows(), features.columns(), NON_FINITE);
    }
  }

  /**
   * Measures from the spectrum of a covariance.
   *
   * @param variances its eigenvalues up to a common factor, largest first, none negative
   * @param rows number of samples behind it
   * @param units number of features
   * @return the result; its values are absent where all variances are zero
   */
  static EffectiveDimension ofVariances(double[] variances, double rows, int units) {
    double total = 0;
    for (double variance : variances) {
      total += variance;
    }
    if (total == 0) {
      return absent(rows, units, NO_VARIANCE);
    }
    double entropy = 0;
    double squares = 0;
    double carried = 0;
    int directions = 0;
    for (double variance : variances) {
      double p = variance / total;
      if (carried < 0.99) {
        carried += p;
        directions++;
      }
      entropy -= p > 0 ? p * Math.log(p) : 0;
      squares += p * p;
    }
    return new EffectiveDimension(
        rows,
        units,
        Value.of(Math.exp(entropy)),
        Value.of(1 / squares),
        Value.of(total / variances[0]),
        Value.of(directions),
        Value.of((double) directions / units));
  }

  static EffectiveDimension absent(double rows, int units, String reason) {
    Value absent = Value.absent(reason);
    return new EffectiveDimension(rows, units, absent, absent, absent, absent, absent);
  }
}
