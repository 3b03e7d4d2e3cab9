package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TreeEstimatorTest {

  static List<String> names() {
    return EntropyFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void estimate_fixture(String name) {
    BinarySamples samples = EntropyFixtures.samples(name);
    JsonNode expected = EntropyFixtures.expected(name);
    CodeLength length = new TreeEstimator().estimate(samples, Folds.interleaved(samples.rows()));
    assertEquals(expected.get("tree_cv").asDouble(), length.bits(), 1e-6);
    assertEquals(0, length.remainingGain());
  }

  @ParameterizedTest
  @MethodSource("names")
  void plugIn_fixture(String name) {
    double expected = EntropyFixtures.expected(name).get("tree_plugin").asDouble();
    assertEquals(expected, TreeEstimator.plugIn(EntropyFixtures.samples(name)), 1e-9);
  }
}
