package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProjectedSquaresTest {

  /**
   * Hipparchus' QR decomposition of the whitened columns, for noise that takes 3 and 8 of the 16
   * digits away, and for a column that hardly differs from a constant.
   */
  @ParameterizedTest
  @CsvSource({"0.4, 1e-3", "0.4, 1e-8", "-0.01, 1e-3", "2.8, 1e-3"})
  void at_isLeastSquaresOfTheLibrary(double alpha, double noise) {
    double[] t = DoubleStream.iterate(1, x -> x < 1e6, x -> Math.ceil(x * 1.12)).toArray();
    var normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(7));
    double[] ones = DoubleStream.of(t).map(x -> 1).toArray();
    double[] power = DoubleStream.of(t).map(x -> Math.pow(x, -alpha)).toArray();
    double[] y = DoubleStream.of(power).map(u -> 3 + 4 * u + noise * normal.sample()).toArray();
    double[] pure = DoubleStream.of(power).map(u -> 4 * u + noise * normal.sample()).toArray();
    for (double rho : new double[] {0, 0.3, 0.8, 0.95}) {
      equal(new double[][] {ones, power}, y, rho);
      equal(new double[][] {power}, pure, rho);
      equal(new double[][] {ones}, y, rho);
    }
  }

  private static void equal(double[][] columns, double[] y, double rho) {
    double expected = LinearFit.of(columns, y, rho).squares();
    double found = new ProjectedSquares(columns, y).at(rho);
    assertEquals(1, found / expected, 1e-6, () -> "rho " + rho);
  }

  /** P - rho Q + rho^2 R against the whitened columns multiplied out, by hand. */
  @Test
  void whitenedProduct_ofThreePoints() {
    // (1, 2, 3) . (4, 5, 6) at rho 0.5: 0.75 * 4 + (2 - 0.5)(5 - 2) + (3 - 1)(6 - 2.5) = 14.5
    WhitenedProduct product = WhitenedProduct.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});
    assertEquals(14.5, product.at(0.5), 1e-15);
  }
}
