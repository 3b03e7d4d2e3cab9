package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sampler in law: against the textbook construction, and against random matrix theory. */
final class CircularEnsembleTest {
  private static final int ORDER = 40;
  private static final int DRAWS = 300;

  /** Two-sample Kolmogorov-Smirnov: exceeded once in a thousand (times sqrt(1/n + 1/m)). */
  private static final double CRITICAL = 1.949;

  /**
   * Variances of the unit-mean nearest-neighbour spacing for n to infinity, 0.286, 0.180, 0.104
   * (Mehta, "Random Matrices", table in the chapter on spacings); more digits from Fredholm
   * determinants of the sine kernel (Bornemann, Markov Processes Relat. Fields 16, 2010). At n = 40
   * that of CUE is smaller by 0.0001.
   */
  private static double spacingVariance(CircularEnsemble ensemble) {
    return switch (ensemble) {
      case COE -> 0.28553;
      case CUE -> 0.17999;
      case CSE -> 0.10410;
    };
  }

  /** What 300 draws of order 40 gave in numpy, to three digits. */
  private static double measuredVariance(CircularEnsemble ensemble) {
    return switch (ensemble) {
      case COE -> 0.284;
      case CUE -> 0.180;
      case CSE -> 0.106;
    };
  }

  @ParameterizedTest
  @EnumSource
  void spacings_haveTheVarianceOfTheory(CircularEnsemble ensemble) {
    double[][] fast = draws(ensemble, ORDER, DRAWS, false);
    double[][] textbook = draws(ensemble, ORDER, DRAWS, true);
    for (double[][] draws : new double[][][] {fast, textbook}) {
      double[] variances = Arrays.stream(draws).mapToDouble(d -> variance(d)).toArray();
      double mean = Arrays.stream(variances).average().orElseThrow();
      double error = Math.sqrt(variance(variances) / DRAWS); // draws are independent
      String message = ensemble + ": " + mean + " +- " + error;
      assertEquals(spacingVariance(ensemble), mean, 3 * error, message);
      assertEquals(measuredVariance(ensemble), mean, 3 * Math.sqrt(2) * error, message);
    }
    assertTrue(distance(fast, textbook) < CRITICAL * Math.sqrt(2.0 / (DRAWS * ORDER)));
  }

  /** Small matrices, where a wrong exponent of a coefficient shows most. */
  @ParameterizedTest
  @EnumSource
  void spacings_ofThreePhasesFollowTheTextbook(CircularEnsemble ensemble) {
    double[][] fast = draws(ensemble, 3, 2000, false);
    double[][] textbook = draws(ensemble, 3, 2000, true);
    double critical = CRITICAL * Math.sqrt(2.0 / 2000); // as if a draw were one spacing, not three
    assertTrue(distance(fast, textbook) < critical);
    for (CircularEnsemble other : CircularEnsemble.values()) {
      if (other != ensemble) { // the test can tell the ensembles apart
        assertTrue(distance(draws(other, 3, 2000, false), textbook) > critical);
      }
    }
  }

  /** Single cosines, one of each draw, which are independent of each other. */
  @ParameterizedTest
  @EnumSource
  void cosines_followTheTextbook(CircularEnsemble ensemble) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(8);
    double[] fast = new double[2000];
    double[] textbook = new double[2000];
    for (int i = 0; i < fast.length; i++) {
      fast[i] = Math.cos(ensemble.draw(5, random).phases()[2]);
      textbook[i] = Math.cos(TextbookCircularEnsembles.phases(ensemble, 5, random)[2]);
    }
    assertTrue(distance(fast, textbook) < CRITICAL * Math.sqrt(2.0 / 2000));
  }

  private static double[][] draws(
      CircularEnsemble ensemble, int order, int number, boolean textbook) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(textbook ? 6 : 7);
    double[][] spacings = new double[number][];
    for (int d = 0; d < number; d++) {
      spacings[d] =
          spacings(
              textbook
                  ? TextbookCircularEnsembles.phases(ensemble, order, random)
                  : ensemble.draw(order, random).phases());
    }
    return spacings;
  }

  /** With unit mean; the last one across the cut. */
  private static double[] spacings(double[] phases) {
    double[] spacings = new double[phases.length];
    for (int i = 0; i < phases.length; i++) {
      double next = i + 1 < phases.length ? phases[i + 1] : phases[0] + 2 * Math.PI;
      spacings[i] = (next - phases[i]) * phases.length / (2 * Math.PI);
    }
    return spacings;
  }

  private static double variance(double[] numbers) {
    double mean = Arrays.stream(numbers).average().orElseThrow();
    return Arrays.stream(numbers).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
  }

  private static double distance(double[][] a, double[][] b) {
    return distance(
        Arrays.stream(a).flatMapToDouble(Arrays::stream).toArray(),
        Arrays.stream(b).flatMapToDouble(Arrays::stream).toArray());
  }

  /** The Kolmogorov-Smirnov distance of two samples of equal size. */
  private static double distance(double[] a, double[] b) {
    double[] x = Arrays.stream(a).sorted().toArray();
    double[] y = Arrays.stream(b).sorted().toArray();
    int largest = 0;
    int i = 0;
    int j = 0;
    while (i < x.length && j < y.length) {
      if (x[i] <= y[j]) {
        i++;
      } else {
        j++;
      }
      largest = Math.max(largest, Math.abs(i - j));
    }
    return (double) largest / x.length;
  }
}
