package io.complexometer.measure.circular;

import static org.bytedeco.openblas.global.openblas.LAPACKE_zgeev;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The circular ensembles as textbooks draw them, from dense complex Gaussian matrices (Mezzadri,
 * "How to generate random matrices from the classical compact groups", Notices AMS 54, 2007): the
 * reference for {@link CmvMatrix}, with which it shares nothing.
 *
 * <p>A complex matrix is an array of alternating real and imaginary parts, column after column.
 */
final class TextbookCircularEnsembles {
  private TextbookCircularEnsembles() {}

  /** Distinct eigenphases in (-pi, pi], smallest first. */
  static double[] phases(CircularEnsemble ensemble, int order, UniformRandomProvider random) {
    int size = ensemble == CircularEnsemble.CSE ? 2 * order : order;
    double[] ginibre = new double[2 * size * size];
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    Arrays.setAll(ginibre, i -> normal.sample());
    return phases(ensemble, haar(ginibre, size), size);
  }

  static double[] phases(CircularEnsemble ensemble, double[] u, int size) {
    return switch (ensemble) {
      case CUE -> phases(u, size);
      case COE -> phases(transposeTimes(u, u, size), size);
      case CSE -> distinct(phases(selfDual(u, size), size));
    };
  }

  /**
   * Q diag(R_ii / |R_ii|) of Z = QR: the factor that belongs to a positive diagonal of R, which is
   * what Gram and Schmidt give. A second pass makes up for rounding.
   */
  static double[] haar(double[] z, int size) {
    double[] q = z.clone();
    for (int j = 0; j < size; j++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < j; i++) {
          subtractProjection(q, i, j, size);
        }
      }
      double norm = 0;
      for (int r = 0; r < 2 * size; r++) {
        norm += q[2 * j * size + r] * q[2 * j * size + r];
      }
      for (int r = 0; r < 2 * size; r++) {
        q[2 * j * size + r] /= Math.sqrt(norm);
      }
    }
    return q;
  }

  private static void subtractProjection(double[] q, int i, int j, int size) {
    int a = 2 * i * size;
    int b = 2 * j * size;
    double re = 0;
    double im = 0;
    for (int r = 0; r < 2 * size; r += 2) {
      re += q[a + r] * q[b + r] + q[a + r + 1] * q[b + r + 1];
      im += q[a + r] * q[b + r + 1] - q[a + r + 1] * q[b + r];
    }
    for (int r = 0; r < 2 * size; r += 2) {
      q[b + r] -= re * q[a + r] - im * q[a + r + 1];
      q[b + r + 1] -= re * q[a + r + 1] + im * q[a + r];
    }
  }

  /** A^T B, the transpose without conjugation. */
  private static double[] transposeTimes(double[] a, double[] b, int size) {
    double[] product = new double[2 * size * size];
    for (int c = 0; c < size; c++) {
      for (int r = 0; r < size; r++) {
        for (int k = 0; k < size; k++) {
          int left = 2 * (r * size + k);
          int right = 2 * (c * size + k);
          product[2 * (c * size + r)] += a[left] * b[right] - a[left + 1] * b[right + 1];
          product[2 * (c * size + r) + 1] += a[left] * b[right + 1] + a[left + 1] * b[right];
        }
      }
    }
    return product;
  }

  /** J U^T J^T U, where J has blocks (0, -1; 1, 0) on its diagonal: (J U J^T)^T U. */
  private static double[] selfDual(double[] u, int size) {
    double[] dual = new double[2 * size * size];
    for (int c = 0; c < size; c++) {
      for (int r = 0; r < size; r++) {
        int sign = r % 2 == c % 2 ? 1 : -1;
        int from = 2 * ((c ^ 1) * size + (r ^ 1));
        dual[2 * (c * size + r)] = sign * u[from];
        dual[2 * (c * size + r) + 1] = sign * u[from + 1];
      }
    }
    return transposeTimes(dual, u, size);
  }

  /** All eigenphases of a unitary matrix, by LAPACK's solver for general matrices. */
  static double[] phases(double[] unitary, int size) {
    double[] values = new double[2 * size];
    double[] none = new double[2];
    int info =
        LAPACKE_zgeev(
            LAPACK_COL_MAJOR,
            (byte) 'N',
            (byte) 'N',
            size,
            unitary.clone(),
            size,
            values,
            none,
            1,
            none,
            1);
    if (info != 0) {
      throw new ArithmeticException("LAPACK zgeev ended with info = " + info);
    }
    double[] phases = new double[size];
    Arrays.setAll(phases, i -> Math.atan2(values[2 * i + 1], values[2 * i]));
    Arrays.sort(phases);
    return phases;
  }

  /** One of each pair of equal phases, of which one may lie on either side of the cut at pi. */
  static double[] distinct(double[] sorted) {
    int first = sorted.length > 1 && sorted[1] - sorted[0] > 1e-8 ? 1 : 0;
    double[] distinct = new double[sorted.length / 2];
    Arrays.setAll(distinct, i -> sorted[2 * i + first]);
    return distinct;
  }
}
