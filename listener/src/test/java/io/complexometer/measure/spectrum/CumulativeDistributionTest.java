package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class CumulativeDistributionTest {
  private static final CumulativeDistribution UNIFORM =
      new CumulativeDistribution(new double[] {0, 1}, new double[] {0, 1});

  /** The integrals of 2 x^2 over the halves of [0, 1]: 1/12 and 7/12. */
  @Test
  void squaredMeans_ofUniform() {
    assertArrayEquals(new double[] {1 / 12.0, 7 / 12.0}, UNIFORM.squaredMeans(2), 1e-15);
  }

  /** A quarter at 3, the rest on [0, 1]: the last of two shares is half of each. */
  @Test
  void squaredMeans_withAJump() {
    CumulativeDistribution mixed =
        CumulativeDistribution.mixture(
            List.of(UNIFORM, CumulativeDistribution.at(3)), new double[] {0.75, 0.25});
    double firstThirds = 4 / 27.0; // mean of x^2 on [0, 2/3]
    double lastThird = 19 / 27.0; // and on [2/3, 1]
    assertArrayEquals(
        new double[] {firstThirds, (lastThird + 9) / 2}, mixed.squaredMeans(2), 1e-14);
    assertEquals(0.75, mixed.below(3), 1e-15);
    assertEquals(1, mixed.upTo(3), 1e-15);
    assertEquals(0.375, mixed.upTo(0.5), 1e-15);
  }

  /** At 1/2 a jump to 1 is half above the diagonal, and half below just before. */
  @Test
  void distance_seesBothSidesOfAJump() {
    assertEquals(0.5, UNIFORM.distance(CumulativeDistribution.at(0.5)), 1e-15);
    assertEquals(0.9, CumulativeDistribution.at(0.9).distance(UNIFORM), 1e-15);
  }

  /** Jumps at 0 and 1: between them 1 and 0, a variance of 1/2, over two vectors. */
  @Test
  void standardError_ofTwo() {
    assertEquals(
        0.5,
        CumulativeDistribution.standardError(
            List.of(CumulativeDistribution.at(0), CumulativeDistribution.at(1))),
        1e-15);
  }
}
