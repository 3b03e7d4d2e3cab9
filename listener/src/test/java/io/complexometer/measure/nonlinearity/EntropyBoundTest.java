package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
 * processes.
 */
final class EntropyBoundTest {
  private static final int PROCESSES = 50;
  private static final int UNITS = 6;
  private static final int ROWS = 4000;

  static List<EntropyEstimator> estimators() {
    return List.of(new TreeEstimator(), new ChainEstimator());
  }

  /**
   * The mean over the processes of a code length is at least that of the entropies, but for chance:
   * the code lengths of n rows scatter with the variance of -log2 of a pattern's probability over
   * n, and four standard errors of their mean are granted.
   */
  @ParameterizedTest
  @MethodSource("estimators")
  void estimate_boundsTheEntropy(EntropyEstimator estimator) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);
    double excess = 0;
    double variance = 0;
    for (int i = 0; i < PROCESSES; i++) {
      double[] p = i % 2 == 0 ? anyProcess(random) : treeProcess(random);
      excess += codeLength(estimator, draw(p, random)) - meanOfPowers(p, 1);
      variance += (meanOfPowers(p, 2) - Math.pow(meanOfPowers(p, 1), 2)) / ROWS;
    }
    double granted = 4 * Math.sqrt(variance);
    double total = excess;
    assertTrue(excess >= -granted, () -> "%s bits, %s granted".formatted(total, granted));
  }

  /**
   * Where each unit depends on one before it, a tree says it all: nothing is lost but the price of
   * 2 d - 1 probabilities learned from 4/5 of the rows, 1 / (2 n ln 2) bits each to first order.
   * What is lost is told from the code length that the true probabilities give the same rows, whose
   * mean is the entropy: that scatters less. A quarter is granted for higher orders and chance.
   */
  @Test
  void estimate_ofTreesIsTheirEntropy() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(8);
    double lost = 0;
    for (int i = 0; i < PROCESSES; i++) {
      double[] p = treeProcess(random);
      int[] patterns = draw(p, random);
      double ideal = Arrays.stream(patterns).mapToDouble(x -> bits(p[x])).sum() / ROWS;
      lost += (codeLength(new TreeEstimator(), patterns) - ideal) / PROCESSES;
    }
    double price = (2 * UNITS - 1) / (2 * 0.8 * ROWS * Math.log(2));
    assertEquals(price, lost, price / 4);
  }

  private static double bits(double probability) {
    return probability > 0 ? -Math.log(probability) / Math.log(2) : 0;
  }

  /** The mean of the powers of -log2 p: the entropy for the first power. */
  private static double meanOfPowers(double[] p, int power) {
    return Arrays.stream(p).map(x -> x * Math.pow(bits(x), power)).sum();
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

  private static int[] draw(double[] p, UniformRandomProvider random) {
    int[] patterns = new int[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double left = random.nextDouble() - p[0];
      while (left >= 0 && patterns[row] < p.length - 1) {
        left -= p[++patterns[row]];
      }
    }
    return patterns;
  }

  private static double codeLength(EntropyEstimator estimator, int[] patterns) {
    BinarySamples samples = new BinarySamples(ROWS, UNITS);
    for (int row = 0; row < ROWS; row++) {
      for (int unit = 0; unit < UNITS; unit++) {
        if ((patterns[row] >> unit & 1) == 1) {
          samples.set(row, unit);
        }
      }
    }
    return estimator.estimate(samples, Folds.interleaved(ROWS)).bits();
  }
}
