package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CircularSpectralDifferenceTest {
  private static final double TOLERANCE = 1e-12;
  private static final double WIDTH = 0.05;

  @ParameterizedTest
  @MethodSource("io.complexometer.measure.circular.Fixture#networkNames")
  void of_fixture(String name) {
    for (CircularEnsemble ensemble : CircularEnsemble.values()) {
      JsonNode expected = Fixture.network(name).get("ensembles").get(ensemble.name());
      CircularSpectralDifference actual = Fixture.difference(name, ensemble);
      assertArrayEquals(
          Fixture.numbers(expected.get("csd_tail_from_right")),
          actual.curve().stream().mapToDouble(x -> x).toArray(),
          TOLERANCE);
      assertEquals(
          expected.get("decay_rate_semilog").asDouble(), actual.decayRate().orNaN(), TOLERANCE);
      assertEquals(
          expected.get("decay_prefactor").asDouble(), actual.prefactor().orNaN(), TOLERANCE);
      assertEquals(1, actual.draws());
      assertEquals(ensemble, actual.ensemble());
    }
  }

  @ParameterizedTest
  @MethodSource("io.complexometer.measure.circular.Fixture#networkNames")
  void densities_fixture(String name) {
    MixedMatrixEnsemble network = MixedMatrixEnsemble.of(Fixture.spectra(name));
    double total = (double) network.orders().size() * network.widestOrder();
    for (CircularEnsemble ensemble : CircularEnsemble.values()) {
      JsonNode expected = Fixture.network(name).get("ensembles").get(ensemble.name());
      ConjugateEnsemble unitaries =
          ConjugateEnsemble.ofCosines(ensemble, Fixture.cosines(name, ensemble));
      for (int b = 0; b < 40; b++) {
        double weights = network.count(b) / (total * WIDTH);
        assertEquals(expected.get("rho_dnn").get(b).asDouble(), weights, TOLERANCE);
        double circular = unitaries.count(0, b) / (total * WIDTH);
        assertEquals(expected.get("rho_circ").get(b).asDouble(), circular, TOLERANCE);
      }
    }
  }

  @Test
  void distance_fixture() {
    for (var entry : Fixture.ALL.get("pairwise").properties()) {
      String[] names = entry.getKey().split("\\|", 3);
      CircularEnsemble ensemble = CircularEnsemble.valueOf(names[2]);
      CircularSpectralDifference a = Fixture.difference(names[0], ensemble);
      CircularSpectralDifference b = Fixture.difference(names[1], ensemble);
      assertEquals(entry.getValue().get("sd").asDouble(), a.distance(b).orNaN(), TOLERANCE);
      assertEquals(a.distance(b).orNaN(), b.distance(a).orNaN()); // symmetric to the bit
      assertEquals(Value.of(0), a.distance(a));
      double largest = 0;
      for (int i = 0; i < 40; i++) {
        if (CircularSpectralDifference.binCentres().get(i) > 0) {
          largest = Math.max(largest, Math.abs(a.curve().get(i) - b.curve().get(i)));
        }
      }
      assertEquals(entry.getValue().get("max_abs").asDouble(), largest, TOLERANCE);
    }
  }

  /** One matrix, one value: x = 1. Every draw that is not in the last bin differs by 2 at 0.975. */
  @Test
  void of_singleRowIsAveragedOverDraws() {
    MixedMatrixEnsemble network = network(new Matrix.Doubles(1, 3, new double[] {1, 2, 2}));
    ConjugateEnsemble unitaries = ConjugateEnsemble.draw(CircularEnsemble.CUE, List.of(1), 50, 1);
    CircularSpectralDifference difference = CircularSpectralDifference.of(network, unitaries);
    long hits = 0;
    for (int d = 0; d < 50; d++) {
      hits += unitaries.count(d, 39);
    }
    assertEquals((50 - hits) / 50.0, difference.curve().get(39));
    assertEquals(2 * (50 - hits) / 50.0, difference.curve().get(0));
    assertTrue(hits > 0 && hits < 20); // acos(0.95) / pi = 0.101 of 50
    assertTrue(difference.decayRate().isPresent());
  }

  /** All of it in bin 20, and cosines there too: the densities are equal. */
  @Test
  void of_equalDensitiesHaveNoTail() {
    MixedMatrixEnsemble zero = network(new Matrix.Doubles(3, 2, new double[6]));
    ConjugateEnsemble same =
        ConjugateEnsemble.ofCosines(CircularEnsemble.COE, List.of(new double[] {0.01, 0.02, 0.03}));
    CircularSpectralDifference difference = CircularSpectralDifference.of(zero, same);
    Value noTail = Value.absent(CircularSpectralDifference.NO_TAIL);
    assertEquals(noTail, difference.decayRate());
    assertEquals(noTail, difference.prefactor());
    assertEquals(40, difference.curve().stream().filter(x -> x == 0).count());
    assertEquals(Value.of(1), difference.spikeAtZero());
  }

  @Test
  void of_nonFiniteLayerIsAbsentWithItsReason() {
    MixedMatrixEnsemble network =
        network(
            new Matrix.Doubles(2, 2, new double[] {1, 2, 3, 4}),
            new Matrix.Doubles(2, 2, new double[] {1, Double.NaN, 3, 4}));
    ConjugateEnsemble unitaries =
        ConjugateEnsemble.draw(CircularEnsemble.CSE, network.orders(), 20, 1);
    CircularSpectralDifference difference = CircularSpectralDifference.of(network, unitaries);
    Value absent = Value.absent(WeightSpectrum.NON_FINITE);
    assertEquals(absent, difference.decayRate());
    assertEquals(absent, difference.prefactor());
    assertEquals(absent, difference.spikeAtZero());
    assertEquals(List.of(), difference.curve());
    assertEquals(absent, difference.distance(difference));
  }

  @Test
  void of_refusesUnitariesOfOtherOrders() {
    MixedMatrixEnsemble network = MixedMatrixEnsemble.of(Fixture.spectra("n3_three_equal"));
    ConjugateEnsemble other = ConjugateEnsemble.draw(CircularEnsemble.CUE, List.of(8, 8), 1, 1);
    assertThrows(
        IllegalArgumentException.class, () -> CircularSpectralDifference.of(network, other));
    CircularSpectralDifference a = Fixture.difference("n3_three_equal", CircularEnsemble.CUE);
    CircularSpectralDifference b = Fixture.difference("n3_three_equal", CircularEnsemble.COE);
    assertThrows(IllegalArgumentException.class, () -> a.distance(b));
  }

  private static MixedMatrixEnsemble network(Matrix... layers) {
    try (GramWorkspace workspace = new GramWorkspace()) {
      return MixedMatrixEnsemble.of(
          Arrays.stream(layers).map(layer -> WeightSpectrum.of(layer, workspace)).toList());
    }
  }
}
