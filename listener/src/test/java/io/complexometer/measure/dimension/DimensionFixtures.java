package io.complexometer.measure.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * {@code expected.json} comes from numpy's singular values of the centred rows; most of the CSV
 * files are built so that their covariance has chosen eigenvalues.
 */
final class DimensionFixtures {
  /** A sequence, with a value after each batch. */
  static final String DRIFT = "effdim_drift6";

  private static final JsonNode EXPECTED = read();

  private DimensionFixtures() {}

  /** All that are one batch. */
  static List<String> names() {
    return EXPECTED.properties().stream()
        .map(Map.Entry::getKey)
        .filter(name -> !name.equals(DRIFT))
        .toList();
  }

  static JsonNode expected(String name) {
    return EXPECTED.get(name);
  }

  static Matrix features(String name) {
    List<String> lines = text(name + ".csv").lines().toList();
    double[] data =
        lines.stream()
            .flatMap(line -> Arrays.stream(line.split(",", -1)))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Matrix.Doubles(lines.size(), data.length / lines.size(), data);
  }

  static Matrix rows(Matrix all, int from, int to) {
    double[] data = new double[(to - from) * all.columns()];
    all.copy(from * all.columns(), data, 0, data.length);
    return new Matrix.Doubles(to - from, all.columns(), data);
  }

  /** Compares what comes of the rows, each seen a number of times: that changes no covariance. */
  static void check(String name, int times, EffectiveDimension actual) {
    JsonNode expected = EXPECTED.get(name);
    assertEquals(expected.get("d").asInt(), actual.units());
    assertEquals(expected.get("n").asDouble() * times, actual.rows());
    if (expected.get("effective_dimension").isNull()) {
      assertEquals(Value.absent(expected.get("reason").asText()), actual.value());
      return;
    }
    double tolerance = name.equals("effdim_offset12") ? 1e-6 : 1e-9; // means of 1e6 cost digits
    check(expected.get("effective_dimension"), actual.value(), tolerance);
    check(expected.get("participation_ratio"), actual.participationRatio(), tolerance);
    check(expected.get("inverse_largest_share"), actual.inverseLargestShare(), tolerance);
    check(expected.get("directions_for_99_percent"), actual.directionsFor99Percent(), 0);
    assertEquals(
        actual.directionsFor99Percent().orNaN() / actual.units(), actual.saturation().orNaN());
  }

  static void check(JsonNode expected, Value actual, double tolerance) {
    assertEquals(expected.asDouble(), actual.orNaN(), tolerance * expected.asDouble());
  }

  private static JsonNode read() {
    try {
      return new ObjectMapper().readTree(text("expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = DimensionFixtures.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
