package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class JointEntropyTest {

  static List<String> names() {
    return EntropyFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_fixture(String name) {
    JsonNode expected = EntropyFixtures.expected(name);
    JointEntropy actual = JointEntropy.of(EntropyFixtures.samples(name));
    assertEquals(expected.get("distinct_patterns").asInt(), actual.distinctPatterns());
    assertEquals(expected.get("singletons").asInt(), actual.singletons());
    assertEquals(expected.get("joint_plugin").asDouble(), actual.plugIn(), 1e-9);
    assertEquals(expected.get("joint_miller_madow").asDouble(), actual.millerMadow(), 1e-9);
    assertEquals(expected.get("joint_grassberger").asDouble(), actual.grassberger(), 1e-9);
    double coverage = 1 - expected.get("singletons").asDouble() / expected.get("n").asDouble();
    assertEquals(coverage, actual.coverage(), 1e-15);
  }

  /** 24 of 1,000 rows of the one are patterns seen once, 240 of the other: 0.95 lies between. */
  @Test
  void value_whereEnoughWasSeen() {
    JointEntropy seen = JointEntropy.of(EntropyFixtures.samples("bernoulli8"));
    assertEquals(Value.of(seen.grassberger()), seen.value());
    JointEntropy unseen = JointEntropy.of(EntropyFixtures.samples("markov16"));
    assertEquals(Value.absent("coverage below 0.95"), unseen.value());
  }

  /** Three rows a, a, b: H = [ln 3 - (2 G(2) + G(1)) / 3] / ln 2, with G(1), G(2) as published. */
  @Test
  void of_threeRows() {
    BinarySamples samples = new BinarySamples(3, 1);
    samples.set(2, 0);
    double gamma = 0.5772156649015329;
    double g1 = -gamma - Math.log(2);
    double g2 = 2 - gamma - Math.log(2);
    double expected = (Math.log(3) - (2 * g2 + g1) / 3) / Math.log(2);
    assertEquals(expected, JointEntropy.of(samples).grassberger(), 1e-12);
  }

  /** Units 32 apart that always agree: words whose halves are equal. */
  @Test
  void of_unitsRepeatedAcrossWords() {
    BinarySamples samples = new BinarySamples(1 << 10, 128);
    for (int row = 0; row < samples.rows(); row++) {
      for (int unit = 0; unit < samples.units(); unit++) {
        if ((row >> unit % 32 & 1) != 0) {
          samples.set(row, unit);
        }
      }
    }
    JointEntropy joint = JointEntropy.of(samples);
    assertEquals(1 << 10, joint.distinctPatterns());
    assertEquals(10, joint.plugIn(), 1e-12); // log2 of as many patterns as rows
  }
}
