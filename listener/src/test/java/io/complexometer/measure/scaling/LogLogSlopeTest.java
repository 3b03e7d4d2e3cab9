package io.complexometer.measure.scaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LogLogSlopeTest {
  private static final double[] X = {
    0.91, 0.83, 0.79, 0.68, 0.61, 0.57, 0.50, 0.43, 0.41, 0.36, 0.33, 0.28
  };
  private static final double[] Y = {5.1, 4.4, 4.6, 3.7, 3.1, 2.9, 2.2, 1.9, 1.95, 1.4, 1.3, 1.0};

  /** numpy.polyfit(numpy.log(x), numpy.log(y), 1)[0], numpy 2.4.6. */
  @Test
  void of_isTheLeastSquaresLineOfNumpy() {
    LogLogSlope line = LogLogSlope.of(X, Y, 1);
    assertEquals(1.3888885798739565, line.slope().orNaN(), 1e-13);
    assertEquals(12, line.points());
    assertTrue(line.low().orNaN() < line.slope().orNaN(), line::toString);
    assertTrue(line.high().orNaN() > line.slope().orNaN(), line::toString);
    assertEquals(line, LogLogSlope.of(X, Y, 1));
  }

  /** y = 3 x^-1.7: each draw of pairs is on the same line. */
  @Test
  void of_anExactPower_hasAnIntervalOfNoWidth() {
    double[] x = IntStream.rangeClosed(1, 40).mapToDouble(i -> i).toArray();
    double[] y = DoubleStream.of(x).map(each -> 3 * Math.pow(each, -1.7)).toArray();
    LogLogSlope line = LogLogSlope.of(x, y, 2);
    assertEquals(-1.7, line.slope().orNaN(), 1e-13);
    assertEquals(-1.7, line.low().orNaN(), 1e-13);
    assertEquals(-1.7, line.high().orNaN(), 1e-13);
  }

  @Test
  void of_leavesOutWhatHasNoLogarithm() {
    double[] x = new double[X.length + 4];
    double[] y = new double[X.length + 4];
    System.arraycopy(X, 0, x, 0, X.length);
    System.arraycopy(Y, 0, y, 0, X.length);
    double[][] without = {{0, 1}, {1, -1}, {Double.NaN, 1}, {1, Double.POSITIVE_INFINITY}};
    for (int i = 0; i < 4; i++) {
      x[X.length + i] = without[i][0];
      y[X.length + i] = without[i][1];
    }
    assertEquals(LogLogSlope.of(X, Y, 3), LogLogSlope.of(x, y, 3));
  }

  @Test
  void of_whatHasNoSlope_saysWhy() {
    double[] nine = DoubleStream.iterate(1, x -> x + 1).limit(9).toArray();
    assertEquals(
        new LogLogSlope(
            Value.absent("too few positive pairs"),
            Value.absent("too few positive pairs"),
            Value.absent("too few positive pairs"),
            9),
        LogLogSlope.of(nine, nine, 1));
    double[] same = DoubleStream.generate(() -> 0.1).limit(12).toArray();
    assertEquals(Value.absent("x does not vary"), LogLogSlope.of(same, Y, 1).slope());
    assertThrows(IllegalArgumentException.class, () -> LogLogSlope.of(nine, same, 1));
  }

  /**
   * Coverage as an independent implementation in numpy has it, 2,000 series each: less than the
   * nominal 0.95 where neighbours are correlated, as of every block bootstrap of a short series.
   */
  @ParameterizedTest
  @CsvSource({"80, 0, 0.9405", "80, 0.8, 0.826"})
  void of_coverage(int n, double rho, double numpy) {
    int series = 1000;
    int covered = 0;
    for (int seed = 1; seed <= series; seed++) {
      UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
      double[] noiseOfX = ar(random, n, rho);
      double[] noiseOfY = ar(random, n, rho);
      double[] x = new double[n];
      double[] y = new double[n];
      for (int i = 0; i < n; i++) {
        double logarithm = -0.3 * i / (n - 1) * 4 * Math.log(10) + 0.05 * noiseOfX[i];
        x[i] = Math.exp(logarithm);
        y[i] = Math.exp(1 + 0.7 * logarithm + 0.3 * noiseOfY[i]);
      }
      LogLogSlope line = LogLogSlope.of(x, y, seed);
      covered += line.low().orNaN() <= 0.7 && 0.7 <= line.high().orNaN() ? 1 : 0;
    }
    BinomialDistribution expected = new BinomialDistribution(series, numpy);
    int least = expected.inverseCumulativeProbability(0.005);
    int most = expected.inverseCumulativeProbability(0.995);
    String found = covered + " of " + series + ", expected " + least + " to " + most;
    assertTrue(least <= covered && covered <= most, found);
  }

  /** Of variance 1 from the first on. */
  private static double[] ar(UniformRandomProvider random, int n, double rho) {
    var normal = ZigguratSampler.NormalizedGaussian.of(random);
    double[] noise = new double[n];
    noise[0] = normal.sample();
    for (int i = 1; i < n; i++) {
      noise[i] = rho * noise[i - 1] + Math.sqrt(1 - rho * rho) * normal.sample();
    }
    return noise;
  }
}
