package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OffsetProfileTest {
  private static final double[] T =
      DoubleStream.iterate(1, t -> t < 10_000, t -> Math.ceil(t * 1.122)).toArray();

  /** 2 + 4 g(t), with independent normal noise. */
  private static Points series(DoubleUnaryOperator g, double noise, long seed) {
    var normal = ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(seed));
    return new Points(
        T,
        DoubleStream.of(T)
            .map(t -> 2 + 4 * g.applyAsDouble(t) + noise * normal.sample())
            .toArray());
  }

  /** The best that is left of y - c by one column alone, of all parameters on a fine grid. */
  private static double squares(Points points, Family family, double offset, double rho) {
    double[] rest = Arrays.stream(points.y()).map(y -> y - offset).toArray();
    return IntStream.rangeClosed(1, 6000)
        .mapToDouble(
            i -> {
              double rate = family == Family.EXPONENTIAL ? Math.exp(i / 500.0) : i / 2000.0;
              double[] column =
                  DoubleStream.of(points.t())
                      .map(
                          t ->
                              family == Family.EXPONENTIAL
                                  ? Math.exp(-t / rate)
                                  : Math.pow(t, -rate))
                      .toArray();
              return LinearFit.of(new double[][] {column}, rest, rho).squares();
            })
        .min()
        .orElseThrow();
  }

  /**
   * At both ends of the offset's interval the best law of that offset has (1 + F / d) times the
   * least squares, F(0.95; 1, d) of a table: 3.94 for 97 to 100 degrees of freedom, 4.00 for 60.
   */
  @ParameterizedTest
  @CsvSource({
    "EXPONENTIAL, 200",
    "EXPONENTIAL, 3000",
    "POWER_WITH_OFFSET, 0.5",
    "POWER_WITH_OFFSET, 1"
  })
  void end_isWhereTheSquaresReachTheLimit(Family family, double parameter) {
    Points points =
        series(
            t -> family == Family.EXPONENTIAL ? Math.exp(-t / parameter) : Math.pow(t, -parameter),
            0.1,
            3);
    Fit fit = new VariableProjection(points).fit(family);
    Projection asymptote = Projection.asymptote(fit);
    assertEquals(4, fit.ends().size());
    int freedom = points.count() - 4;
    assertTrue(freedom >= 55 && freedom <= 65, "d = " + freedom);
    double limit = fit.squares() * (1 + 4.00 / freedom);
    for (double end : new double[] {asymptote.low().orNaN(), asymptote.high().orNaN()}) {
      assertEquals(1, squares(points, family, end, fit.rho()) / limit, 5e-4);
    }
    assertTrue(asymptote.low().orNaN() < fit.offset() && fit.offset() < asymptote.high().orNaN());
  }

  /**
   * Of 200 intervals of 95 %, 184 to 196 hold the true offset in 95 % of all cases (binomial). With
   * the laws at the ends of the other parameter alone it was 145 of the first.
   */
  @ParameterizedTest
  @CsvSource({
    "EXPONENTIAL, 200",
    "EXPONENTIAL, 1000",
    "POWER_WITH_OFFSET, 0.5",
    "POWER_WITH_OFFSET, 1"
  })
  void end_coversTheTrueOffset(Family family, double parameter) {
    int covered = 0;
    for (int seed = 1; seed <= 200; seed++) {
      Points points =
          series(
              t ->
                  family == Family.EXPONENTIAL ? Math.exp(-t / parameter) : Math.pow(t, -parameter),
              0.1,
              seed);
      Projection asymptote = Projection.asymptote(new VariableProjection(points).fit(family));
      covered += asymptote.low().orNaN() <= 2 && 2 <= asymptote.high().orNaN() ? 1 : 0;
    }
    assertTrue(covered >= 184, "covered " + covered);
  }
}
