package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.network.Networks;
import io.complexometer.examples.report.MadeUpModels;
import io.complexometer.measure.linalg.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a user would, on folders of .npy files. */
final class CompareTest {
  private static final int[][] SHAPES = {{40, 30}, {30, 40}, {12, 30}};

  @TempDir private Path folder;

  private Path weights(String name, long seed, double spike) throws IOException {
    Path into = Files.createDirectory(folder.resolve(name));
    for (StoredWeights one : MadeUpModels.weights(name, seed, spike, SHAPES).weights()) {
      Matrix.Doubles matrix = (Matrix.Doubles) one.matrix().get();
      Files.write(into.resolve(one.description().layer().name() + ".npy"), npy(matrix));
    }
    return into;
  }

  private static byte[] npy(Matrix.Doubles matrix) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    String header =
        "{'descr': '<f8', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(matrix.rows(), matrix.columns());
    file.writeBytes("\u0093NUMPY\u0001\u0000v\u0000".getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes("%-117s\n".formatted(header).getBytes(StandardCharsets.ISO_8859_1)); // 0x76
    ByteBuffer numbers =
        ByteBuffer.allocate(Double.BYTES * matrix.data().length).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asDoubleBuffer().put(matrix.data());
    file.writeBytes(numbers.array());
    return file.toByteArray();
  }

  private static Program.Outcome compare(Path a, Path b, String... options) {
    String[] arguments = new String[options.length + 3];
    arguments[0] = "compare";
    arguments[1] = a.toString();
    arguments[2] = b.toString();
    System.arraycopy(options, 0, arguments, 3, options.length);
    return Program.run(arguments);
  }

  @Test
  void compare_table() throws IOException {
    Path a = weights("before", 1, 0);
    Program.Outcome same = compare(a, a);
    assertEquals(0, same.code(), same::err);
    assertTrue(same.out().startsWith("A  before: "), same.out());
    assertTrue(same.out().contains("\nEquivalent: "), same.out());
    assertTrue(same.out().contains("20 draws of CUE"), same.out());
    assertEquals("", same.err());
    same.out().lines().forEach(line -> assertTrue(line.length() <= 100, line));

    Program.Outcome other = compare(a, weights("after", 2, 3));
    assertEquals(0, other.code(), other::err);
    assertTrue(other.out().contains("\nNot equivalent: "), other.out());
  }

  @Test
  void compare_json() throws IOException {
    Path a = weights("before", 1, 0);
    Path b = weights("after", 2, 3);
    String[] options = {"--json", "--seed", "7", "--draws", "5", "--ensemble", "coe"};
    Program.Outcome outcome = compare(a, b, options);
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    assertEquals("COE", json.get("settings").get("ensemble").asText());
    assertEquals(5, json.get("settings").get("draws").asInt());
    assertEquals(7, json.get("settings").get("seed").asInt());
    assertEquals(7, json.get("a").get("settings").get("seed").asInt());
    assertEquals(3, json.get("layers").size());
    assertEquals(outcome.out(), compare(a, b, options).out()); // the same seed, the same numbers
  }

  /** 4 x 16 + 16, 16 x 16 + 16, 16 x 3 + 3 parameters; 4 x 16 x 16 paths to each of 3 outputs. */
  @Test
  void compare_models() throws IOException {
    Path[] files = {folder.resolve("a.zip"), folder.resolve("b.zip")};
    for (int i = 0; i < 2; i++) {
      MultiLayerNetwork model =
          new MultiLayerNetwork(Networks.mlp(InputType.feedForward(4), 3, i + 1));
      model.init();
      ModelSerializer.writeModel(model, files[i].toFile(), false);
    }
    Program.Outcome outcome =
        compare(files[0], files[1], "--json", "--structure-level", "exact", "--input", "4");
    assertEquals(0, outcome.code(), outcome::err);
    JsonNode json = new ObjectMapper().readTree(outcome.out());
    for (String network : List.of("a", "b")) {
      JsonNode structure = json.get(network).get("structure");
      assertEquals(80 + 272 + 51, structure.get("parameters").asInt());
      assertEquals(10, structure.get("log2GainExact").asDouble(), 1e-12);
    }
    assertEquals("output", json.get("layers").get(2).get("b").get("name").asText());
    assertTrue(json.get("equivalence").get("equivalent").isBoolean());
  }

  @Test
  void compare_html() throws IOException {
    Path a = weights("before", 1, 0);
    Path file = folder.resolve("reports/pair.html");
    for (int i = 0; i < 2; i++) { // the second time it is replaced
      Program.Outcome outcome = compare(a, a, "--html", file.toString());
      assertEquals(0, outcome.code(), outcome::err);
      assertTrue(outcome.out().contains("Equivalent: "), outcome.out());
      assertTrue(Files.readString(file).contains("Equivalent: the weight spectra"));
    }
    Path precious = Files.writeString(folder.resolve("model.zip"), "PK");
    Program.Outcome refused = compare(a, a, "--html", precious.toString());
    assertEquals(2, refused.code());
    assertTrue(refused.err().startsWith("error: " + precious + ": exists"), refused.err());
    assertEquals("PK", Files.readString(precious));
  }

  @Test
  void compare_badInputIsOneLine() throws IOException {
    Path a = weights("before", 1, 0);
    for (Program.Outcome outcome :
        List.of(compare(a, folder.resolve("nowhere.zip")), compare(folder.resolve("no"), a))) {
      assertEquals(2, outcome.code(), outcome::err);
      assertEquals(1, outcome.err().lines().count(), outcome::err);
      assertTrue(outcome.err().startsWith("error: "), outcome::err);
    }
    for (String[] options :
        new String[][] {{"--draws", "0"}, {"--ensemble", "GUE"}, {"--input", "axb"}}) {
      Program.Outcome outcome = compare(a, a, options);
      assertEquals(2, outcome.code(), outcome::err);
      assertTrue(outcome.err().contains(options[0]), outcome::err);
    }
    assertEquals(2, Program.run("compare", a.toString()).code());
  }

  @Test
  void compare_helps() {
    assertTrue(Program.run("--help").out().contains("compare"));
    String help = Program.run("compare", "--help").out();
    for (String word : List.of("--html", "--draws", "--ensemble", "delta", "Examples:")) {
      assertTrue(help.contains(word), help);
    }
  }
}
