package io.complexometer.measure.circular;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;

/**
 * The squared singular values of a random matrix with independent Gaussian entries, which can be
 * counted without being computed.
 */
final class GaussianSpectrum {

  // How it works.
  //
  // Dumitriu and Edelman, "Matrix models for beta ensembles", J. Math. Phys. 43, 2002: an n x m
  // Gaussian matrix, n <= m, has the singular values of an n x n bidiagonal matrix B with chi_m,
  // chi_(m-1), .. on the diagonal and chi_(n-1), .. beside it, in law. Here q and e are the squares
  // of these two, gamma distributed (up to a common factor, which the measure does not see).
  //
  // The number of eigenvalues of B^T B below x is the number of negative pivots of B^T B - x (the
  // law of inertia), found in n steps by the recurrence
  //
  //   s_1 = -x,   d_i = q_i + s_i,   s_(i+1) = e_i s_i / d_i - x
  //
  // (Fernando and Parlett, "Accurate singular values and differential qd algorithms", Numer. Math.
  // 67, 1994, section 4). The largest is found by bisection: it lies between the largest diagonal
  // entry of B^T B and twice that, because odd and even indices form two diagonal blocks.

  private static final int HALVINGS = 53;

  private final MatrixShape shape;
  private final double[] diagonal;
  private final double[] beside;

  GaussianSpectrum(MatrixShape shape, double[] diagonal, double[] beside) {
    this.shape = shape;
    this.diagonal = diagonal;
    this.beside = beside;
  }

  static GaussianSpectrum draw(MatrixShape shape, UniformRandomProvider random) {
    int small = Math.min(shape.rows(), shape.columns());
    int large = Math.max(shape.rows(), shape.columns());
    double[] diagonal = new double[small];
    double[] beside = new double[small];
    for (int i = 0; i < small; i++) {
      diagonal[i] = halfChiSquare(large - i, random);
      beside[i] = i == small - 1 ? 0 : halfChiSquare(small - 1 - i, random);
    }
    return new GaussianSpectrum(shape, diagonal, beside);
  }

  private static double halfChiSquare(int degreesOfFreedom, UniformRandomProvider random) {
    return AhrensDieterMarsagliaTsangGammaSampler.of(random, degreesOfFreedom / 2.0, 1).sample();
  }

  /**
   * How many of the N eigenvalues, divided by the largest, lie in each of {@link CosineBins}; the
   * exact zeros of N &gt; M are among them.
   */
  long[] counts() {
    long[] counts = new long[CosineBins.COUNT];
    double largest = largest();
    int below = 0;
    for (int b = CosineBins.FIRST_POSITIVE; b < CosineBins.COUNT; b++) {
      boolean last = b == CosineBins.COUNT - 1;
      int belowNext = last ? diagonal.length : below(CosineBins.edge(b + 1) * largest);
      counts[b] = (long) belowNext - below;
      below = belowNext;
    }
    counts[CosineBins.FIRST_POSITIVE] += shape.rows() - diagonal.length;
    return counts;
  }

  private double largest() {
    double low = diagonal[0];
    for (int i = 1; i < diagonal.length; i++) {
      low = Math.max(low, diagonal[i] + beside[i - 1]);
    }
    double high = 2 * low;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (low + high) / 2;
      if (below(middle) == diagonal.length) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return high;
  }

  /** The number of eigenvalues below x. */
  private int below(double x) {
    int negative = 0;
    double shifted = -x;
    for (int i = 0; i < diagonal.length; i++) {
      double pivot = diagonal[i] + shifted;
      if (pivot < 0) {
        negative++;
      } else if (pivot == 0) {
        pivot = Double.MIN_NORMAL; // as if x were smaller by less than its last bit
      }
      shifted = beside[i] * (shifted / pivot) - x;
    }
    return negative;
  }
}
