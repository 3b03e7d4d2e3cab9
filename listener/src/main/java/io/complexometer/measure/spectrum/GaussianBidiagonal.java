package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.Bidiagonal;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * A bidiagonal matrix with the singular values of a matrix of independent standard normals, in law.
 *
 * <p>How it works. Householder reflections turn a Gaussian matrix of n x m, n &lt;= m, into a
 * bidiagonal one without changing its singular values, and the lengths they leave behind are
 * independent: chi_m, chi_(m-1), .., chi_(m-n+1) on the diagonal and chi_(n-1), .., chi_1 beside it
 * (Dumitriu, Edelman, "Matrix models for beta ensembles", J. Math. Phys. 43, 2002; Silverstein
 * 1985). So 2n - 1 random numbers do for n m.
 *
 * @param order N, the rows of the Gaussian matrix
 * @param squaredDiagonal squares of the n = min(N, M) diagonal entries
 * @param squaredBeside squares of the n - 1 entries beside them
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record GaussianBidiagonal(int order, double[] squaredDiagonal, double[] squaredBeside) {

  /**
   * Draws a matrix.
   *
   * @param shape of the Gaussian matrix
   * @param random where 2n - 1 numbers of a gamma distribution are taken from
   * @return the bidiagonal matrix
   */
  public static GaussianBidiagonal draw(MatrixShape shape, UniformRandomProvider random) {
    int smaller = Math.min(shape.rows(), shape.columns());
    int larger = Math.max(shape.rows(), shape.columns());
    double[] diagonal = new double[smaller];
    double[] beside = new double[smaller - 1];
    for (int i = 0; i < smaller; i++) {
      diagonal[i] = chiSquare(larger - i, random);
      if (i + 1 < smaller) {
        beside[i] = chiSquare(smaller - 1 - i, random);
      }
    }
    return new GaussianBidiagonal(shape.rows(), diagonal, beside);
  }

  private static double chiSquare(int degreesOfFreedom, UniformRandomProvider random) {
    return 2
        * AhrensDieterMarsagliaTsangGammaSampler.of(random, degreesOfFreedom / 2.0, 1).sample();
  }

  /**
   * Computes the spectrum, in n^2 operations.
   *
   * @return that of a Gaussian matrix of entries of variance 1
   */
  public WeightSpectrum spectrum() {
    return WeightSpectrum.ofEigenvalues(
        order, Bidiagonal.squaredSingularValues(squaredDiagonal, squaredBeside));
  }
}
