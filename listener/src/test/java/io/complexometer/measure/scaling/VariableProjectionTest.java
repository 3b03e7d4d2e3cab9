package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.DoubleStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class VariableProjectionTest {
  private static final double[] T =
      DoubleStream.iterate(1, x -> x < 1000, x -> Math.ceil(x * 1.12)).toArray();

  /**
   * All is over after the first point: the faster an exponential, the better. The range begins at
   * ln tau = ln t_1 - 1.
   */
  @Test
  void fit_whatIsBestAtTheEdgeOfTheRange() {
    double[] y = DoubleStream.of(T).map(t -> t == 1 ? 5 : 1 + 0.01 * Math.sin(t)).toArray();
    Fit fit = new VariableProjection(new Points(T, y)).fit(Family.EXPONENTIAL);
    assertEquals(Math.exp(-1), fit.timeConstant().orNaN(), 1e-6);
    assertEquals(1, fit.offset(), 0.1);
  }

  /** An offset power imitates a logarithm with an exponent near 0, of either sign, and huge A. */
  @Test
  void fit_anOffsetPowerToALogarithm_keepsItsDigits() {
    for (int seed = 1; seed <= 20; seed++) {
      var normal =
          ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
      double[] y =
          DoubleStream.of(T).map(t -> 2 + 3 * Math.log(t) + 1e-4 * normal.sample()).toArray();
      Fit fit = new VariableProjection(new Points(T, y)).fit(Family.POWER_WITH_OFFSET);
      assertEquals(0, fit.exponent().orNaN(), 1e-3);
      for (int i = 0; i < T.length; i++) {
        assertEquals(y[i], fit.at(T[i]), 1e-3, "seed " + seed);
      }
    }
  }
}
