package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cross-validated code lengths against entropies by enumeration of all patterns of random
 * processes. The mean over the processes of a code length is at least that of the entropies, but
 * for chance: the code lengths of n rows scatter with the variance of -log2 of a pattern's
 * probability over n, and four standard errors of their mean are granted.
 */
final class EntropyBoundTest {
  private static final int PROCESSES = 25;
  private static final int UNITS = 6;
  private static final int ROWS = 4000;

  static List<EntropyEstimator> estimators() {
    return List.of(new TreeEstimator());
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void estimate_boundsTheEntropy(EntropyEstimator estimator) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);
    Excess excess = new Excess();
    for (int i = 0; i < PROCESSES; i++) {
      excess.measure(anyProcess(random), estimator, random);
    }
    assertTrue(excess.mean() >= -4 * excess.standardError(), excess.toString());
  }

  /**
   * Where each unit depends on one before it, a tree says it all: nothing is lost but the price of
   * 2 d - 1 probabilities learned from 4/5 of the rows, each 1 / (2 n ln 2) bits to first order.
   */
  @Test
  void estimate_ofTreesIsTheirEntropy() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(8);
    Excess excess = new Excess();
    for (int i = 0; i < PROCESSES; i++) {
      excess.measure(treeProcess(random), new TreeEstimator(), random);
    }
    double price = (2 * UNITS - 1) / (2 * 0.8 * ROWS * Math.log(2));
    double distance = Math.abs(excess.mean() - price);
    assertTrue(distance <= 4 * excess.standardError(), price + " " + excess);
  }

  /** Probabilities of all patterns, without any structure: some much likelier than others. */
  private static double[] anyProcess(UniformRandomProvider random) {
    double[] p = random.doubles(1 << UNITS).map(x -> Math.pow(x, 8)).toArray();
    double sum = Arrays.stream(p).sum();
    return Arrays.stream(p).map(x -> x / sum).toArray();
  }

  private static double[] treeProcess(UniformRandomProvider random) {
    double[] p = new double[1 << UNITS];
    Arrays.fill(p, 1);
    for (int unit = 0; unit < UNITS; unit++) {
      int parent = unit == 0 ? 0 : random.nextInt(unit);
      double[] on = {0.05 + 0.35 * random.nextDouble(), 0.6 + 0.35 * random.nextDouble()};
      for (int pattern = 0; pattern < p.length; pattern++) {
        double given = on[unit == 0 ? 0 : pattern >> parent & 1];
        p[pattern] *= (pattern >> unit & 1) == 1 ? given : 1 - given;
      }
    }
    return p;
  }

  /** Code lengths minus entropies, in bits. */
  private static final class Excess {
    private double sum;
    private double variances;

    void measure(double[] p, EntropyEstimator estimator, UniformRandomProvider random) {
      double entropy = 0;
      double square = 0;
      for (double x : p) {
        double bits = x > 0 ? -Math.log(x) / Math.log(2) : 0;
        entropy += x * bits;
        square += x * bits * bits;
      }
      sum += estimator.estimate(draw(p, random), Folds.interleaved(ROWS)).bits() - entropy;
      variances += (square - entropy * entropy) / ROWS;
    }

    private static BinarySamples draw(double[] p, UniformRandomProvider random) {
      BinarySamples samples = new BinarySamples(ROWS, UNITS);
      for (int row = 0; row < ROWS; row++) {
        double left = random.nextDouble();
        int pattern = 0;
        while (left >= p[pattern] && pattern < p.length - 1) {
          left -= p[pattern++];
        }
        for (int unit = 0; unit < UNITS; unit++) {
          if ((pattern >> unit & 1) == 1) {
            samples.set(row, unit);
          }
        }
      }
      return samples;
    }

    double mean() {
      return sum / PROCESSES;
    }

    double standardError() {
      return Math.sqrt(variances) / PROCESSES;
    }

    @Override
    public String toString() {
      return "%.5f bits above the entropy, standard error %.5f".formatted(mean(), standardError());
    }
  }
}
