package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class NonlinearityComplexityTest {

  static List<String> names() {
    return EntropyFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_fixture(String name) {
    JsonNode expected = EntropyFixtures.expected(name);
    NonlinearityComplexity actual = measure(EntropyFixtures.samples(name));
    assertEquals(expected.get("n").asInt(), actual.rows());
    assertEquals(expected.get("d").asInt(), actual.units());
    assertEquals(
        expected.get("constant_units").asInt(), actual.deadUnits() + actual.alwaysOnUnits());
    double independent = expected.get("marginal_plugin").asDouble();
    double complexity = expected.get("tree_cv").asDouble();
    assertEquals(independent, actual.independent().orNaN(), 1e-9);
    assertEquals(complexity, actual.value().orNaN(), 1e-6);
    assertEquals(independent - complexity, actual.multiInformation().orNaN(), 1e-6);
    assertEquals(Value.of(0), actual.remainingGain());
  }

  /**
   * Sum of k / (2 n ln 2) for k = 1, 2, 3, as the fourth unit is constant, and n = 6: 1 / (2 ln 2).
   */
  @Test
  void chainBias_ofUnitsThatVary() {
    BinarySamples samples = new BinarySamples(6, 4);
    samples.set(0, 0);
    samples.set(1, 1);
    samples.set(2, 2);
    assertEquals(1 / (2 * Math.log(2)), measure(samples).chainBias(), 1e-15);
  }

  @Test
  void of_deadAndAlwaysOnUnits() {
    BinarySamples samples = new BinarySamples(70, 5);
    for (int row = 0; row < 70; row++) {
      samples.set(row, 1);
      samples.set(row, 3);
    }
    samples.set(69, 4);
    NonlinearityComplexity actual = measure(samples);
    assertEquals(2, actual.deadUnits());
    assertEquals(2, actual.alwaysOnUnits());
    assertEquals(2, actual.joint().distinctPatterns());
  }

  /** What a single row, or a layer without bits, is: all constant. */
  @Test
  void of_almostNothing() {
    assertEquals(Value.of(0), measure(new BinarySamples(1, 3)).value());
    assertEquals(Value.of(0), measure(new BinarySamples(3, 0)).independent());
    assertEquals(1, measure(new BinarySamples(3, 0)).joint().distinctPatterns());
  }

  /** All rows of one example: nothing to learn from, a bit for each unit. */
  @Test
  void of_oneFold() {
    BinarySamples samples = new BinarySamples(9, 2);
    samples.set(0, 0);
    samples.set(5, 1);
    Folds folds = Folds.ofExamples(new int[9]);
    assertEquals(2, new TreeEstimator().estimate(samples, folds).bits(), 1e-12);
  }

  @Test
  void of_foldsOfOtherRows() {
    Folds folds = Folds.interleaved(5);
    BinarySamples samples = new BinarySamples(6, 2);
    TreeEstimator tree = new TreeEstimator();
    Exception thrown =
        assertThrows(
            IllegalArgumentException.class, () -> NonlinearityComplexity.of(samples, folds, tree));
    assertTrue(thrown.getMessage().contains("5") && thrown.getMessage().contains("6"));
  }

  private static NonlinearityComplexity measure(BinarySamples samples) {
    return NonlinearityComplexity.of(
        samples, Folds.interleaved(samples.rows()), new TreeEstimator());
  }
}
