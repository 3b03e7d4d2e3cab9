package io.complexometer.examples.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.examples.data.DataException;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.measure.structure.Level;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Where its numbers come from: {@link StoredNetworks}. */
final class AnalysisTest {
  private static final AnalysisSettings SETTINGS =
      new AnalysisSettings(List.of(), Level.NOMINAL, List.of(), 1);

  private static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  private static Analysis analysis(StoredModel model, AnalysisSettings settings) {
    return Analysis.of(model, settings, NOBODY);
  }

  private static JsonNode json(StoredModel model) throws Exception {
    return new ObjectMapper().readTree(AnalysisJson.of(analysis(model, SETTINGS), SETTINGS));
  }

  private static String table(StoredModel model) {
    StringWriter text = new StringWriter();
    new AnalysisTable(new PrintWriter(text), analysis(model, SETTINGS), SETTINGS).print();
    return text.toString();
  }

  /** Each absent number as {@code layer/parameter measure: reason}. */
  private static Set<String> absent(JsonNode json) {
    Set<String> absent = new TreeSet<>();
    for (JsonNode none : json.get("absent")) {
      String layer = none.get("layer").isNull() ? "" : none.get("layer").asText();
      String parameter = none.get("parameter").isNull() ? "" : "/" + none.get("parameter").asText();
      String where = layer.isEmpty() ? "" : layer + parameter + " ";
      absent.add(where + none.get("measure").asText() + ": " + none.get("reason").asText());
    }
    return absent;
  }

  @Test
  void cpse_everyProfile() throws Exception {
    for (String network : List.of("n4_conv_mixed", "n9_six_dense")) {
      JsonNode json = json(StoredNetworks.file(StoredNetworks.matrices(network)));
      JsonNode expected = StoredNetworks.EXPECTED.get(network).get("cpse");
      for (CpseProfile profile : CpseProfile.values()) {
        double value = json.get("cpse").get(profile.label()).asDouble();
        assertEquals(expected.get(profile.label()).asDouble(), value, 1e-9, profile::label);
      }
    }
  }

  /** Equal layers have the distance 0, which has no logarithm. */
  @Test
  void cpse_ofEqualLayersIsAbsent() throws Exception {
    StoredModel model = StoredNetworks.file(StoredNetworks.matrices("n3e_duplicate"));
    JsonNode json = json(model);
    for (CpseProfile profile : CpseProfile.values()) {
      assertTrue(
          StoredNetworks.EXPECTED.get("n3e_duplicate").get("cpse").get(profile.label()).isNull());
      assertTrue(json.get("cpse").get(profile.label()).isNull());
      assertTrue(absent(json).contains("cpse." + profile.label() + ": a distance is zero"));
      assertTrue(json.get("nulls").get(profile.label()).get("z").isNull());
      String random = "nulls." + profile.label(); // some random networks of 8 x 8 have equal layers
      assertTrue(absent(json).stream().anyMatch(none -> none.startsWith(random)), random);
    }
    assertTrue(table(model).contains("a distance is zero"));
  }

  /**
   * Mean and deviation of scaleFree over 20,000 networks of Gaussian matrices of these shapes,
   * drawn and decomposed by numpy: -0.04414 and 0.13055. Of 20 draws the mean is known to 0.029,
   * the deviation to 16 %.
   */
  @Test
  void randomNetworks_areThoseOfNumpy() throws Exception {
    StoredModel model = StoredNetworks.file(StoredNetworks.matrices("n9_six_dense"));
    JsonNode json = json(model);
    JsonNode random = json.get("cpse").get("null");
    double mean = random.get("mean").asDouble();
    double deviation = random.get("standardDeviation").asDouble();
    assertEquals(-0.04414, mean, 4 * 0.029);
    assertEquals(0.13055, deviation, 4 * 0.16 * 0.13055);
    double z = (json.get("cpse").get("scaleFree").asDouble() - mean) / deviation;
    assertEquals(z, random.get("z").asDouble(), 1e-12);
    assertEquals(random, json.get("nulls").get("scaleFree"));
    assertEquals(CpseProfile.values().length, json.get("nulls").size());

    AnalysisSettings other = new AnalysisSettings(List.of(), Level.NOMINAL, List.of(), 2);
    assertEquals(json, json(model));
    assertNotEquals(
        analysis(model, SETTINGS).nulls(), analysis(model, other).nulls(), "the seed does nothing");
  }

