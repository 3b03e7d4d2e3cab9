package io.complexometer.measure.circular;

import io.complexometer.measure.spectrum.GaussianBidiagonal;

/**
 * The squared singular values of a random matrix with independent Gaussian entries, which can be
 * counted without being computed.
 */
final class GaussianSpectrum {

  // How it works.
  //
  // B is the bidiagonal matrix of GaussianBidiagonal; q and e are the squares on its diagonal and
  // beside it.
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

  private final int order;
  private final double[] diagonal;
  private final double[] beside;

  GaussianSpectrum(GaussianBidiagonal matrix) {
    this.order = matrix.order();
    this.diagonal = matrix.squaredDiagonal();
    this.beside = matrix.squaredBeside();
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
    counts[CosineBins.FIRST_POSITIVE] += order - diagonal.length;
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
      if (i < beside.length) {
        shifted = beside[i] * (shifted / pivot) - x;
      }
    }
    return negative;
  }
}
