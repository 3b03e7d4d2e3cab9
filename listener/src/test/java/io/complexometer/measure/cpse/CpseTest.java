package io.complexometer.measure.cpse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code networks.json} holds weights (numerators of 256ths) and what an independent implementation
 * in numpy gives for them; its reference profile agrees with the package bristol 0.2.14 to 1e-14.
 */
final class CpseTest {
  private static final double TOLERANCE = 1e-9;
  private static final JsonNode NETWORKS = networks();

  static Stream<String> names() {
    return NETWORKS.properties().stream().map(entry -> entry.getKey());
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_scaleFree(String name) {
    check(CpseProfile.SCALE_FREE, NETWORKS.get(name), "scaleFree");
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_paper(String name) {
    check(CpseProfile.PAPER, NETWORKS.get(name), "paper");
  }

  private static void check(CpseProfile profile, JsonNode network, String key) {
    JsonNode expected = network.get(key);
    Cpse cpse = Cpse.of(spectra(network), profile);
    assertEquals(network.get("widestOrder").asInt(), cpse.widestOrder());
    JsonNode distances = expected.get("distances");
    assertEquals(distances.size(), cpse.distances().size());
    for (int l = 0; l < distances.size(); l++) {
      assertEquals(distances.get(l).asDouble(), cpse.distances().get(l).orNaN(), TOLERANCE);
    }
    check(expected.get("cpse"), cpse.value());
    if (expected.has("withoutFirstDistance")) {
      check(expected.get("withoutFirstDistance"), cpse.withoutFirstDistance());
    }
  }

  private static void check(JsonNode expected, Value actual) {
    assertEquals(expected.isNull(), !actual.isPresent(), actual::toString);
    if (!expected.isNull()) {
      assertEquals(expected.asDouble(), actual.orNaN(), TOLERANCE);
    }
  }

  @Test
  void of_readmeExampleOfTheReferenceImplementation() {
    // Fixture n0, profile with common bins, from the independent implementation.
    Cpse cpse = Cpse.of(spectra(NETWORKS.get("n0_readme_seed42")), CpseProfile.PAPER);
    assertEquals(-1.7592117086228198, cpse.value().orNaN(), TOLERANCE);
  }

  @Test
  void of_absentValuesCarryTheirReason() {
    List<WeightSpectrum> one = spectra(NETWORKS.get("n1_single_dense"));
    Value tooFew = Value.absent(Cpse.TOO_FEW_MATRICES);
    assertEquals(tooFew, Cpse.of(one, CpseProfile.SCALE_FREE).value());
    assertEquals(tooFew, Cpse.of(List.of(), CpseProfile.PAPER).value());
    List<WeightSpectrum> two = spectra(NETWORKS.get("two"));
    assertEquals(tooFew, Cpse.of(two, CpseProfile.PAPER).withoutFirstDistance());
    List<WeightSpectrum> equal = spectra(NETWORKS.get("n3e_duplicate"));
    assertEquals(Value.absent(Cpse.ZERO_DISTANCE), Cpse.of(equal, CpseProfile.SCALE_FREE).value());
  }

  @Test
  void of_nonFiniteLayerLeavesTheDistancesBeforeIt() {
    List<WeightSpectrum> spectra = new ArrayList<>(spectra(NETWORKS.get("n9_six_dense")));
    Cpse whole = Cpse.of(spectra, CpseProfile.SCALE_FREE);
    int order = spectra.get(3).order();
    float[] broken = new float[order * 4];
    broken[4 * 2 + 1] = Float.NaN;
    try (GramWorkspace workspace = new GramWorkspace()) {
      spectra.set(3, WeightSpectrum.of(new Matrix.Floats(order, 4, broken), workspace));
    }
    Cpse cpse = Cpse.of(spectra, CpseProfile.SCALE_FREE);
    Value absent = Value.absent(WeightSpectrum.NON_FINITE);
    assertEquals(whole.distances().subList(0, 2), cpse.distances().subList(0, 2));
    Value elsewhere = Value.absent(Cpse.NON_FINITE_ELSEWHERE);
    assertEquals(List.of(absent, elsewhere, elsewhere), cpse.distances().subList(2, 5));
    assertEquals(absent, cpse.value());
    assertEquals(absent, cpse.withoutFirstDistance());
    List<Value> paper = Cpse.of(spectra, CpseProfile.PAPER).distances(); // one range for all
    assertEquals(List.of(elsewhere, elsewhere, absent, elsewhere, elsewhere), paper);
    assertTrue(spectra.get(3).absence().orElseThrow().endsWith("NaN at row 2, column 1"));
    assertFalse(spectra.get(2).absence().isPresent());
  }

  private static List<WeightSpectrum> spectra(JsonNode network) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (Matrix weights : network.has("npy") ? tenStandardNormals() : matrices(network)) {
        spectra.add(WeightSpectrum.of(weights, workspace));
      }
    }
    return spectra;
  }

  private static List<Matrix> matrices(JsonNode network) {
    List<Matrix> matrices = new ArrayList<>();
    for (JsonNode layer : network.get("layers")) {
      boolean scaled = layer.has("numerators");
      JsonNode numbers = scaled ? layer.get("numerators") : layer.get("weights");
      double[] data = new double[numbers.size()];
      for (int i = 0; i < data.length; i++) {
        data[i] = scaled ? numbers.get(i).asDouble() / 256 : numbers.get(i).asDouble();
      }
      matrices.add(
          new Matrix.Doubles(layer.get("rows").asInt(), layer.get("columns").asInt(), data));
    }
    return matrices;
  }

  /** Ten 64 x 64 matrices of the reference implementation's README (numpy, seed 42). */
  private static List<Matrix> tenStandardNormals() {
    try (InputStream in = CpseTest.class.getResourceAsStream("n0_readme_seed42.npy")) {
      byte[] file = in.readAllBytes();
      int numbers = 10 * 64 * 64; // the rest is numpy's header
      ByteBuffer body = ByteBuffer.wrap(file, file.length - 8 * numbers, 8 * numbers);
      body.order(ByteOrder.LITTLE_ENDIAN);
      List<Matrix> matrices = new ArrayList<>();
      for (int layer = 0; layer < 10; layer++) {
        double[] data = new double[64 * 64];
        for (int i = 0; i < data.length; i++) {
          data[i] = body.getDouble();
        }
        matrices.add(new Matrix.Doubles(64, 64, data));
      }
      return matrices;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode networks() {
    try (InputStream in = CpseTest.class.getResourceAsStream("networks.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
