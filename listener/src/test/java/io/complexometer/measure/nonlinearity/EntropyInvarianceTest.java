package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not depend on how samples are written down, on random samples with common causes. */
final class EntropyInvarianceTest {
  private static final EntropyEstimator TREE = new TreeEstimator();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void samplesPermutedWithTheirFolds(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    BinarySamples samples = samples(random);
    int rows = samples.rows();
    int[] order = permutation(random, rows);
    BinarySamples permuted = copy(samples, (row, unit) -> get(samples, order[row], unit));
    Folds folds = Folds.interleaved(rows);
    Folds permutedFolds = Folds.ofExamples(order);
    assertEquals(TREE.estimate(samples, folds), TREE.estimate(permuted, permutedFolds));
    assertEquals(JointEntropy.of(samples), JointEntropy.of(permuted));
    assertEquals(IndependentEntropy.of(samples), IndependentEntropy.of(permuted));
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void unitsRenamed(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    BinarySamples samples = samples(random);
    int[] order = permutation(random, samples.units());
    BinarySamples renamed = copy(samples, (row, unit) -> get(samples, row, order[unit]));
    assertEquals(JointEntropy.of(samples), JointEntropy.of(renamed));
    assertEquals(
        IndependentEntropy.of(samples).bits(), IndependentEntropy.of(renamed).bits(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {21, 22, 23, 24, 25, 26, 27, 28})
  void bitsFlipped(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    BinarySamples samples = samples(random);
    int[] flip = IntStream.range(0, samples.units()).map(unit -> random.nextInt(2)).toArray();
    BinarySamples flipped = copy(samples, (row, unit) -> get(samples, row, unit) ^ flip[unit]);
    assertEquals(JointEntropy.of(samples), JointEntropy.of(flipped));
    assertEquals(
        IndependentEntropy.of(samples).bits(), IndependentEntropy.of(flipped).bits(), 1e-12);
  }

  @ParameterizedTest
  @ValueSource(longs = {31, 32, 33, 34, 35, 36, 37, 38})
  void constantUnitsAdded(long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    BinarySamples samples = samples(random);
    int added = 3 + random.nextInt(70);
    List<Integer> places = new ArrayList<>(); // -1 is dead, -2 always on
    IntStream.range(0, samples.units()).forEach(places::add);
    for (int i = 0; i < added; i++) {
      places.add(random.nextInt(places.size() + 1), -1 - random.nextInt(2));
    }
    BinarySamples more = new BinarySamples(samples.rows(), places.size());
    for (int row = 0; row < more.rows(); row++) {
      for (int unit = 0; unit < more.units(); unit++) {
        int from = places.get(unit);
        if (from == -2 || (from >= 0 && samples.get(row, from))) {
          more.set(row, unit);
        }
      }
    }
    Folds folds = Folds.blocked(samples.rows());
    assertEquals(TREE.estimate(samples, folds), TREE.estimate(more, folds));
    assertEquals(JointEntropy.of(samples), JointEntropy.of(more));
    IndependentEntropy before = IndependentEntropy.of(samples);
    IndependentEntropy after = IndependentEntropy.of(more);
    assertEquals(before.bits(), after.bits());
    assertEquals(
        before.deadUnits() + before.alwaysOnUnits() + added,
        after.deadUnits() + after.alwaysOnUnits());
  }

  /** Each of the three describes the same rows with more freedom than the one before. */
  @ParameterizedTest
  @ValueSource(longs = {41, 42, 43, 44, 45, 46, 47, 48})
  void plugInValuesAreOrdered(long seed) {
    BinarySamples samples = samples(RandomSource.XO_SHI_RO_256_PP.create(seed));
    double independent = IndependentEntropy.of(samples).bits();
    double tree = TreeEstimator.plugIn(samples);
    double joint = JointEntropy.of(samples).plugIn();
    assertTrue(independent >= tree - 1e-12, () -> independent + " < " + tree);
    assertTrue(tree >= joint - 1e-12, () -> tree + " < " + joint);
  }

  /** Units that each see one of three causes through noise of their own; some never vary. */
  private static BinarySamples samples(UniformRandomProvider random) {
    int rows = 40 + random.nextInt(300);
    int units = 3 + random.nextInt(80);
    double[] noise = random.doubles(units).toArray();
    double[] causes = new double[3];
    BinarySamples samples = new BinarySamples(rows, units);
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < causes.length; i++) {
        causes[i] = random.nextDouble();
      }
      for (int unit = 0; unit < units; unit++) {
        if (causes[unit % 3] + noise[unit] * random.nextDouble() > 0.9) {
          samples.set(row, unit);
        }
      }
    }
    return samples;
  }

  private static int[] permutation(UniformRandomProvider random, int length) {
    return new PermutationSampler(random, length, length).sample();
  }

  private static int get(BinarySamples samples, int row, int unit) {
    return samples.get(row, unit) ? 1 : 0;
  }

  private static BinarySamples copy(BinarySamples shape, IntBinaryOperator bit) {
    BinarySamples copy = new BinarySamples(shape.rows(), shape.units());
    for (int row = 0; row < copy.rows(); row++) {
      for (int unit = 0; unit < copy.units(); unit++) {
        if (bit.applyAsInt(row, unit) == 1) {
          copy.set(row, unit);
        }
      }
    }
    return copy;
  }
}
