package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference itself, against numbers from numpy. */
final class TextbookCircularEnsemblesTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void haar_singleMatrix() {
    JsonNode expected = Fixture.ALL.get("single_matrix");
    double[] u = TextbookCircularEnsembles.haar(Fixture.complex(expected.get("ginibre")), 6);
    for (int r = 0; r < 6; r++) {
      for (int c = 0; c < 6; c++) {
        double re = expected.get("U").get("re").get(r).get(c).asDouble();
        double im = expected.get("U").get("im").get(r).get(c).asDouble();
        assertEquals(re, u[2 * (c * 6 + r)], TOLERANCE);
        assertEquals(im, u[2 * (c * 6 + r) + 1], TOLERANCE);
      }
    }
  }

  @Test
  void phases_singleMatrix() {
    JsonNode expected = Fixture.ALL.get("single_matrix");
    double[] u = TextbookCircularEnsembles.haar(Fixture.complex(expected.get("ginibre")), 6);
    check(expected.get("cue_phases"), CircularEnsemble.CUE, u);
    check(expected.get("coe_phases"), CircularEnsemble.COE, u);
    check(expected.get("cse_distinct_phases"), CircularEnsemble.CSE, u); // the same U, as order 2n
    double[] all = Fixture.numbers(expected.get("cse_all_phases"));
    assertArrayEquals(
        Fixture.numbers(expected.get("cse_distinct_phases")),
        TextbookCircularEnsembles.distinct(all),
        TOLERANCE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"n3_three_equal", "n4_conv_mixed"})
  void phases_network(String name) {
    JsonNode network = Fixture.network(name);
    for (CircularEnsemble ensemble : CircularEnsemble.values()) {
      JsonNode ginibre = network.get(ensemble == CircularEnsemble.CSE ? "ginibre_2n" : "ginibre");
      JsonNode expected = network.get("ensembles").get(ensemble.name()).get("phases");
      for (int l = 0; l < expected.size(); l++) {
        int size = ginibre.get(l).get("shape").get(0).asInt();
        double[] z = Fixture.complex(ginibre.get(l));
        check(expected.get(l), ensemble, TextbookCircularEnsembles.haar(z, size));
      }
    }
  }

  /** A pair on the cut: its members are the first and the last. */
  @Test
  void distinct_pairOnEitherSideOfTheCut() {
    double[] sorted = {-Math.PI + 1e-12, 0.5, 0.5 + 1e-12, Math.PI - 1e-12};
    assertArrayEquals(
        new double[] {0.5, Math.PI}, TextbookCircularEnsembles.distinct(sorted), 1e-11);
    double[] plain = {-1, -1 + 1e-12, 2, 2};
    assertArrayEquals(new double[] {-1, 2}, TextbookCircularEnsembles.distinct(plain), 1e-11);
  }

  private static void check(JsonNode expected, CircularEnsemble ensemble, double[] u) {
    int size = (int) Math.round(Math.sqrt(u.length / 2.0));
    assertArrayEquals(
        Fixture.numbers(expected),
        TextbookCircularEnsembles.phases(ensemble, u, size),
        TOLERANCE,
        ensemble::name);
  }
}
