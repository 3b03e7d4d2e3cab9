package io.complexometer.measure.spectrum;

import java.util.Arrays;

/**
 * The eigenvalues of A A^T that can be told from zero.
 *
 * <p>A zero eigenvalue of a rank-deficient matrix comes out of the decomposition as anything up to
 * about 2^-52 times the largest one, and would make condition numbers and logarithms of pure
 * rounding. The limit is the usual one of numerical ranks, max(N, M) 2^-52 lambda_max, on the
 * eigenvalues.
 */
final class PositiveEigenvalues {
  private static final double UNIT_ROUNDING = 0x1p-52;

  private final double[] ascending;
  private final double resolution;

  private PositiveEigenvalues(double[] ascending, double resolution) {
    this.ascending = ascending;
    this.resolution = resolution;
  }

  /**
   * Picks them.
   *
   * @param spectrum of a matrix of N rows
   * @param columns the matrix's columns M
   * @return none for a zero matrix, and where there is no spectrum
   * @throws IllegalArgumentException if a matrix of so many columns cannot have that spectrum
   */
  static PositiveEigenvalues of(WeightSpectrum spectrum, int columns) {
    if (columns < Math.max(1, spectrum.stored())) {
      throw new IllegalArgumentException(
          spectrum.stored() + " eigenvalues of a matrix of " + columns + " columns");
    }
    double resolution = Math.max(spectrum.order(), columns) * UNIT_ROUNDING * spectrum.largest();
    double[] eigenvalues = new double[spectrum.stored()];
    int count = 0;
    for (int i = 0; i < eigenvalues.length; i++) {
      if (spectrum.eigenvalue(i) > resolution) {
        eigenvalues[count++] = spectrum.eigenvalue(i);
      }
    }
    double[] positive = Arrays.copyOf(eigenvalues, count);
    Arrays.sort(positive);
    return new PositiveEigenvalues(positive, resolution);
  }

  /** Their number: the numerical rank of the matrix. */
  int count() {
    return ascending.length;
  }

  /** The eigenvalues, smallest first; not a copy. */
  double[] ascending() {
    return ascending;
  }

  double smallest() {
    return ascending[0];
  }

  double largest() {
    return ascending[ascending.length - 1];
  }

  /** What an eigenvalue has to exceed to count; eigenvalues closer to each other are equal. */
  double resolution() {
    return resolution;
  }
}
