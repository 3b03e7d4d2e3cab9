package io.complexometer.measure.linalg;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/** Matrices of which the spectrum is known, or is Gaussian noise. */
public final class DesignedMatrix {
  private DesignedMatrix() {}

  /** Independent normal entries. */
  public static Matrix.Doubles gaussian(int rows, int columns, double deviation, long seed) {
    double[] data = new double[rows * columns];
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    for (int i = 0; i < data.length; i++) {
      data[i] = deviation * normal.sample();
    }
    return new Matrix.Doubles(rows, columns, data);
  }

  /**
   * H D K with Householder reflections H and K, which are orthogonal: its singular values are those
   * given and zeros.
   */
  public static Matrix.Doubles withSingularValues(int rows, int columns, double... values) {
    double[] a = new double[rows * columns];
    for (int i = 0; i < values.length; i++) {
      a[i * columns + i] = values[i];
    }
    reflect(a, rows, columns, gaussian(rows, 1, 1, 101).data(), true);
    reflect(a, rows, columns, gaussian(columns, 1, 1, 102).data(), false);
    return new Matrix.Doubles(rows, columns, a);
  }

  /** A - 2 u u^T A / u^T u, or the same from the right. */
  private static void reflect(double[] a, int rows, int columns, double[] u, boolean left) {
    double norm = 0;
    for (double component : u) {
      norm += component * component;
    }
    double[] product = new double[left ? columns : rows];
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        product[left ? c : r] += a[r * columns + c] * u[left ? r : c];
      }
    }
    for (int r = 0; r < rows; r++) {
      for (int c = 0; c < columns; c++) {
        a[r * columns + c] -= 2 * u[left ? r : c] * product[left ? c : r] / norm;
      }
    }
  }
}
