package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.NonFiniteException;
import java.util.Optional;

/**
 * The eigenvalues of A A^T, A being a weight matrix of N rows (output units) and M columns: the
 * squared singular values, largest first, and N - M exact zeros where N &gt; M, which are not
 * stored.
 */
public final class WeightSpectrum {
  /** Why there is no spectrum: an entry is NaN or infinite. */
  public static final String NON_FINITE = "non-finite weights";

  private final int order;
  private final double[] eigenvalues;
  private final Optional<String> absence;

  private WeightSpectrum(int order, double[] eigenvalues, Optional<String> absence) {
    this.order = order;
    this.eigenvalues = eigenvalues;
    this.absence = absence;
  }

  /**
   * Decomposes a weight matrix.
   *
   * @param weights rows are output units
   * @param workspace where the work is done
   * @return its spectrum; absent where an entry is not finite
   */
  public static WeightSpectrum of(Matrix weights, GramWorkspace workspace) {
    try {
      return new WeightSpectrum(
          weights.rows(), workspace.squaredSingularValues(weights), Optional.empty());
    } catch (NonFiniteException e) {
      return new WeightSpectrum(
          weights.rows(), new double[0], Optional.of(NON_FINITE + ": " + e.getMessage()));
    }
  }

  /**
   * The order N of A A^T: the number of output units, and of eigenvalues.
   *
   * @return at least 1
   */
  public int order() {
    return order;
  }

  /**
   * The number of eigenvalues that are stored; the others are exact zeros.
   *
   * @return min(N, M)
   */
  public int stored() {
    return eigenvalues.length;
  }

  /**
   * An eigenvalue.
   *
   * @param index 0 for the largest, less than {@link #order()}
   * @return not negative
   */
  public double eigenvalue(int index) {
    return index < eigenvalues.length ? eigenvalues[index] : 0;
  }

  /**
   * What is wrong with the weights, and where.
   *
   * @return empty where there is a spectrum
   */
  public Optional<String> absence() {
    return absence;
  }
}
