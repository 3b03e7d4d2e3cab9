package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChainEstimatorTest {
  /** What the issue of the fixtures allows; Newton's method found theirs to 1e-10. */
  private static final double TOLERANCE = 1e-3;

  static List<String> names() {
    return EntropyFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void estimate_fixture(String name) {
    BinarySamples samples = EntropyFixtures.samples(name);
    int n = samples.rows();
    CodeLength interleaved = new ChainEstimator().estimate(samples, Folds.interleaved(n));
    CodeLength blocked = new ChainEstimator().estimate(samples, Folds.blocked(n));
    assertEquals(expected(name, "chain_cv_interleaved"), interleaved.bits(), TOLERANCE);
    assertEquals(expected(name, "chain_cv_blocked"), blocked.bits(), TOLERANCE);
    assertTrue(interleaved.remainingGain() < 1e-9 && blocked.remainingGain() < 1e-9);
  }

  private static double expected(String name, String estimator) {
    return EntropyFixtures.expected(name).get(estimator).asDouble();
  }

  @Test
  void estimate_warmOnARecordedTraining_equalsCold() {
    ChainEstimator warm = new ChainEstimator();
    for (int iteration : RecordedTraining.ITERATIONS) {
      BinarySamples samples = RecordedTraining.at(iteration);
      Folds folds = Folds.interleaved(samples.rows());
      double cold = new ChainEstimator().estimate(samples, folds).bits();
      assertEquals(cold, warm.estimate(samples, folds).bits(), 3e-3);
    }
  }

  /** What does not change has one value, whoever asks again, and is not gone over again. */
  @Test
  void estimate_ofTheSameAgain_isTheSame() {
    BinarySamples samples = EntropyFixtures.samples("ising2d_4x4_T1.50");
    Folds folds = Folds.interleaved(samples.rows());
    ChainEstimator chain = new ChainEstimator();
    CodeLength first = chain.estimate(samples, folds);
    assertEquals(first, chain.estimate(where(samples, unit -> false), folds));
    assertNotEquals(first, chain.estimate(samples, Folds.blocked(samples.rows())));
  }

  @Test
  void restore_goesOnExactlyAsTheOther() {
    ChainEstimator one = new ChainEstimator();
    for (int iteration : RecordedTraining.ITERATIONS) {
      ChainEstimator other = new ChainEstimator();
      other.restore(one.memory());
      BinarySamples samples = RecordedTraining.at(iteration);
      Folds folds = Folds.interleaved(samples.rows());
      assertEquals(one.estimate(samples, folds), other.estimate(samples, folds));
      assertEquals(one.estimate(samples, folds), other.estimate(samples, folds));
    }
  }

  @Test
  void memory_thatCannotBe_isRefused() {
    CodeLength length = new CodeLength(1, 0);
    float[][][] weights = new float[Folds.COUNT][1][2];
    new ChainEstimator.Memory(new int[] {3, 5}, weights, new byte[0], length);
    for (int[] units : new int[][] {{5, 3}, {3, 3}, {3}, {3, 5, 6}}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new ChainEstimator.Memory(units, weights, new byte[0], length));
    }
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new ChainEstimator.Memory(
                new int[] {3, 5}, new float[Folds.COUNT][1][3], new byte[0], length));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ChainEstimator.Memory(new int[] {3}, new float[1][0][], new byte[0], length));
  }

  /** Whatever it has seen before: the worst start is one that is sure of the opposite. */
  @Test
  void estimate_afterItsOpposite_equalsCold() {
    BinarySamples samples = EntropyFixtures.samples("ising2d_4x4_T1.50");
    Folds folds = Folds.interleaved(samples.rows());
    ChainEstimator warm = new ChainEstimator();
    warm.estimate(where(samples, unit -> unit % 2 == 0), folds);
    CodeLength actual = warm.estimate(samples, folds);
    assertEquals(expected("ising2d_4x4_T1.50", "chain_cv_interleaved"), actual.bits(), TOLERANCE);
    assertTrue(actual.remainingGain() < 1e-9);
  }

  /** The same samples with some units negated. */
  private static BinarySamples where(BinarySamples samples, IntPredicate negated) {
    BinarySamples result = new BinarySamples(samples.rows(), samples.units());
    for (int row = 0; row < samples.rows(); row++) {
      for (int unit = 0; unit < samples.units(); unit++) {
        if (samples.get(row, unit) != negated.test(unit)) {
          result.set(row, unit);
        }
      }
    }
    return result;
  }

  /** Units that die and come to life between two samples find their own weights again. */
  @Test
  void estimate_whereUnitsAppearAndVanish_equalsCold() {
    BinarySamples all = EntropyFixtures.samples("markov16");
    Folds folds = Folds.interleaved(all.rows());
    ChainEstimator warm = new ChainEstimator();
    for (int[] kept : new int[][] {{0, 3, 4, 9, 15}, {3, 4, 5, 6}, {0, 1, 2, 3, 4, 9, 15}, {7}}) {
      BinarySamples some = only(all, kept);
      double cold = new ChainEstimator().estimate(some, folds).bits();
      assertEquals(cold, warm.estimate(some, folds).bits(), TOLERANCE);
    }
    double full = warm.estimate(all, folds).bits();
    assertEquals(expected("markov16", "chain_cv_interleaved"), full, TOLERANCE);
  }

  /** The same samples with all other units dead. */
  private static BinarySamples only(BinarySamples samples, int[] units) {
    BinarySamples result = new BinarySamples(samples.rows(), samples.units());
    for (int unit : units) {
      IntStream.range(0, samples.rows())
          .filter(row -> samples.get(row, unit))
          .forEach(row -> result.set(row, unit));
    }
    return result;
  }

  /** Nothing to learn from: each further unit is a fair coin; the first has its own entropy. */
  @Test
  void estimate_whereAllRowsAreHeldOutAtOnce_knowsNothing() {
    BinarySamples samples = EntropyFixtures.samples("bernoulli8");
    Folds one = Folds.ofExamples(new int[samples.rows()]);
    double first =
        EntropyFixtures.expected("bernoulli8").get("chain_terms_interleaved").get(0).asDouble();
    assertEquals(first + 7, new ChainEstimator().estimate(samples, one).bits(), 1e-9);
  }

  @Test
  void estimate_withFoldsOfOtherRows_isRefused() {
    BinarySamples samples = new BinarySamples(10, 2);
    Folds folds = Folds.interleaved(9);
    ChainEstimator chain = new ChainEstimator();
    assertThrows(IllegalArgumentException.class, () -> chain.estimate(samples, folds));
  }
}
