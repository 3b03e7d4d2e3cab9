package io.complexometer.measure.nonlinearity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Each CSV file holds samples of a process whose entropy is known exactly, a row each; {@code
 * expected.json} has that entropy, and what an independent implementation in Python gives for each
 * estimator on those very rows.
 */
final class EntropyFixtures {
  private static final JsonNode EXPECTED = expected();

  private EntropyFixtures() {}

  static List<String> names() {
    return EXPECTED.properties().stream().map(Map.Entry::getKey).toList();
  }

  static JsonNode expected(String name) {
    return EXPECTED.get(name);
  }

  static BinarySamples samples(String name) {
    List<String> lines = text(name + ".csv").lines().toList();
    int units = (lines.get(0).length() + 1) / 2; // digits with commas between them
    BinarySamples samples = new BinarySamples(lines.size(), units);
    for (int row = 0; row < lines.size(); row++) {
      for (int unit = 0; unit < units; unit++) {
        if (lines.get(row).charAt(2 * unit) == '1') {
          samples.set(row, unit);
        }
      }
    }
    return samples;
  }

  private static JsonNode expected() {
    try {
      return new ObjectMapper().readTree(text("expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = EntropyFixtures.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
