package io.complexometer.measure.cpse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Definition.Axis;
import io.complexometer.measure.cpse.Definition.Cycle;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class CpseTest {
  private static final double TOLERANCE = 1e-9;
  private static final JsonNode NETWORKS = Fixtures.read("networks.json");
  private static final Map<String, Axis> AXES =
      Map.of("common", Axis.COMMON, "prefix", Axis.PREFIX, "auto", Axis.OWN);

  static Stream<Arguments> everyProfileOfEveryNetwork() {
    return NETWORKS.properties().stream()
        .flatMap(
            network ->
                Arrays.stream(CpseProfile.values())
                    .filter(profile -> expected(network.getValue(), profile) != null)
                    .map(profile -> Arguments.of(network.getKey(), profile)));
  }

  /** The independent implementation's numbers; of fixture n0 there are not all. */
  private static JsonNode expected(JsonNode network, CpseProfile profile) {
    return network.get(profile.label());
  }

  @ParameterizedTest
  @MethodSource("everyProfileOfEveryNetwork")
  void of_independentImplementation(String name, CpseProfile profile) {
    JsonNode network = NETWORKS.get(name);
    Cpse cpse = Cpse.of(Fixtures.spectra(network), profile);
    assertEquals(network.get("widestOrder").asInt(), cpse.widestOrder());
    check(expected(network, profile), cpse);
  }

  private static void check(JsonNode expected, Cpse cpse) {
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

  static Stream<String> withBristol() {
    return NETWORKS.properties().stream()
        .filter(network -> network.getValue().has("bristol"))
        .map(Map.Entry::getKey);
  }

  /** The reference implementation's own numbers, from its eigenvalues in its order. */
  @ParameterizedTest
  @MethodSource("withBristol")
  void of_referenceImplementation(String name) {
    for (JsonNode bristol : NETWORKS.get(name).get("bristol")) {
      List<WeightSpectrum> spectra = new ArrayList<>();
      for (JsonNode layer : bristol.get("eigenvalues")) {
        // roundings of zero may be negative there
        double[] given = doubles(layer);
        spectra.add(
            WeightSpectrum.ofEigenvalues(
                given.length, Arrays.stream(given).map(x -> Math.max(0, x)).toArray()));
      }
      check(bristol, cpse(spectra, new Definition(1, Axis.OWN, Cycle.WHOLE, true)));
    }
  }

  @Test
  void of_referenceImplementationsReadme() {
    // Printed in the README of bristol 0.2.14 for ten 64 x 64 standard normals of seed 42.
    List<WeightSpectrum> spectra = Fixtures.spectra(NETWORKS.get("n0_readme_seed42"));
    Definition plain = new Definition(1, Axis.OWN, Cycle.WHOLE, true);
    assertEquals(-1.4814662381222536, cpse(spectra, plain).value().orNaN(), TOLERANCE);
    JsonNode own = NETWORKS.get("n0_readme_seed42").get("ownBins");
    check(own.get("withoutLast"), cpse(spectra, plain));
    Definition all = new Definition(1, Axis.OWN, Cycle.WHOLE, false);
    check(own.get("all"), cpse(spectra, all));
  }

  static Stream<String> withVariants() {
    return NETWORKS.properties().stream()
        .filter(network -> network.getValue().has("variants"))
        .map(Map.Entry::getKey);
  }

  /** All 48 combinations of power, order, bins, cycling and number of distances. */
  @ParameterizedTest
  @MethodSource("withVariants")
  void of_everyVariant(String name) {
    List<WeightSpectrum> descending = Fixtures.spectra(NETWORKS.get(name));
    List<WeightSpectrum> ascending = descending.stream().map(CpseTest::reversed).toList();
    for (JsonNode variant : NETWORKS.get(name).get("variants")) {
      Definition definition =
          new Definition(
              variant.get("power").asInt(),
              AXES.get(variant.get("binning").asText()),
              variant.get("wrap").asText().equals("exact") ? Cycle.WHOLE : Cycle.FRACTIONAL,
              variant.get("drop_last").asBoolean());
      boolean ascends = variant.get("order").asText().equals("asc");
      Cpse cpse = cpse(ascends ? ascending : descending, definition);
      check(variant.get("cpse"), cpse.value());
    }
  }

  private static WeightSpectrum reversed(WeightSpectrum spectrum) {
    int order = spectrum.order();
    double[] ascending = new double[order];
    for (int i = 0; i < order; i++) {
      ascending[i] = spectrum.eigenvalue(order - 1 - i);
    }
    return WeightSpectrum.ofEigenvalues(order, ascending);
  }

  private static Cpse cpse(List<WeightSpectrum> spectra, Definition definition) {
    int widest = spectra.stream().mapToInt(WeightSpectrum::order).max().orElseThrow();
    Chain chain = Chain.empty(definition).with(spectra, widest);
    return new Cpse(CpseProfile.REFERENCE, spectra.size(), widest, chain.distances());
  }

  private static double[] doubles(JsonNode numbers) {
    double[] data = new double[numbers.size()];
    for (int i = 0; i < data.length; i++) {
      data[i] = numbers.get(i).asDouble();
    }
    return data;
  }

  @Test
  void of_absentValuesCarryTheirReason() {
    List<WeightSpectrum> one = Fixtures.spectra(NETWORKS.get("n1_single_dense"));
    Value tooFew = Value.absent(Cpse.TOO_FEW_MATRICES);
    for (CpseProfile profile : CpseProfile.values()) {
      assertEquals(tooFew, Cpse.of(one, profile).value());
      assertEquals(tooFew, Cpse.of(List.of(), profile).value());
    }
    List<WeightSpectrum> two = Fixtures.spectra(NETWORKS.get("two"));
    assertEquals(tooFew, Cpse.of(two, CpseProfile.PAPER).withoutFirstDistance());
    assertEquals(tooFew, Cpse.of(two, CpseProfile.REFERENCE).value());
    List<WeightSpectrum> equal = Fixtures.spectra(NETWORKS.get("n3e_duplicate"));
    assertEquals(Value.absent(Cpse.ZERO_DISTANCE), Cpse.of(equal, CpseProfile.SCALE_FREE).value());
    List<WeightSpectrum> squeezed = Fixtures.spectra(NETWORKS.get("edits/append_range_growing"));
    assertEquals(Value.absent(Cpse.ZERO_DISTANCE), Cpse.of(squeezed, CpseProfile.PAPER).value());
  }

  @Test
  void of_nonFiniteLayerLeavesTheDistancesBeforeIt() {
    List<WeightSpectrum> spectra = new ArrayList<>(Fixtures.spectra(NETWORKS.get("n9_six_dense")));
    List<WeightSpectrum> sound = List.copyOf(spectra);
    int order = spectra.get(3).order();
    float[] broken = new float[order * 4];
    broken[4 * 2 + 1] = Float.NaN;
    try (GramWorkspace workspace = new GramWorkspace()) {
      spectra.set(3, WeightSpectrum.of(new Matrix.Floats(order, 4, broken), workspace));
    }
    Value absent = Value.absent(WeightSpectrum.NON_FINITE);
    Value elsewhere = Value.absent(Cpse.NON_FINITE_ELSEWHERE);
    for (CpseProfile profile : List.of(CpseProfile.SCALE_FREE, CpseProfile.CAUSAL)) {
      Cpse cpse = Cpse.of(spectra, profile);
      assertEquals(
          Cpse.of(sound, profile).distances().subList(0, 2), cpse.distances().subList(0, 2));
      assertEquals(List.of(absent, elsewhere, elsewhere), cpse.distances().subList(2, 5));
      assertEquals(absent, cpse.value());
      assertEquals(absent, cpse.withoutFirstDistance());
    }
    for (CpseProfile profile : List.of(CpseProfile.PAPER, CpseProfile.ORDER_FREE)) {
      List<Value> oneRangeForAll = Cpse.of(spectra, profile).distances();
      assertEquals(List.of(elsewhere, elsewhere, absent, elsewhere, elsewhere), oneRangeForAll);
    }
    assertEquals(absent, Cpse.of(spectra, CpseProfile.REFERENCE).value());
    assertTrue(spectra.get(3).absence().orElseThrow().endsWith("NaN at row 2, column 1"));
    assertFalse(spectra.get(2).absence().isPresent());
  }
}
