package io.complexometer.measure.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.ListSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fewer than 768 rows, or than units, are kept as they are, of floats up to twice as many; more
 * become products of units.
 */
final class ScatterTest {
  /** So few that the rows of most tests become products. */
  private static final int PART = 768;

  private static final GramWorkspace WORKSPACE = new GramWorkspace();

  @AfterAll
  static void close() {
    WORKSPACE.close();
  }

  static List<String> names() {
    return DimensionFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void effectiveDimension_ofKeptRows(String name) {
    Matrix features = DimensionFixtures.features(name);
    Scatter first = new Scatter(features.columns(), PART);
    first.add(DimensionFixtures.rows(features, 0, 7), WORKSPACE);
    first.add(DimensionFixtures.rows(features, 7, 8), WORKSPACE);
    Scatter second = new Scatter(features.columns(), PART);
    second.add(DimensionFixtures.rows(features, 8, features.rows()), WORKSPACE);
    first.add(second);
    DimensionFixtures.check(name, 1, first.effectiveDimension(WORKSPACE));
  }

  /** The rows of the fixture over and over, in batches that take no notice of where it ends. */
  @ParameterizedTest
  @MethodSource("names")
  void effectiveDimension_ofProducts(String name) {
    Matrix features = DimensionFixtures.features(name);
    int times = 2500 / features.rows() + 1;
    List<Scatter> states = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      states.add(new Scatter(features.columns(), PART));
    }
    for (int time = 0; time < times; time++) {
      for (int row = 0; row < features.rows(); row += 9) {
        int end = Math.min(row + 9, features.rows());
        int state = time < 1 ? 0 : 1 + (time + row / 9) % 2; // the first keeps its rows
        states.get(state).add(DimensionFixtures.rows(features, row, end), WORKSPACE);
      }
    }
    states.get(0).add(states.get(1));
    states.get(2).add(states.get(0));
    DimensionFixtures.check(name, times, states.get(2).effectiveDimension(WORKSPACE));
  }

  /** Every batch once keeps all rows; every batch ten times makes products of each two. */
  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void forget_fixture(int times) {
    JsonNode expected = DimensionFixtures.expected(DimensionFixtures.DRIFT);
    JsonNode after = expected.get("effective_dimension_after_each_batch");
    Matrix features = DimensionFixtures.features(DimensionFixtures.DRIFT);
    int batch = expected.get("batch").asInt();
    Scatter scatter = new Scatter(features.columns(), PART);
    for (int b = 0; b < after.size(); b++) {
      scatter.forget(expected.get("forgetting").asDouble());
      for (int time = 0; time < times; time++) {
        scatter.add(DimensionFixtures.rows(features, b * batch, (b + 1) * batch), WORKSPACE);
      }
      Scatter copy = new Scatter(features.columns(), PART); // measuring tidies up: not what goes on
      copy.add(scatter);
      DimensionFixtures.check(after.get(b), copy.effectiveDimension(WORKSPACE).value(), 1e-9);
    }
  }

