package io.complexometer.measure.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code expected.json} comes from numpy's singular values of the centred rows; most of the CSV
 * files are built so that their covariance has chosen eigenvalues.
 */
final class EffectiveDimensionTest {
  private static final JsonNode EXPECTED = expected();

  static Stream<String> names() {
    return EXPECTED.properties().stream()
        .map(entry -> entry.getKey())
        .filter(name -> !name.equals("effdim_drift6")); // a sequence: its own test
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_fixture(String name) {
    JsonNode expected = EXPECTED.get(name);
    Matrix features = features(name);
    try (GramWorkspace workspace = new GramWorkspace()) {
      check(name, expected, EffectiveDimension.of(features, workspace));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void scatter_inUnequalBatches(String name) {
    Matrix features = features(name);
    try (GramWorkspace workspace = new GramWorkspace()) {
      Scatter first = new Scatter(features.columns());
      first.add(rows(features, 0, 7), workspace);
      first.add(rows(features, 7, 8), workspace);
      Scatter second = new Scatter(features.columns());
      second.add(rows(features, 8, features.rows()), workspace);
      first.add(second);
      check(name, EXPECTED.get(name), first.effectiveDimension(workspace));
    }
  }

  private static void check(String name, JsonNode expected, EffectiveDimension actual) {
    assertEquals(expected.get("d").asInt(), actual.units());
    assertEquals(expected.get("n").asDouble(), actual.rows());
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

  private static void check(JsonNode expected, Value actual, double tolerance) {
    assertEquals(expected.asDouble(), actual.orNaN(), tolerance * expected.asDouble());
  }

  @Test
  void scatter_forgets() {
    JsonNode expected = EXPECTED.get("effdim_drift6");
    JsonNode after = expected.get("effective_dimension_after_each_batch");
    Matrix features = features("effdim_drift6");
    int batch = expected.get("batch").asInt();
    Scatter scatter = new Scatter(features.columns());
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int b = 0; b < after.size(); b++) {
        scatter.forget(expected.get("forgetting").asDouble());
        scatter.add(rows(features, b * batch, (b + 1) * batch), workspace);
        check(after.get(b), scatter.effectiveDimension(workspace).value(), 1e-9);
      }
    }
  }

  @Test
  void of_nonFiniteActivation() {
    float[] data = {1, 2, 3, Float.POSITIVE_INFINITY, 5, 6};
    try (GramWorkspace workspace = new GramWorkspace()) {
      EffectiveDimension dimension =
          EffectiveDimension.of(new Matrix.Floats(3, 2, data), workspace);
      assertEquals(Value.absent(EffectiveDimension.NON_FINITE), dimension.value());
    }
  }

  private static Matrix rows(Matrix all, int from, int to) {
    double[] data = new double[(to - from) * all.columns()];
    all.copy(from * all.columns(), data, 0, data.length);
    return new Matrix.Doubles(to - from, all.columns(), data);
  }

  private static Matrix features(String name) {
    String[] lines = text(name + ".csv").strip().split("\n");
    double[] data =
        Arrays.stream(lines)
            .flatMap(line -> Arrays.stream(line.split(",")))
            .mapToDouble(Double::parseDouble)
            .toArray();
    return new Matrix.Doubles(lines.length, data.length / lines.length, data);
  }

  private static JsonNode expected() {
    try {
      return new ObjectMapper().readTree(text("expected.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(String resource) {
    try (InputStream in = EffectiveDimensionTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