  /** A listener with the same seed compares with the same random networks. */
  @Test
  void randomNetworks_areThoseOfTheListener() {
    StoredModel model = StoredNetworks.file(StoredNetworks.matrices("n4_conv_mixed"));
    Analysis analysis = analysis(model, SETTINGS);
    List<WeightSpectrum> spectra =
        analysis.matrices().stream().map(MatrixAnalysis::spectrum).toList();
    GaussianDraws draws =
        new GaussianDraws(
            analysis.matrices().stream()
                .map(m -> new MatrixShape((int) m.matrix().rows(), (int) m.matrix().columns()))
                .toList(),
            20,
            1);
    while (!draws.isComplete()) {
      draws.drawNext();
    }
    double[] norms = spectra.stream().mapToDouble(WeightSpectrum::squaredFrobeniusNorm).toArray();
    List<Cascade> networks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      networks.add(DepthMatchedNull.scaled(draws, i, norms));
    }
    for (CpseProfile profile : CpseProfile.values()) {
      assertEquals(DepthMatchedNull.of(networks, profile), analysis.nulls().get(profile));
    }
  }

  @Test
  void layers_haveTheNumbersOfTheirSpectra() throws Exception {
    List<String> names = List.of("spike_50x70", "gauss_60x90");
    JsonNode layers =
        json(StoredNetworks.file(names.stream().map(StoredNetworks::npy).toList())).get("layers");
    assertEquals(2, layers.size());
    for (int i = 0; i < 2; i++) {
      JsonNode layer = layers.get(i);
      JsonNode expected = StoredNetworks.EXPECTED.get(names.get(i));
      JsonNode tail = expected.get("tail");
      assertEquals(i, layer.get("index").asInt());
      assertEquals("layer" + i, layer.get("name").asText());
      assertEquals("matrix", layer.get("type").asText());
      assertEquals("W", layer.get("parameter").asText());
      assertEquals(expected.get("rows"), layer.get("rows"));
      assertEquals(expected.get("columns"), layer.get("columns"));
      assertClose(expected.get("spectral_norm"), layer.get("spectralNorm"), 1e-9);
      assertClose(expected.get("frobenius_norm"), layer.get("frobeniusNorm"), 1e-9);
      assertClose(expected.get("stable_rank"), layer.get("stableRank"), 1e-9);
      assertClose(expected.get("effective_rank"), layer.get("effectiveRank"), 1e-9);
      assertClose(expected.get("condition_number"), layer.get("conditionNumber"), 1e-9);
      assertClose(tail.get("alpha"), layer.get("alpha"), 1e-6);
      assertClose(tail.get("xmin"), layer.get("tail").get("xmin"), 1e-9);
      assertClose(tail.get("ks"), layer.get("tail").get("distance"), 1e-9);
      assertClose(tail.get("standard_error"), layer.get("tail").get("standardError"), 1e-6);
      assertEquals(tail.get("tail").asInt(), layer.get("tail").get("eigenvalues").asInt());
      assertTrue(layer.get("tail").get("reliable").asBoolean());
      double alphaHat =
          tail.get("alpha").asDouble() * expected.get("log10_spectral_norm_squared").asDouble();
      assertEquals(alphaHat, layer.get("alphaHat").asDouble(), 1e-6);
      assertTrue(layer.get("estimate").isNull());
    }
  }

  private static void assertClose(JsonNode expected, JsonNode actual, double relative) {
    assertTrue(actual.isNumber(), actual::toString);
    assertEquals(expected.asDouble(), actual.asDouble(), relative * Math.abs(expected.asDouble()));
  }

  /** Every number that is null is in the list of what is absent, by its name. */
  @Test
  void json_saysWhyEachNullIsNull() throws Exception {
    JsonNode json = json(StoredNetworks.file(StoredNetworks.matrices("n9_six_dense")));
    Set<String> absent = absent(json);
    assertTrue(absent.contains("structure: no configuration"));
    assertTrue(absent.contains("effectiveDimension: no probe"));
    assertTrue(absent.contains("nonlinearityBits: no probe"));
    // 16 eigenvalues that are not zero have no tail
    for (String measure : List.of("alpha", "alphaHat", "tail", "randomAlpha")) {
      assertTrue(
          absent.contains("layer0/W " + measure + ": too few eigenvalues"), absent::toString);
    }
    Set<String> known =
        new TreeSet<>(Set.of("effectiveDimension", "nonlinearityBits", "activations", "estimate"));
    for (JsonNode layer : json.get("layers")) {
      for (Map.Entry<String, JsonNode> field : layer.properties()) {
        String place = layer.get("name").asText() + "/W " + field.getKey() + ": ";
        assertTrue(
            !field.getValue().isNull()
                || known.contains(field.getKey())
                || absent.stream().anyMatch(none -> none.startsWith(place)),
            place);
      }
    }
    assertEquals("layer9: one dimension, skipped", json.get("notices").get(0).asText());
    assertEquals(0, json.get("faults").size());
    assertEquals("weights.npz", json.get("name").asText());
    assertEquals(1, json.get("settings").get("seed").asInt());
    assertEquals(20, json.get("settings").get("randomNetworks").asInt());
    assertTrue(json.get("settings").get("probeExamples").isNull());
  }

  @Test
  void nan_isAFaultWithItsPlace() throws Exception {
    List<Matrix> matrices = new ArrayList<>(StoredNetworks.matrices("n9_six_dense"));
    ((Matrix.Doubles) matrices.get(2)).data()[5 * 32 + 7] = Double.NaN;
    Analysis analysis = analysis(StoredNetworks.file(matrices), SETTINGS);
    assertEquals(1, analysis.faults().size());
    String fault = analysis.faults().get(0);
    assertTrue(fault.startsWith("weights.npz: layer 'layer2', parameter 'W': "), fault);
    assertTrue(fault.contains("NaN at row 5, column 7 (counted from 0)"), fault);
    assertEquals(6, analysis.matrices().size());

    JsonNode json = json(StoredNetworks.file(matrices));
    assertTrue(json.get("layers").get(2).get("spectralNorm").isNull());
    assertTrue(json.get("layers").get(3).get("spectralNorm").isNumber());
    assertTrue(absent(json).contains("layer2/W spectrum: non-finite weights"));
    assertTrue(absent(json).contains("cpse.scaleFree: non-finite weights"));
    assertTrue(absent(json).contains("nulls.scaleFree: non-finite weights"));
  }

  @Test
  void damagedMatrix_leavesTheOthers() throws Exception {
    List<StoredWeights> weights = new ArrayList<>();
    weights.addAll(StoredNetworks.file(StoredNetworks.matrices("n9_six_dense")).weights());
    weights.set(
        1,
        StoredNetworks.weights(
            1,
            32,
            24,
            () -> {
              throw new DataException("weights.npz, layer1.npy: ends after 7 numbers of 768");
            }));
    JsonNode json = json(StoredNetworks.model(weights, List.of()));
    assertEquals(
        "weights.npz, layer1.npy: ends after 7 numbers of 768", json.get("faults").get(0).asText());
    assertEquals(5, json.get("layers").size());
    assertEquals("layer2", json.get("layers").get(1).get("name").asText());
    assertTrue(absent(json).contains("layer1/W spectrum: unreadable weights"));
    assertTrue(absent(json).contains("cpse.paper: a weight matrix is missing"));
    assertTrue(absent(json).contains("nulls.paper: a weight matrix is missing"));
  }

  @Test
  void faultOfTheFile_leavesNoCpse() throws Exception {
    List<StoredWeights> weights =
        StoredNetworks.file(StoredNetworks.matrices("n9_six_dense")).weights();
    JsonNode json = json(StoredNetworks.model(weights, List.of("b.npy: holds objects")));
    assertEquals(6, json.get("layers").size());
    assertTrue(absent(json).contains("cpse.scaleFree: a weight matrix is missing"));
    String table = table(StoredNetworks.model(weights, List.of("b.npy: holds objects")));
    assertTrue(table.contains("absent: cPSE: a weight matrix is missing"), table);
    assertFalse(table.contains("scaleFree"), table);
  }

  @Test
  void oneMatrix_hasNoCpse() throws Exception {
    JsonNode json = json(StoredNetworks.file(List.of(StoredNetworks.npy("spike_50x70"))));
    assertTrue(absent(json).contains("cpse.scaleFree: too few weight matrices"));
    assertFalse(json.get("layers").get(0).get("alpha").isNull());
  }

  @Test
  void table_isReadable() {
    String table = table(StoredNetworks.file(StoredNetworks.matrices("n9_six_dense")));
    assertTrue(table.startsWith("weights.npz: .npz file, 6 weight matrices"), table);
    assertTrue(table.matches("(?s).*scaleFree +0\\.0986 .*"), table);
    assertTrue(table.contains("seed 1"), table);
    assertTrue(table.matches("(?s).*layer1 +matrix +32 x 24 .*"), table);
    assertTrue(table.contains("absent: structure: no configuration"), table);
    assertTrue(table.contains("notice: layer9: one dimension, skipped"), table);
    assertTrue(table.lines().allMatch(line -> line.length() <= 100), table);
  }

  /** Hundreds of layers with long names: lines stay short, heads come again, absences are few. */
  @Test
  void table_ofManyLayers() {
    List<StoredWeights> weights = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      double[] data = random.doubles(12).toArray();
      weights.add(StoredNetworks.weights(i, 4, 3, () -> new Matrix.Doubles(4, 3, data)));
    }
    String table = table(StoredNetworks.model(weights, List.of()));
    assertTrue(table.lines().allMatch(line -> line.length() <= 100), table);
    assertEquals(8, table.lines().filter(line -> line.startsWith("layer ")).count());
    assertTrue(
        table.contains(
            "alpha, randomAlpha of layer0, layer1, layer2, layer3 and 296 others: too few"),
        table);
    assertTrue(table.lines().count() < 340, table);
  }

  @Test
  void emptyFile_says() throws Exception {
    JsonNode json = json(StoredNetworks.model(List.of(), List.of()));
    assertTrue(absent(json).contains("cpse.scaleFree: no weights"));
    assertEquals(0, json.get("layers").size());
  }
}
