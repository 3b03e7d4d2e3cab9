package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a user would; what it prints is checked where a user would look. */
final class TrainTest {
  @TempDir private Path folder;

  private Program.Outcome train(String... options) {
    List<String> arguments = new ArrayList<>(List.of("train", "--port", "0"));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add(mapper.readTree(line));
    }
    return lines;
  }

  @Test
  void train_writesTheSeriesAndATable() throws IOException {
    Path file = folder.resolve("iris.jsonl");
    Program.Outcome outcome =
        train(
            "--data",
            "iris",
            "--epochs",
            "6",
            "--every",
            "4",
            "--probe-every",
            "8",
            "--structure-level",
            "exact",
            "--out",
            file.toString());
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("mlp (403 parameters) on "), outcome::out);
    assertTrue(outcome.out().contains("cPSE (scaleFree)"), outcome::out);
    assertTrue(outcome.out().contains("48 iterations in "), outcome::out);

    List<JsonNode> lines = lines(file);
    JsonNode session = lines.get(0);
    assertEquals("16", session.get("settings").get("batch").asText());
    assertEquals(3, session.get("layers").size());
    // 4-16-16-3: 64, 256 and 48 connections; 4 16 16 paths to an output, at level exact, too
    JsonNode structure = session.get("structure");
    assertEquals("exact", structure.get("level").asText());
    assertEquals(368, structure.get("macs").asLong());
    assertEquals(403, structure.get("parameters").asLong());
    assertEquals(10, structure.get("log2Gain").asDouble(), 1e-12);
    assertEquals(3072, structure.get("layers").get(3).get("paths").asLong());
    assertTrue(outcome.out().contains("path gain          10.00 bits (exact)"), outcome::out);
    // 120 examples in batches of 16: 8 iterations an epoch; every 4th, and the last. In the
    // background a sample may be replaced by its successor, but neither the first nor the last.
    List<Integer> iterations =
        lines.stream().skip(1).map(line -> line.get("iteration").asInt()).toList();
    assertEquals(0, iterations.get(0));
    assertEquals(47, iterations.get(iterations.size() - 1));
    assertTrue(iterations.stream().allMatch(i -> i % 4 == 0 || i == 47), iterations::toString);
    JsonNode last = lines.get(lines.size() - 1);
    assertEquals(session.get("session"), last.get("session"));
    assertEquals(5, last.get("epoch").asInt());
    assertTrue(last.get("cpse").get("scaleFree").isNumber());
    assertTrue(last.get("wallTimeMillis").asLong() >= session.get("startMillis").asLong());
    List<String> names =
        StreamSupport.stream(last.get("layers").spliterator(), false)
            .map(layer -> layer.get("index").asInt() + layer.get("name").asText())
            .toList();
    assertEquals(List.of("0dense1", "1dense2", "2output"), names);
    double dimension = last.get("layers").get(1).get("effectiveDimension").asDouble();
    assertTrue(dimension >= 1 && dimension <= 16);
    assertEquals(0, last.get("carried").size());
  }

  /** Of next to no share all early samples are there nonetheless: see EarlyIterationsTest. */
  @Test
  void train_earlySamplesForLaws() throws IOException {
    Path file = folder.resolve("early.jsonl");
    Program.Outcome outcome =
        train(
            "--data",
            "iris",
            "--epochs",
            "6",
            "--schedule",
            "log",
            "--share",
            "1e-9",
            "--out",
            file.toString());
    assertEquals(0, outcome.code(), outcome::err);
    // every 50 iterations the probe is run, so as far as 10^(52/20) = 398.1, from where 48 are in a
    // bucket
    String said = "\n42 early samples until iteration 398: ";
    assertTrue(outcome.out().contains(said), outcome::out);
    assertFalse(outcome.err().contains("early samples"), outcome::err);
    List<JsonNode> lines = lines(file);
    assertEquals("logarithmic", lines.get(0).get("settings").get("schedule").asText());
    assertEquals(
        List.of(
            0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 15, 17, 19, 22, 25, 28, 31, 35, 39, 44, 47),
        lines.stream().skip(1).map(line -> line.get("iteration").asInt()).toList());
  }

  @Test
  void train_sameSeedSameNumbers() throws IOException {
    List<Map<Integer, JsonNode>> runs = new ArrayList<>();
    for (String name : List.of("first.jsonl", "second.jsonl")) {
      Path file = folder.resolve(name);
      String[] options = {"--data", "iris", "--epochs", "3", "--every", "5", "--seed", "9"};
      Program.Outcome outcome =
          train(
              Stream.concat(Arrays.stream(options), Stream.of("--out", file.toString()))
                  .toArray(String[]::new));
      assertEquals(0, outcome.code(), outcome::err);
      Map<Integer, JsonNode> cpse = new TreeMap<>();
      lines(file).stream()
          .skip(1)
          .forEach(line -> cpse.put(line.get("iteration").asInt(), line.get("cpse")));
      runs.add(cpse);
    }
    runs.get(0).keySet().retainAll(runs.get(1).keySet()); // a sample may have been replaced
    runs.get(1).keySet().retainAll(runs.get(0).keySet());
    assertEquals(runs.get(0), runs.get(1));
    assertTrue(runs.get(0).containsKey(0) && runs.get(0).containsKey(23));
  }

  @Test
  void train_portInUse() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      Path file = folder.resolve("never.jsonl");
      Program.Outcome outcome =
          Program.run("train", "--data", "iris", "--port", port, "--out", file.toString());
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().contains(port), outcome::err);
      assertTrue(outcome.err().contains("--port"), outcome::err);
      assertFalse(Files.exists(file));
    }
  }

  @Test
  void train_badInputIsOneLine() throws IOException {
    Path occupied = Files.writeString(folder.resolve("old.jsonl"), "an older run\n");
    for (String[] options :
        new String[][] {
          {"--data", folder.resolve("nowhere").toString()},
          {"--data", "iris", "--network", "lenet"},
          {"--data", "iris", "--out", occupied.toString()},
        }) {
      Program.Outcome outcome = train(options);
      assertEquals(2, outcome.code(), outcome::err);
      List<String> complaints =
          outcome.err().lines().filter(line -> !line.contains(" INFO ")).toList();
      assertEquals(1, complaints.size(), outcome::err);
      assertTrue(complaints.get(0).startsWith("error: "), outcome::err);
    }
    assertEquals("an older run\n", Files.readString(occupied));
  }

  @Test
  void train_badOptionsNameTheOption() {
    for (String[] options :
        new String[][] {
          {"--stop-when", "bored"},
          {"--every", "0"},
          {"--epochs", "-1"},
          {"--threads", "0"},
        }) {
      Program.Outcome outcome = train(options);
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().startsWith("error: " + options[0]), outcome::err);
    }
  }

  @Test
  void complexometer_helps() {
    assertTrue(Program.run("--help").out().contains("train"));
    assertTrue(Program.run("train", "--help").out().contains("--stop-when"));
  }

  /**
   * As Ctrl-C: the signal comes in the middle, what was recorded is whole, the table is printed.
   */
  @Test
  void train_endsCleanlyWhenInterrupted() throws Exception {
    Path file = folder.resolve("interrupted.jsonl");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Complexometer.class.getName(),
                "train",
                "--network",
                "mlp",
                "--epochs",
                "1000",
                "--port",
                "0",
                "--out",
                file.toString())
            .redirectErrorStream(true)
            .start();
    List<String> printed = new ArrayList<>();
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        printed.add(line);
        if (line.startsWith("epoch 2/") && process.isAlive()) {
          process.toHandle().destroy(); // as Ctrl-C, which a test cannot type
        }
      }
    } finally {
      process.destroyForcibly();
    }
    String all = String.join("\n", printed);
    assertTrue(all.contains(": interrupted"), all);
    assertTrue(all.contains("last sample"), all);
    List<JsonNode> lines = lines(file); // each one whole, or reading would fail
    long last = lines.get(lines.size() - 1).get("iteration").asLong();
    assertTrue(all.contains("stopped after iteration " + last), all);
  }
}
