package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the program as a user would. Numbers come from {@code expected.json}, which was reckoned
 * beforehand by numpy: entropies on the rows of the CSV files beside it, dimensions by singular
 * values.
 */
final class NeuronsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = NeuronsTest.class.getResourceAsStream("recording/" + name)) {
      return file.readAllBytes();
    }
  }

  private static JsonNode expected(String name) throws IOException {
    return MAPPER.readTree(resource("expected.json")).get(name);
  }

  private static Program.Outcome neurons(Path file, String... options) {
    List<String> arguments = new ArrayList<>(List.of("neurons", file.toString()));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  private JsonNode json(String name, String... options) throws IOException {
    Path file = Files.write(folder.resolve(name), resource(name));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add("--json");
    Program.Outcome outcome = neurons(file, arguments.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome::err);
    return MAPPER.readTree(outcome.out());
  }

  private static void check(double expected, JsonNode actual, double tolerance) {
    assertTrue(actual.isNumber(), actual::toString);
    assertEquals(expected, actual.asDouble(), tolerance);
  }

  private static Set<String> absent(JsonNode json) {
    Set<String> absent = new TreeSet<>();
    json.get("absent")
        .forEach(
            value -> absent.add(value.get("value").asText() + ": " + value.get("reason").asText()));
    return absent;
  }

  @Test
  void neurons_spikes() throws IOException {
    JsonNode expected = expected("spikes10");
    JsonNode json = json("spikes10.csv", "--replicates", "10", "--chain-replicates", "5");
    assertEquals("binary", json.get("kind").asText());
    assertEquals(1000, json.get("samples").asInt());
    assertEquals(10, json.get("units").asInt());
    assertEquals(0, json.get("constantUnits").asInt());
    assertEquals(107, json.get("distinctPatterns").asInt());
    JsonNode bits = json.get("entropyBits");
    double independent = expected.get("marginal_plugin").asDouble();
    double chain = expected.get("chain_cv_blocked").asDouble();
    check(independent, bits.get("independent"), 1e-9);
    check(chain, bits.get("chain"), 1e-3);
    check(expected.get("joint_plugin").asDouble(), bits.get("jointPlugIn"), 1e-9);
    check(expected.get("joint_miller_madow").asDouble(), bits.get("jointMillerMadow"), 1e-9);
    check(independent - chain, json.get("multiInformationBits"), 1e-3);
    // 65 of 1,000 words were seen once: a coverage of 0.935
    check(expected.get("joint_grassberger").asDouble(), bits.get("jointGrassberger"), 1e-9);
    assertFalse(json.get("jointValid").asBoolean());
    assertEquals(Set.of(), absent(json));
    assertTrue(json.get("errors").get("chain").asDouble() > 0);
    assertEquals(5, json.get("draws").get("chain").asInt());
    assertEquals(10, json.get("draws").get("tree").asInt());
  }

  @Test
  void neurons_interleavedFolds() throws IOException {
    JsonNode expected = expected("spikes10");
    JsonNode json = json("spikes10.csv", "--folds", "interleaved", "--replicates", "0");
    JsonNode bits = json.get("entropyBits");
    check(expected.get("tree_cv").asDouble(), bits.get("tree"), 1e-6);
    check(expected.get("chain_cv_interleaved").asDouble(), bits.get("chain"), 1e-3);
    assertTrue(json.get("errors").get("tree").isNull());
    assertTrue(absent(json).contains("errors.tree: not resampled"));
  }

  @Test
  void neurons_allWordsSeen() throws IOException {
    JsonNode json = json("relu_gates_2d_16.csv", "--replicates", "0");
    double bits = expected("relu_gates_2d_16").get("joint_grassberger").asDouble();
    check(bits, json.get("entropyBits").get("jointGrassberger"), 1e-9);
    assertEquals(1, json.get("coverage").asDouble());
  }

  @Test
  void neurons_nothingVaries() throws IOException {
    JsonNode json = json("constant6.csv");
    assertEquals(6, json.get("constantUnits").asInt());
    for (String name : List.of("independent", "tree", "chain")) {
      check(0, json.get("entropyBits").get(name), 0);
    }
    assertTrue(absent(json).contains("effectiveDimension: no variance"));
    assertTrue(json.get("effectiveDimension").isNull());
  }

  @Test
  void neurons_continuous() throws IOException {
    for (String name : List.of("effdim_geom16", "effdim_offset12")) {
      JsonNode expected = expected(name);
      JsonNode json = json(name + ".csv", "--replicates", "5");
      double tolerance = name.equals("effdim_offset12") ? 1e-6 : 1e-9; // means of 1e6 cost digits
      for (String[] names :
          new String[][] {
            {"effective_dimension", "effectiveDimension"},
            {"participation_ratio", "participationRatio"}
          }) {
        double value = expected.get(names[0]).asDouble();
        check(value, json.get(names[1]), tolerance * value);
      }
      assertEquals("continuous", json.get("kind").asText());
      assertEquals(0, json.get("constantUnits").asInt());
      assertTrue(json.get("errors").get("effectiveDimension").asDouble() > 0);
      assertEquals(
          Set.of(
              "distinctPatterns: continuous recording",
              "entropyBits.chain: continuous recording",
              "entropyBits.independent: continuous recording",
              "entropyBits.jointGrassberger: continuous recording",
              "entropyBits.tree: continuous recording",
              "multiInformationBits: continuous recording"),
          absent(json));
    }
    JsonNode constant = json("effdim_constant5.csv", "--kind", "continuous");
    assertEquals(5, constant.get("constantUnits").asInt());
    assertTrue(absent(constant).contains("effectiveDimension: no variance"));
  }

  @Test
  void neurons_sameSeedSameErrors() throws IOException {
    String[] options = {"--replicates", "4", "--chain-replicates", "2", "--seed", "3"};
    JsonNode first = json("spikes10.csv", options);
    assertEquals(first, json("spikes10.csv", options));
    options[5] = "4";
    assertFalse(first.get("errors").equals(json("spikes10.csv", options).get("errors")));
  }

  @Test
  void neurons_table() throws IOException {
    Path file = Files.write(folder.resolve("spikes10.csv"), resource("spikes10.csv"));
    Program.Outcome outcome = neurons(file, "--replicates", "4", "--chain-replicates", "2");
    assertEquals(0, outcome.code(), outcome::err);
    String table = outcome.out();
    assertTrue(table.startsWith("spikes10.csv: 1,000 time bins x 10 units"), table);
    assertTrue(table.contains("binary (only 0 and 1)"), table);
    assertTrue(table.contains("107 distinct, 65 of them seen once: coverage 0.935"), table);
    assertTrue(table.contains("50 blocks of 20 bins"), table);
    assertTrue(table.matches("(?s).*chain +3\\.055\\d .*"), table);
    // a unit is a neuron: nothing of networks
    assertFalse(table.matches("(?is).*\\b(layer|network|dead|activation)\\b.*"), table);
    assertEquals("", outcome.err());
  }

  @Test
  void neurons_spikeTimes() throws IOException {
    StringBuilder spikes = new StringBuilder();
    for (int bin = 0; bin < 100; bin++) {
      spikes.append(bin / 10.0).append(",7\n");
      spikes.append(bin % 2 == 0 ? bin / 10.0 + 0.05 + ",7\n" + bin / 10.0 + ",3\n" : "");
    }
    Path file = Files.writeString(folder.resolve("spikes.csv"), spikes);
    Program.Outcome outcome = neurons(file, "--bin", "0.1", "--json", "--replicates", "0");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode json = MAPPER.readTree(outcome.out());
    assertEquals("counts", json.get("kind").asText());
    assertEquals(100, json.get("samples").asInt());
    assertEquals(2, json.get("units").asInt());
    // unit 7 spikes in every bin, but once or twice: no entropy, yet together with unit 3
    assertEquals(1, json.get("alwaysActiveUnits").asInt());
    check(1, json.get("entropyBits").get("independent"), 1e-12);
    check(1, json.get("effectiveDimension"), 1e-9);
  }

  @Test
  void neurons_boosted() throws IOException {
    JsonNode json = json("spikes10.csv", "--estimator", "boosted", "--replicates", "0");
    double boosted = json.get("entropyBits").get("boosted").asDouble();
    assertTrue(boosted > 2.9 && boosted < 3.4, () -> "exact: 3.1145, but " + boosted);
  }

  @Test
  void neurons_demo() throws IOException {
    Path file = folder.resolve("demo.csv");
    Program.Outcome outcome =
        Program.run("neurons", "--demo", "--json", "--replicates", "0", "--out", file.toString());
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode demo = MAPPER.readTree(outcome.out());
    double known = demo.get("known").get("entropyBits").asDouble();
    // enumerated in Python: 2^16 words, and the sum over numbers of active neurons
    assertEquals(2.563319970737067, known, 1e-12);
    check(2.7793276358, demo.get("known").get("independentBits"), 1e-9);
    double chain = demo.get("entropyBits").get("chain").asDouble();
    assertTrue(Math.abs(chain - known) < 0.3, () -> "three deviations of 0.1: " + chain);

    JsonNode again = MAPPER.readTree(neurons(file, "--json", "--replicates", "0").out());
    assertEquals(demo.get("entropyBits"), again.get("entropyBits"));
    assertEquals(demo.get("effectiveDimension"), again.get("effectiveDimension"));

    Program.Outcome occupied = Program.run("neurons", "--demo", "--out", file.toString());
    assertEquals(2, occupied.code());
    assertTrue(occupied.err().contains("exists already"), occupied::err);
  }

  /** 210,000 bins of 100 units are more than the chain takes without being asked. */
  @Test
  void neurons_largeLeavesTheChainOut() throws IOException {
    int rows = 210_000;
    int units = 100;
    String header =
        "\u0093NUMPY\u0001\u0000F\u0000"
            + "%-70s"
                .formatted(
                    "{'descr': '|u1', 'fortran_order': False, 'shape': (%d, %d), }"
                        .formatted(rows, units));
    byte[] file = Arrays.copyOf(header.getBytes(StandardCharsets.ISO_8859_1), 80 + rows * units);
    for (int i = 80; i < file.length; i += 97) {
      file[i] = 1;
    }
    Path path = Files.write(folder.resolve("large.npy"), file);
    JsonNode json = MAPPER.readTree(neurons(path, "--json", "--replicates", "0").out());
    assertTrue(absent(json).contains("entropyBits.chain: large: ask by --estimator chain"));
    assertEquals("tree", json.get("multiInformationBy").asText());
    double independent = json.get("entropyBits").get("independent").asDouble();
    double tree = json.get("entropyBits").get("tree").asDouble();
    check(independent - tree, json.get("multiInformationBits"), 1e-12);
  }

  @Test
  void neurons_badInputIsOneLine() throws IOException {
    String good = "0,1\n".repeat(60);
    String[][] refused = {
      {good + "0,2\n", "row 61, column 2: 2 where kind binary has", "--kind", "binary"},
      {good + "0,0.5\n", "row 61, column 2: 0.5 where kind counts has", "--kind", "counts"},
      {good + "-1,0\n", "row 61, column 1: -1 where kind counts has", "--kind", "counts"},
      {good + "0\n", "row 61, column 2: the row ends here"},
      {good + "0,1,1\n", "row 61, column 3: '1' is one too many"},
      {"a,b\n" + good, "row 1, column 1: 'a' is not a number: if this is a header line"},
      {good + "0,NaN\n", "row 61, column 2: 'NaN' is not a number"},
      {good + "0,inf\n", "row 61, column 2: 'inf' is not a number"},
      {good + "0,1e999\n", "row 61, column 2: Infinity is no number"},
      {good + "0,0x1p3\n", "row 61, column 2: '0x1p3' is not a number"},
      {good + "0,-\n", "row 61, column 2: '-' is not a number"},
      {good + "0,\n", "row 61, column 2: nothing where a number is expected"},
      {good + "\n0,1\n", "row 61, column 1: an empty line between rows"},
      {good + "0,\"1\n", "after row 60"},
      {"", "empty"},
      {"0,1\n".repeat(49), "49 rows, but at least 50"},
    };
    for (String[] text : refused) {
      Path file = Files.writeString(folder.resolve("recording.csv"), text[0]);
      String[] options = new String[text.length - 2];
      System.arraycopy(text, 2, options, 0, options.length);
      Program.Outcome outcome = neurons(file, options);
      assertEquals(2, outcome.code(), outcome::err);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
      assertTrue(outcome.err().startsWith("error: " + file), outcome::err);
      assertTrue(outcome.err().contains(text[1]), outcome::err);
    }
  }

  @Test
  void neurons_badFilesAreOneLine() throws IOException {
    Path npy = Files.writeString(folder.resolve("recording.npy"), "0,1\n");
    Path npz = Files.writeString(folder.resolve("recording.npz"), "PK");
    for (Path file : new Path[] {npy, npz, folder, folder.resolve("nowhere.csv")}) {
      Program.Outcome outcome = neurons(file);
      assertEquals(2, outcome.code(), outcome::err);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
      assertTrue(outcome.err().startsWith("error: " + file), outcome::err);
    }
  }

  @Test
  void neurons_badOptionsNameTheOption() throws IOException {
    Path file = Files.write(folder.resolve("spikes10.csv"), resource("spikes10.csv"));
    for (String[] options :
        new String[][] {
          {"--bin", "0"},
          {"--bin", "NaN"},
          {"--duration", "-1", "--bin", "1"},
          {"--start", "5"},
          {"--blocks", "9"},
          {"--block-length", "400"},
          {"--blocks", "20", "--block-length", "50"},
          {"--replicates", "1"},
          {"--chain-replicates", "-3"},
          {"--out", "x.csv"},
          {"--demo"},
        }) {
      Program.Outcome outcome = neurons(file, options);
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().startsWith("error: " + options[0]), outcome::err);
    }
    Program.Outcome nothing = Program.run("neurons");
    assertEquals(2, nothing.code());
    assertTrue(nothing.err().startsWith("error: FILE is missing"), nothing::err);
  }

  @Test
  void neurons_helps() {
    assertTrue(Program.run("--help").out().contains("neurons"));
    String help = Program.run("neurons", "--help").out();
    for (String word : List.of("--bin", "--kind", "--folds", "boosted", "Examples:")) {
      assertTrue(help.contains(word), help);
    }
  }
}
