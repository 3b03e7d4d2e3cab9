package io.complexometer.measure.cpse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CascadeTest {
  private static final double TOLERANCE = 1e-9;
  private static final WeightSpectrum NON_FINITE = nonFinite();

  /** Edits of the fixture's base, done by editing and not by building anew. */
  @Test
  void edits_independentImplementation() {
    JsonNode networks = Fixtures.read("networks.json");
    Cascade base = Cascade.of(Fixtures.spectra(networks.get("edits/base")));
    Map<String, UnaryOperator<Cascade>> edits =
        Map.of(
            "append_small", c -> c.append(layer(networks, "append_small", 4)),
            "append_range_growing", c -> c.append(layer(networks, "append_range_growing", 4)),
            "replace_third_range_growing",
                c -> c.replace(2, layer(networks, "replace_third_range_growing", 2)),
            "replace_second_wider",
                c ->
                    c.replace(1, layer(networks, "replace_second_wider", 1))
                        .replace(2, layer(networks, "replace_second_wider", 2)),
            "remove_last", Cascade::removeLast,
            "remove_third",
                c -> c.removeLast().removeLast().append(layer(networks, "remove_third", 2)));
    edits.forEach(
        (name, edit) -> {
          Cascade edited = edit.apply(base);
          for (CpseProfile profile : CpseProfile.values()) {
            check(networks.get("edits/" + name).get(profile.label()), base, edited, profile);
          }
        });
  }

  private static WeightSpectrum layer(JsonNode networks, String name, int index) {
    return Fixtures.spectra(networks.get("edits/" + name)).get(index);
  }

  private static void check(JsonNode expected, Cascade base, Cascade edited, CpseProfile profile) {
    List<Value> distances = edited.cpse(profile).distances();
    assertEquals(expected.get("distances").size(), distances.size());
    for (int l = 0; l < distances.size(); l++) {
      assertEquals(
          expected.get("distances").get(l).asDouble(), distances.get(l).orNaN(), TOLERANCE);
    }
    Value value = edited.cpse(profile).value();
    assertEquals(expected.get("cpse").isNull(), !value.isPresent());
    assertEquals(expected.get("cpse").asDouble(Double.NaN), value.orNaN(), TOLERANCE);
    if (expected.has("equalToBase")) {
      List<Integer> same = new ArrayList<>();
      List<Value> before = base.cpse(profile).distances();
      for (int l = 0; l < Math.min(before.size(), distances.size()); l++) {
        if (before.get(l).equals(distances.get(l))) {
          same.add(l + 1);
        }
      }
      List<Integer> expectedSame = new ArrayList<>();
      expected.get("equalToBase").forEach(l -> expectedSame.add(l.asInt()));
      assertEquals(expectedSame, same);
    }
  }

  /** Which distances change when layers of fixture n9 do: with all three kinds of bins. */
  @ParameterizedTest
  @ValueSource(strings = {"auto", "common", "prefix"})
  void edits_changeWhatTheIndependentImplementationSays(String bins) {
    JsonNode fixture = Fixtures.read("incremental.json");
    Axis axis = Map.of("auto", Axis.OWN, "common", Axis.COMMON, "prefix", Axis.PREFIX).get(bins);
    List<WeightSpectrum> base =
        Fixtures.spectra(Fixtures.read("networks.json").get(fixture.get("base").asText()));
    double denominator = fixture.get("denominator").asDouble();
    Map<String, UnaryOperator<List<WeightSpectrum>>> edits =
        Map.of(
            "base", UnaryOperator.identity(),
            "replace_layer2",
                list -> {
                  list.set(2, Fixtures.spectrum(fixture.get("newLayer2"), denominator));
                  return list;
                },
            "append_12x10",
                list -> {
                  list.add(Fixtures.spectrum(fixture.get("append12x10"), denominator));
                  return list;
                },
            "append_48x10_raises_Nmax",
                list -> {
                  list.add(Fixtures.spectrum(fixture.get("append48x10"), denominator));
                  return list;
                },
            "remove_last", list -> list.subList(0, list.size() - 1));
    Chain before = Chain.empty(new Definition(1, axis, Cycle.WHOLE, false)).with(base, 40);
    edits.forEach(
        (name, edit) -> {
          JsonNode expected = fixture.get("cases").get(name).get(bins);
          Chain after =
              before.with(edit.apply(new ArrayList<>(base)), expected.get("widestOrder").asInt());
          List<Integer> changed = new ArrayList<>();
          for (int l = 0; l < after.distances().size(); l++) {
            double distance = after.distances().get(l).orNaN();
            assertEquals(expected.get("distances").get(l).asDouble(), distance, TOLERANCE);
            if (l < before.distances().size() && before.distances().get(l).orNaN() != distance) {
              changed.add(l + 1);
            }
          }
          List<Integer> expectedChanged = new ArrayList<>();
          expected.get("changed").forEach(l -> expectedChanged.add(l.asInt()));
          assertEquals(expectedChanged, changed, name);
        });
    assertEquals(fixture.get("cases").size(), edits.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySequenceOfEdits_equalsFromScratchBitForBit(long seed) {
    Random random = new Random(seed);
    Cascade cascade = Cascade.empty();
    for (int edit = 0; edit < 300; edit++) {
      int layers = cascade.spectra().size();
      int kind = random.nextInt(10);
      if (layers == 0 || kind < 4) {
        cascade = cascade.append(spectrum(random));
      } else if (kind < 8) {
        cascade = cascade.replace(random.nextInt(layers), spectrum(random));
      } else {
        cascade = cascade.removeLast();
      }
      Cascade scratch = Cascade.of(cascade.spectra());
      for (CpseProfile profile : CpseProfile.values()) {
        assertEquals(scratch.cpse(profile), cascade.cpse(profile)); // records: every bit counts
      }
    }
  }

  /** Few orders and scales, so that neither always changes; some zero, constant, or non-finite. */
  private static WeightSpectrum spectrum(Random random) {
    int order = 1 + random.nextInt(12);
    double scale = 1 << random.nextInt(3);
    int kind = random.nextInt(20);
    if (kind == 2) {
      return NON_FINITE;
    }
    double[] eigenvalues = new double[1 + random.nextInt(order)];
    for (int i = 0; i < eigenvalues.length; i++) {
      eigenvalues[i] = kind == 0 ? 0 : kind == 1 ? scale : scale * random.nextInt(100) / 100;
    }
    if (kind > 3) { // else in no order
      eigenvalues = Arrays.stream(eigenvalues).map(x -> -x).sorted().map(x -> -x + 0.0).toArray();
    }
    return WeightSpectrum.ofEigenvalues(order, eigenvalues);
  }

  private static WeightSpectrum nonFinite() {
    try (GramWorkspace workspace = new GramWorkspace()) {
      return WeightSpectrum.of(
          new Matrix.Floats(5, 1, new float[] {0, 1, Float.NaN, 0, 1}), workspace);
    }
  }

  @Test
  void searchAndScan_countTheSame() {
    Random random = new Random(1);
    for (int round = 0; round < 500; round++) {
      WeightSpectrum sorted = spectrum(random);
      if (sorted.absence().isPresent()) {
        continue;
      }
      double[] shuffled = new double[sorted.order()];
      for (int i = 0; i < shuffled.length; i++) {
        shuffled[i] = sorted.eigenvalue(sorted.order() - 1 - i);
      }
      WeightSpectrum ascending = WeightSpectrum.ofEigenvalues(sorted.order(), shuffled);
      Definition definition = CpseProfile.REFERENCE.definition();
      Bins bins = definition.bins(sorted).and(new Bins(0.5, 0.5 + random.nextInt(3)));
      Histogram one = Histogram.of(sorted, definition, bins, 7 * sorted.order());
      Histogram other = Histogram.of(ascending, definition, bins, 7 * sorted.order());
      for (int bin = 0; bin < Bins.COUNT; bin++) {
        assertEquals(other.count(bin), one.count(bin));
      }
    }
  }

  @Test
  void cascade_isImmutable() {
    Random random = new Random(3);
    Cascade before = Cascade.of(List.of(spectrum(random), spectrum(random), spectrum(random)));
    Cpse cpse = before.cpse(CpseProfile.PAPER);
    Cascade after = before.append(spectrum(random)).replace(0, spectrum(random)).removeLast();
    assertEquals(cpse, before.cpse(CpseProfile.PAPER));
    assertNotEquals(after.spectra(), before.spectra());
    assertThrows(IndexOutOfBoundsException.class, () -> before.replace(3, spectrum(random)));
    assertThrows(NoSuchElementException.class, () -> Cascade.empty().removeLast());
  }
}
