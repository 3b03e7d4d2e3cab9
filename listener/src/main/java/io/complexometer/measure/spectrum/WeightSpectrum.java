package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.NonFiniteException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The eigenvalues of A A^T, A being a weight matrix of N rows (output units) and M columns: the
 * squared singular values, largest first, and N - M exact zeros where N &gt; M, which are not
 * stored.
 */
public final class WeightSpectrum {
  /** Why there is no spectrum: an entry is NaN or infinite. */
  public static final String NON_FINITE = "non-finite weights";

  /** The default of the largest min(N, M) that is decomposed rather than estimated. */
  public static final int LARGEST_EXACT_ORDER = 4_096;

  private final int order;
  private final double[] eigenvalues;
  private final Optional<String> absence;
  private final double largest;
  private final double smallest;
  private final boolean descending;
  private final Optional<SpectrumAccuracy> accuracy;

  private WeightSpectrum(int order, double[] eigenvalues, Optional<String> absence) {
    this(order, eigenvalues, absence, Optional.empty());
  }

  private WeightSpectrum(
      int order,
      double[] eigenvalues,
      Optional<String> absence,
      Optional<SpectrumAccuracy> accuracy) {
    this.accuracy = accuracy;
    this.order = order;
    this.eigenvalues = eigenvalues;
    this.absence = absence;
    this.largest = Arrays.stream(eigenvalues).max().orElse(0);
    this.descending =
        IntStream.range(1, eigenvalues.length).allMatch(i -> eigenvalues[i - 1] >= eigenvalues[i]);
    this.smallest = eigenvalues.length < order ? 0 : Arrays.stream(eigenvalues).min().orElse(0);
  }

  /**
   * Decomposes a weight matrix.
   *
   * @param weights rows are output units
   * @param workspace where the work is done
   * @return its spectrum; absent where an entry is not finite
   */
  public static WeightSpectrum of(Matrix weights, GramWorkspace workspace) {
    return ofFinite(
        weights,
        () ->
            new WeightSpectrum(
                weights.rows(), workspace.squaredSingularValues(weights), Optional.empty()));
  }

  /**
   * Decomposes a weight matrix, or estimates its spectrum where that would be too expensive.
   *
   * @param weights rows are output units
   * @param workspace where the work is done
   * @param largestExactOrder the largest min(N, M) that is decomposed; {@link #LARGEST_EXACT_ORDER}
   *     by default
   * @return its spectrum; absent where an entry is not finite
   */
  public static WeightSpectrum of(Matrix weights, GramWorkspace workspace, int largestExactOrder) {
    return isTooLarge(weights.rows(), weights.columns(), largestExactOrder)
        ? SpectrumEstimator.DEFAULT.spectrum(weights, workspace)
        : of(weights, workspace);
  }

  /**
   * Whether a matrix is estimated and not decomposed.
   *
   * @param rows N
   * @param columns M
   * @param largestExactOrder the largest min(N, M) that is decomposed
   * @return whether min(N, M) exceeds it
   */
  public static boolean isTooLarge(long rows, long columns, int largestExactOrder) {
    return Math.min(rows, columns) > largestExactOrder;
  }

  /** Runs what throws where an entry is not finite. */
  static WeightSpectrum ofFinite(Matrix weights, Supplier<WeightSpectrum> decomposition) {
    try {
      return decomposition.get();
    } catch (NonFiniteException e) {
      return new WeightSpectrum(
          weights.rows(), new double[0], Optional.of(NON_FINITE + ": " + e.getMessage()));
    }
  }

  /** Takes over what was estimated. */
  static WeightSpectrum ofEstimate(int order, double[] eigenvalues, SpectrumAccuracy accuracy) {
    return new WeightSpectrum(order, eigenvalues, Optional.empty(), Optional.of(accuracy));
  }

  /**
   * A spectrum that is known already: of a random matrix, of a file, or in the order in which
   * another implementation cycles it.
   *
   * @param order N, at least the number of eigenvalues; the others are exact zeros
   * @param eigenvalues none negative; largest first, unless another order is to be cycled
   * @return the spectrum
   * @throws IllegalArgumentException if an eigenvalue is negative or not finite, or there are more
   *     than N
   */
  public static WeightSpectrum ofEigenvalues(int order, double... eigenvalues) {
    if (order < 1 || eigenvalues.length > order) {
      throw new IllegalArgumentException(
          eigenvalues.length + " eigenvalues of a matrix of order " + order);
    }
    for (double eigenvalue : eigenvalues) {
      if (!(eigenvalue >= 0 && eigenvalue < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "an eigenvalue of A A^T is finite and not negative: " + eigenvalue);
      }
    }
    return new WeightSpectrum(order, eigenvalues.clone(), Optional.empty());
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
   * The largest eigenvalue.
   *
   * @return 0 for a zero matrix, and where there is no spectrum
   */
  public double largest() {
    return largest;
  }

  /**
   * The smallest of all N eigenvalues.
   *
   * @return 0 where N &gt; M
   */
  public double smallest() {
    return smallest;
  }

  /**
   * Whether the eigenvalues are in the usual order.
   *
   * @return false where {@link #ofEigenvalues} was given another
   */
  public boolean isDescending() {
    return descending;
  }

  /**
   * The sum of the eigenvalues.
   *
   * @return the squared Frobenius norm of A; NaN where there is no spectrum
   */
  public double squaredFrobeniusNorm() {
    return absence.isPresent() ? Double.NaN : Arrays.stream(eigenvalues).sum();
  }

  /**
   * The spectrum of A times a number.
   *
   * @param squaredFrobeniusNorm of the product
   * @return a spectrum with that sum; a zero matrix stays one
   */
  public WeightSpectrum scaledTo(double squaredFrobeniusNorm) {
    double sum = squaredFrobeniusNorm();
    double factor = sum == 0 ? 0 : squaredFrobeniusNorm / sum;
    return ofEigenvalues(order, Arrays.stream(eigenvalues).map(x -> x * factor).toArray());
  }

  /**
   * An eigenvalue.
   *
   * @param index 0 for the first, which is the largest unless another order was given; less than
   *     {@link #order()}
   * @return not negative
   */
  public double eigenvalue(int index) {
    return index < eigenvalues.length ? eigenvalues[index] : 0;
  }

  /**
   * How good an estimated spectrum is: the largest eigenvalue and the sum are right, most of the
   * others are quantiles of an estimated density.
   *
   * @return empty where the matrix was decomposed
   */
  public Optional<SpectrumAccuracy> accuracy() {
    return accuracy;
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
