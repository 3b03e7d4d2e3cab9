package io.complexometer.benchmark;

import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.Points;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * A series of known law with noise of which neighbours are correlated.
 *
 * @param law after which it is made
 * @param grid its times
 * @param rho correlation of neighbouring noise
 * @param noise its standard deviation
 */
record SyntheticSeries(Law law, Grid grid, double rho, double noise) {
  private static final int MOST_SEEDS = 10_000;

  /** What changes by about 4, between 1 and 5. */
  enum Law {
    NOISE(0, "noise"),
    POWER(1, "power"),
    OFFSET(2, "power with offset"),
    EXPONENTIAL(3, "exponential"),
    UNFINISHED(4, "exponential, unfinished"),
    LOGARITHM(5, "logarithm"),
    BROKEN(6, "broken power");

    final String label;
    private final int number; // of its streams of noise

    Law(int number, String label) {
      this.number = number;
      this.label = label;
    }

    boolean hasExponent() {
      return this == POWER || this == OFFSET;
    }

    double at(double t, double end) {
      return switch (this) {
        case NOISE -> 4;
        case POWER -> 5 * Math.pow(t, -0.4);
        case OFFSET -> 1 + 4 * Math.pow(t, -0.6);
        case EXPONENTIAL -> 1 + 4 * Math.exp(-25 * t / end);
        case UNFINISHED -> 1 + 4 * Math.exp(-2.5 * t / end);
        case LOGARITHM -> 5 - 4 * Math.log(t) / Math.log(end);
        case BROKEN -> {
          double middle = Math.sqrt(end);
          yield 5 * Math.pow(middle, -0.1) * Math.pow(t / middle, t < middle ? -0.1 : -0.6);
        }
      };
    }
  }

  /**
   * Iterations: a geometric sequence, rounded, as the prototype's rates were measured with; or what
   * is kept of a training's first iterations, which has more points in fewer decades.
   */
  enum Grid {
    EVEN_28(0, 30, 5_000),
    EVEN_46(1, 50, 20_000),
    EVEN_54(2, 60, 20_000),
    EVEN_109(3, 120, 1_000_000),
    EVEN_128(4, 150, 100_000),
    KEPT_30(5, 0, 100),
    KEPT_50(6, 0, 1_000),
    KEPT_110(7, 0, 1_000_000);

    final double end;
    private final int number;
    private final int steps;

    Grid(int number, int steps, double end) {
      this.number = number;
      this.steps = steps;
      this.end = end;
    }

    boolean isEven() {
      return steps > 0;
    }

    boolean isShort() {
      return this == EVEN_28 || this == KEPT_30;
    }

    double[] times() {
      if (steps == 0) {
        LogarithmicGrid grid = new LogarithmicGrid();
        LongStream.rangeClosed(1, (long) end).forEach(t -> grid.add((double) t, 0));
        return grid.points().t();
      }
      return IntStream.range(0, steps)
          .mapToDouble(i -> Math.rint(Math.pow(end, i / (steps - 1.0))))
          .distinct()
          .toArray();
    }
  }

  /**
   * Draws one.
   *
   * @param times of the grid, which take time to find
   * @param seed less than 10,000; no two series of different settings have the same noise
   */
  Points draw(double[] times, int seed) {
    long setting = ((law.number * 10L + grid.number) * 100 + Math.round(100 * rho)) * 100;
    long stream = (setting + Math.round(100 * noise)) * MOST_SEEDS + seed;
    var normal =
        ZigguratSampler.NormalizedGaussian.of(RandomSource.XO_SHI_RO_256_PP.create(stream));
    double[] y = Arrays.stream(times).map(t -> law.at(t, grid.end)).toArray();
    double error = normal.sample();
    for (int i = 0; i < y.length; i++) {
      y[i] += noise * error;
      error = rho * error + Math.sqrt(1 - rho * rho) * normal.sample();
    }
    return new Points(times, y);
  }
}