  /** A row of half the weight of others counts as if these had been seen twice. */
  @ParameterizedTest
  @CsvSource({"20, 30, 40", "100, 30, 5", "1000, 900, 8", "900, 40, 8", "40, 900, 8"})
  void forget_half(int before, int after, int units) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(before);
    Matrix old = features(random, before, units);
    Matrix young = features(random, after, units);
    Scatter forgetting = new Scatter(units, PART);
    forgetting.add(old, WORKSPACE);
    forgetting.forget(0.5);
    forgetting.add(young, WORKSPACE);
    EffectiveDimension expected = EffectiveDimension.of(join(old, join(young, young)), WORKSPACE);
    EffectiveDimension actual = forgetting.effectiveDimension(WORKSPACE);
    assertEquals(expected.value().orNaN(), actual.value().orNaN(), 1e-9);
    double weight = 0.5 * before + after;
    assertEquals(weight * weight / (0.25 * before + after), actual.rows(), 1e-9);
  }

  /** b (1 + g) / (1 - g) for batches of b = 4 and g = 0.9. */
  @Test
  void forget_leavesAnEffectiveNumberOfRows() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);
    Scatter scatter = new Scatter(3, PART);
    for (int b = 0; b < 400; b++) {
      scatter.forget(0.9);
      scatter.add(features(random, 4, 3), WORKSPACE);
    }
    assertEquals(76, scatter.effectiveDimension(WORKSPACE).rows(), 1e-9);
  }

  @Test
  void forget_everything() {
    Scatter scatter = new Scatter(2, PART);
    scatter.add(new Matrix.Doubles(2, 2, new double[] {1, Double.NaN, 3, 4}), WORKSPACE);
    scatter.forget(0);
    EffectiveDimension empty = scatter.effectiveDimension(WORKSPACE);
    assertEquals(Value.absent("no variance"), empty.value());
    assertEquals(0, empty.rows());
    scatter.add(new Matrix.Doubles(2, 2, new double[] {1, 2, 3, 4}), WORKSPACE);
    assertEquals(1, scatter.effectiveDimension(WORKSPACE).value().orNaN(), 1e-12);
    assertThrows(IllegalArgumentException.class, () -> scatter.forget(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> scatter.forget(1.5));
  }

  /** Chunks as they come, into any of some states, merged in any order. */
  @ParameterizedTest
  @CsvSource({"1, 60, 200", "2, 300, 40", "3, 1500, 40", "4, 2500, 3", "5, 900, 1000"})
  void add_inChunksInAnyOrder(long seed, int rows, int units) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    Matrix all = features(random, rows, units);
    List<Scatter> states = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      states.add(new Scatter(units, PART));
    }
    for (int from = 0; from < rows; ) {
      int to = Math.min(rows, from + 1 + random.nextInt(100));
      Matrix chunk = DimensionFixtures.rows(all, from, to);
      states.get(random.nextInt(4)).add(chunk, WORKSPACE);
      from = to;
    }
    EffectiveDimension expected = EffectiveDimension.of(all, WORKSPACE);
    for (int time = 0; time < 3; time++) {
      Scatter merged = new Scatter(units, PART);
      ListSampler.shuffle(random, states);
      states.forEach(merged::add);
      EffectiveDimension actual = merged.effectiveDimension(WORKSPACE);
      assertEquals(rows, actual.rows());
      assertEquals(expected.value().orNaN(), actual.value().orNaN(), 1e-9);
      assertEquals(
          expected.participationRatio().orNaN(), actual.participationRatio().orNaN(), 1e-9);
    }
  }

  /** Reflections at random planes, all units by the same factor, and any mean. */
  @ParameterizedTest
  @CsvSource({"1, 30, 50", "2, 900, 20"})
  void effectiveDimension_ofRotatedFeatures(long seed, int rows, int units) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    Matrix features = features(random, rows, units);
    double[] moved = ((Matrix.Doubles) features).data().clone();
    for (int reflection = 0; reflection < 4; reflection++) {
      reflect(moved, features(random, 1, units));
    }
    for (int i = 0; i < moved.length; i++) {
      moved[i] = -300 * moved[i] + i % units;
    }
    double expected = measure(features).value().orNaN();
    double actual = measure(new Matrix.Doubles(rows, units, moved)).value().orNaN();
    assertEquals(expected, actual, 1e-9 * expected);
  }

  /** x - 2 v (v.x) / (v.v) of every row x. */
  private static void reflect(double[] rows, Matrix normal) {
    double[] v = ((Matrix.Doubles) normal).data();
    double square = 0;
    for (double entry : v) {
      square += entry * entry;
    }
    for (int from = 0; from < rows.length; from += v.length) {
      double product = 0;
      for (int i = 0; i < v.length; i++) {
        product += v[i] * rows[from + i];
      }
      for (int i = 0; i < v.length; i++) {
        rows[from + i] -= 2 * product / square * v[i];
      }
    }
  }

  @Test
  void add_rowsOfSinglePrecisionThenDouble() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(9);
    Matrix doubles = features(random, 5, 20);
    float[] single = new float[7 * 20];
    double[] widened = new double[single.length];
    for (int i = 0; i < single.length; i++) {
      single[i] = random.nextFloat();
      widened[i] = single[i];
    }
    Scatter scatter = new Scatter(20, PART);
    scatter.add(new Matrix.Floats(7, 20, single), WORKSPACE);
    assertEquals(4 * 7 * 20, scatter.bytes());
    scatter.add(doubles, WORKSPACE);
    Matrix all = join(new Matrix.Doubles(7, 20, widened), doubles);
    assertEquals(
        EffectiveDimension.of(all, WORKSPACE).value(),
        scatter.effectiveDimension(WORKSPACE).value());
  }

  /** 1,000 x 4,096 floats are 16.4 MB; room for a quarter more is granted. */
  @Test
  void bytes_ofAWideLayer() {
    Scatter scatter = new Scatter(4096, PART);
    Matrix batch = new Matrix.Floats(40, 4096, new float[40 * 4096]);
    for (int row = 0; row < 1000; row += 40) {
      scatter.add(batch, WORKSPACE);
    }
    assertTrue(scatter.bytes() <= 1.25 * 4 * 1000 * 4096, () -> scatter.bytes() + " bytes");
  }

  /** Twice as many rows of floats as units take as much as the products; a quarter is granted. */
  @Test
  void bytes_ofAsManyRowsAsUnits() {
    Scatter scatter = new Scatter(800, PART);
    Matrix batch = new Matrix.Floats(50, 800, new float[50 * 800]);
    for (int row = 0; row < 1700; row += 50) {
      scatter.add(batch, WORKSPACE);
      assertTrue(scatter.bytes() <= 1.25 * 8 * 800 * 800, () -> scatter.bytes() + " bytes");
    }
    assertEquals(Value.absent("no variance"), scatter.effectiveDimension(WORKSPACE).value());
  }

  /** Products are 50^2 doubles; beside them 767 rows at most, and room for as many more. */
  @Test
  void bytes_ofManyRows() {
    Scatter scatter = new Scatter(50, PART);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(4);
    for (int i = 0; i < 1000; i++) {
      scatter.add(features(random, 2, 50), WORKSPACE);
      assertTrue(scatter.bytes() <= 8 * (50 * 50 + 2 * 768 * 50));
    }
    scatter.effectiveDimension(WORKSPACE);
    assertEquals(8 * 50 * 50, scatter.bytes());
  }

  @ParameterizedTest
  @CsvSource({"10, NaN", "10, Infinity", "2000, NaN", "2000, -Infinity"})
  void effectiveDimension_ofNonFiniteActivations(int rows, double bad) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(3);
    for (int place : new int[] {0, rows * 6 / 2, rows * 6 - 1}) {
      Matrix features = features(random, rows, 6);
      ((Matrix.Doubles) features).data()[place] = bad;
      Scatter scatter = new Scatter(6, PART);
      scatter.add(features(random, 5, 6), WORKSPACE);
      scatter.add(features, WORKSPACE);
      scatter.add(features(random, 900, 6), WORKSPACE);
      Scatter merged = new Scatter(6, PART);
      merged.add(features(random, 30, 6), WORKSPACE);
      merged.add(scatter);
      for (Scatter each : List.of(scatter, merged)) {
        EffectiveDimension dimension = each.effectiveDimension(WORKSPACE);
        assertEquals(Value.absent("non-finite activations"), dimension.value());
        assertEquals(Value.absent("non-finite activations"), dimension.saturation());
        assertEquals(rows + (each == merged ? 935 : 905), dimension.rows());
      }
      assertEquals(0, scatter.bytes());
    }
  }

  @Test
  void add_otherUnits() {
    Scatter scatter = new Scatter(3, PART);
    Matrix four = new Matrix.Doubles(1, 4, new double[4]);
    Exception thrown =
        assertThrows(IllegalArgumentException.class, () -> scatter.add(four, WORKSPACE));
    assertEquals("a batch of 4 units in a state of 3", thrown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> scatter.add(new Scatter(4, PART)));
  }

  private static EffectiveDimension measure(Matrix features) {
    Scatter scatter = new Scatter(features.columns(), PART);
    scatter.add(features, WORKSPACE);
    return scatter.effectiveDimension(WORKSPACE);
  }

  private static Matrix join(Matrix one, Matrix other) {
    double[] data = new double[(one.rows() + other.rows()) * one.columns()];
    one.copy(0, data, 0, one.rows() * one.columns());
    other.copy(0, data, one.rows() * one.columns(), other.rows() * one.columns());
    return new Matrix.Doubles(one.rows() + other.rows(), one.columns(), data);
  }

  /** Gaussian units with means, the k-th with the standard deviation 1 / k. */
  private static Matrix features(UniformRandomProvider random, int rows, int units) {
    ZigguratSampler.NormalizedGaussian gaussian = ZigguratSampler.NormalizedGaussian.of(random);
    double[] data = new double[rows * units];
    for (int i = 0; i < data.length; i++) {
      data[i] = gaussian.sample() / (1 + i % units) + i % units;
    }
    return new Matrix.Doubles(rows, units, data);
  }
}
