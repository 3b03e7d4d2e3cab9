package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.GaussianBidiagonal;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class GaussianSpectrumTest {

  /** A given bidiagonal matrix, against LAPACK's eigenvalues of its Gram product. */
  @Test
  void counts_equalThoseOfTheDenseMatrix() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);
    for (int n : new int[] {1, 2, 3, 30, 200}) {
      double[] diagonal = new double[n];
      double[] beside = new double[n - 1];
      double[] dense = new double[n * n];
      for (int i = 0; i < n; i++) {
        diagonal[i] = random.nextDouble();
        dense[i * n + i] = Math.sqrt(diagonal[i]);
        if (i < n - 1) {
          beside[i] = random.nextDouble();
          dense[i * n + i + 1] = Math.sqrt(beside[i]);
        }
      }
      double[] eigenvalues;
      try (GramWorkspace workspace = new GramWorkspace()) {
        eigenvalues = workspace.squaredSingularValues(new Matrix.Doubles(n, n, dense));
      }
      double largest = eigenvalues[0];
      long[] expected =
          CosineBins.count(Arrays.stream(eigenvalues).map(x -> x / largest).toArray());
      GaussianBidiagonal matrix = new GaussianBidiagonal(n, diagonal, beside);
      assertArrayEquals(expected, new GaussianSpectrum(matrix).counts());
    }
  }

  /** In law: the mean number in each bin, against dense Gaussian matrices. */
  @Test
  void draw_hasTheDensityOfGaussianMatrices() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(2);
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    for (MatrixShape shape : List.of(new MatrixShape(12, 30), new MatrixShape(30, 12))) {
      int draws = 2000;
      double[] sums = new double[40];
      double[] squares = new double[40];
      try (GramWorkspace workspace = new GramWorkspace()) {
        for (int d = 0; d < draws; d++) {
          double[] weights = normal.samples(360).toArray();
          Matrix matrix = new Matrix.Doubles(shape.rows(), shape.columns(), weights);
          MixedMatrixEnsemble dense =
              MixedMatrixEnsemble.of(List.of(WeightSpectrum.of(matrix, workspace)));
          long[] counts = new GaussianSpectrum(GaussianBidiagonal.draw(shape, random)).counts();
          assertEquals(shape.rows(), Arrays.stream(counts).sum());
          for (int b = 0; b < 40; b++) {
            double difference = dense.count(b) - counts[b];
            sums[b] += difference;
            squares[b] += difference * difference;
          }
        }
      }
      for (int b = 0; b < 40; b++) { // 20 bins, 3.5 standard errors: one in a hundred
        assertEquals(0, sums[b], 3.5 * Math.sqrt(squares[b]));
      }
    }
  }
}
