package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.DoubleStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BrokenPowerTest {
  private static final double[] T =
      DoubleStream.iterate(1, x -> x < 3000, x -> Math.ceil(x * 1.12)).toArray();

  /** A power law is a broken one of equal exponents, whatever the break: it cannot be better. */
  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.2})
  void fit_isNeverWorseThanAPowerLaw(double noise) {
    for (int seed = 1; seed <= 20; seed++) {
      var normal =
          ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
      double[] y =
          DoubleStream.of(T).map(t -> 5 * Math.pow(t, -0.4) + noise * normal.sample()).toArray();
      Points points = new Points(T, y);
      double twoParametersMore = 2 * Math.log(T.length);
      double power = new VariableProjection(points).fit(Family.POWER).bic() + twoParametersMore;
      assertTrue(new BrokenPower(points).fit().bic() <= power + 1e-6, "seed " + seed);
    }
  }

  /** The break stays where it was when a series has grown: at the nearest point that may be one. */
  @Test
  void fitAt_breaksAtTheNearestPoint() {
    double[] y = DoubleStream.of(T).map(t -> 2 + Math.sin(t)).toArray();
    BrokenPower broken = new BrokenPower(new Points(T, y));
    assertEquals(T[17], broken.fitAt(T[17]).breakTime().orNaN());
    assertEquals(T[17], broken.fitAt(0.6 * T[17] + 0.4 * T[18]).breakTime().orNaN());
    assertEquals(T[18], broken.fitAt(0.4 * T[17] + 0.6 * T[18]).breakTime().orNaN());
    assertEquals(T[3], broken.fitAt(0).breakTime().orNaN());
    assertEquals(T[T.length - 3], broken.fitAt(1e9).breakTime().orNaN());
  }

  /** Sums towards the break against products of the basis itself. */
  @Test
  void both_areTheProductsOfTheBasis() {
    double[] y = DoubleStream.of(T).map(t -> 1 + Math.sin(t)).toArray();
    PowerSides sides = new PowerSides(new Points(T, y));
    double[] u = sides.basis(17, 0.3, -1.2);
    assertEquals(Math.pow(T[40] / T[17], 1.2), u[40], 1e-12 * u[40]);
    assertEquals(Math.pow(T[5] / T[17], -0.3), u[5], 1e-12);
    PowerSides.Side both = sides.both(17, 0.3, -1.2);
    for (double rho : new double[] {0, 0.5, 0.95}) {
      assertEquals(1, both.uu().at(rho) / WhitenedProduct.of(u, u).at(rho), 1e-12);
      assertEquals(1, both.uy().at(rho) / WhitenedProduct.of(u, y).at(rho), 1e-12);
    }
  }

  /** Of many breaks in one pass as of one. */
  @Test
  void before_ofAllBreaks() {
    double[] y = DoubleStream.of(T).map(t -> 1 + Math.cos(t)).toArray();
    PowerSides sides = new PowerSides(new Points(T, y));
    PowerSides.Side[] before = sides.before(0.7, 3, 30);
    PowerSides.Side[] after = sides.after(0.2, 3, 30);
    for (int k = 3; k <= 30; k++) {
      double[] u = sides.basis(k, 0.7, 0.2);
      WhitenedProduct both = before[k - 3].uu().plus(after[k - 3].uu());
      assertEquals(1, both.at(0.6) / WhitenedProduct.of(u, u).at(0.6), 1e-12);
    }
  }
}
