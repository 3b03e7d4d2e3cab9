package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.linalg.GramWorkspace;
import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CmvMatrixTest {

  /** Without coefficients but the last, the matrix is a cyclic shift: z^n = conj(alpha_(n-1)). */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void phases_ofACyclicShiftAreEquallySpaced(int order) {
    double[] arguments = new double[order];
    arguments[order - 1] = 0.3;
    double[] phases = new CmvMatrix(new double[order - 1], arguments).phases();
    double[] expected = new double[order];
    Arrays.setAll(expected, j -> Math.IEEEremainder((2 * Math.PI * j - 0.3) / order, 2 * Math.PI));
    Arrays.sort(expected);
    assertArrayEquals(expected, phases, 1e-14);
  }

  /** The dense five-diagonal matrix and LAPACK's zgeev, for every ensemble. */
  @ParameterizedTest
  @EnumSource
  void phases_equalThoseOfTheDenseMatrix(CircularEnsemble ensemble) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(3);
    for (int order : new int[] {1, 2, 3, 8, 61, 150}) {
      CmvMatrix matrix = ensemble.draw(order, random);
      double[] expected = TextbookCircularEnsembles.phases(dense(matrix), order);
      assertArrayEquals(expected, matrix.phases(), 1e-12);
    }
  }

  /**
   * Eigenvalues of 1 + (C + C*)/2 from dsyevr, in the real symmetric form [[Re, -Im], [Im, Re]]
   * where each comes twice.
   */
  @ParameterizedTest
  @EnumSource
  void cosineCounts_equalThoseOfADenseSymmetricSolver(CircularEnsemble ensemble) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(4);
    for (int order : new int[] {1, 2, 5, 40, 301, 400}) {
      CmvMatrix matrix = ensemble.draw(order, random);
      double[] twice;
      try (GramWorkspace workspace = new GramWorkspace()) {
        twice = workspace.eigenvalues(onePlusHermitianPart(dense(matrix), order), 2 * order);
      }
      double[] cosines = new double[order];
      Arrays.setAll(cosines, i -> twice[2 * i] - 1);
      double[] fromPhases = Arrays.stream(matrix.phases()).map(Math::cos).sorted().toArray();
      assertArrayEquals(Arrays.stream(cosines).sorted().toArray(), fromPhases, 1e-13);
      Arrays.setAll(cosines, i -> Math.max(-1, Math.min(1, cosines[i]))); // rounding beyond 1
      assertArrayEquals(CosineBins.count(cosines), matrix.cosineCounts());
    }
  }

  @Test
  void draw_isTheSameFromTheSameSeed() {
    assertArrayEquals(CircularEnsemble.COE.phases(20, 5), CircularEnsemble.COE.phases(20, 5));
    assertEquals(20, CircularEnsemble.COE.phases(20, 5).length);
    assertThrows(IllegalArgumentException.class, () -> CircularEnsemble.COE.phases(0, 5));
  }

  /**
   * C = L M with L = diag(T_0, T_2, ..), M = diag(1, T_1, T_3, ..), T_k = (conj alpha_k, rho_k;
   * rho_k, -alpha_k), and conj alpha_(n-1) alone at the end (Cantero, Moral, Velazquez 2003).
   */
  private static double[] dense(CmvMatrix matrix) {
    int n = matrix.order();
    double[] left = new double[2 * n * n];
    double[] right = new double[2 * n * n];
    right[0] = 1;
    for (int k = 0; k < n; k++) {
      double[] target = k % 2 == 0 ? left : right;
      double re = matrix.modulus(k) * Math.cos(matrix.argument(k));
      double im = matrix.modulus(k) * Math.sin(matrix.argument(k));
      target[2 * (k * n + k)] = re;
      target[2 * (k * n + k) + 1] = -im;
      if (k < n - 1) {
        double rho = Math.sqrt(1 - matrix.modulus(k) * matrix.modulus(k));
        target[2 * (k * n + k + 1)] = rho;
        target[2 * ((k + 1) * n + k)] = rho;
        target[2 * ((k + 1) * n + k + 1)] = -re;
        target[2 * ((k + 1) * n + k + 1) + 1] = -im;
      }
    }
    if (n == 1) {
      return left; // T_0 alone
    }
    double[] product = new double[2 * n * n];
    for (int c = 0; c < n; c++) {
      for (int k = Math.max(0, c - 1); k < Math.min(n, c + 2); k++) {
        for (int r = Math.max(0, k - 1); r < Math.min(n, k + 2); r++) {
          int a = 2 * (k * n + r);
          int b = 2 * (c * n + k);
          product[2 * (c * n + r)] += left[a] * right[b] - left[a + 1] * right[b + 1];
          product[2 * (c * n + r) + 1] += left[a] * right[b + 1] + left[a + 1] * right[b];
        }
      }
    }
    return product;
  }

  private static double[] onePlusHermitianPart(double[] c, int n) {
    double[] symmetric = new double[4 * n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int ij = 2 * (j * n + i);
        int ji = 2 * (i * n + j);
        double re = (c[ij] + c[ji]) / 2 + (i == j ? 1 : 0);
        double im = (c[ij + 1] - c[ji + 1]) / 2;
        symmetric[j * 2 * n + i] = re;
        symmetric[(j + n) * 2 * n + i + n] = re;
        symmetric[j * 2 * n + i + n] = im;
        symmetric[(j + n) * 2 * n + i] = -im;
      }
    }
    return symmetric;
  }
}
