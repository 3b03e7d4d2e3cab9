package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
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
    // On a busy machine any sample but the last may have been replaced by the next.
    runs.get(0).keySet().retainAll(runs.get(1).keySet());
    runs.get(1).keySet().retainAll(runs.get(0).keySet());
    assertEquals(runs.get(0), runs.get(1));
    assertTrue(runs.get(0).containsKey(23));
  }

  private List<String> checkpointed(Path checkpoint, int epochs, String... more) {
    List<String> options =
        new ArrayList<>(List.of("--data", "iris", "--every", "4", "--probe-every", "8"));
    options.addAll(List.of("--epochs", Integer.toString(epochs)));
    options.addAll(List.of("--checkpoint", checkpoint.toString()));
    options.addAll(List.of(more));
    return options;
  }

  private Program.Outcome train(List<String> options) {
    return train(options.toArray(String[]::new));
  }

  /** As a run that was interrupted after two epochs, and after three once more, and goes on. */
  @Test
  void train_fromACheckpoint_goesOnAsIfNothingHadBeen() throws IOException {
    Path whole = folder.resolve("whole");
    assertEquals(0, train(checkpointed(whole, 4)).code());
    Path parts = folder.resolve("parts");
    assertEquals(0, train(checkpointed(parts, 2)).code());
    assertEquals(0, train(checkpointed(parts, 3)).code());
    Program.Outcome last = train(checkpointed(parts, 4));
    assertEquals(0, last.code(), last::err);
    assertTrue(last.out().contains("epoch 4/4  iteration    31"), last::out);

    // 8 iterations an epoch
    List<JsonNode> lines = lines(parts.resolve("samples.jsonl"));
    assertEquals(
        List.of("session", "resumed 15", "resumed 23"),
        lines.stream()
            .filter(line -> line.has("type"))
            .map(l -> l.get("type").asText() + (l.has("iteration") ? " " + l.get("iteration") : ""))
            .toList());
    assertEquals(1, lines.stream().map(line -> line.get("session")).distinct().count());
    JsonNode actual = lines.get(lines.size() - 1);
    List<JsonNode> uninterrupted = lines(whole.resolve("samples.jsonl"));
    JsonNode expected = uninterrupted.get(uninterrupted.size() - 1);
    for (String field : List.of("iteration", "epoch", "score", "cpse")) {
      assertEquals(expected.get(field), actual.get(field), field);
    }
    assertEquals(
        MultiLayerNetwork.load(whole.resolve("model.zip").toFile(), true).params(),
        MultiLayerNetwork.load(parts.resolve("model.zip").toFile(), true).params());

    Program.Outcome done = train(checkpointed(parts, 4)); // there is nothing left to do
    assertEquals(0, done.code(), done::err);
    assertTrue(done.out().contains("no sample was taken"), done::out);
  }

  @Test
  void train_checkpointOfARunningTraining_isRefused() throws IOException {
    Path checkpoint = Files.createDirectory(folder.resolve("busy"));
    try (FileChannel held =
        FileChannel.open(
            checkpoint.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      held.lock();
      Program.Outcome outcome = train(checkpointed(checkpoint, 1));
      assertEquals(2, outcome.code());
      assertTrue(outcome.err().contains("another training is saved there"), outcome::err);
    }
    assertEquals(0, train(checkpointed(checkpoint, 1)).code());
    Program.Outcome file = train(checkpointed(checkpoint.resolve("lock"), 1));
    assertEquals(2, file.code());
    assertTrue(file.err().contains("is no folder"), file::err);
  }

  @Test
  void train_fromACheckpointCutShort_usesWhatIsWhole() throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    assertEquals(0, train(checkpointed(checkpoint, 1)).code());
    Path model = checkpoint.resolve("model.zip");
    Path state = checkpoint.resolve("complexometer.state");
    Path copy = Files.copy(state, folder.resolve("state"));
    assertEquals(0, train(checkpointed(checkpoint, 2)).code());
    // killed after the model had got its name, and before the state had
    Files.move(state, checkpoint.resolve("complexometer.state.new"));
    Files.copy(copy, state);
    Program.Outcome outcome = train(checkpointed(checkpoint, 3));
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.err().contains("goes on after iteration 15"), outcome::err);
    Files.writeString(checkpoint.resolve("model.zip.new"), "PK"); // killed while it was written
    outcome = train(checkpointed(checkpoint, 4));
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.err().contains("goes on after iteration 23"), outcome::err);
    try (Stream<Path> files = Files.list(checkpoint)) {
      assertEquals(4, files.count()); // with the lock's
    }

    byte[] trained = Files.readAllBytes(model);
    Files.copy(copy, state, StandardCopyOption.REPLACE_EXISTING); // of another iteration
    outcome = train(checkpointed(checkpoint, 5));
    assertEquals(2, outcome.code());
    assertTrue(
        outcome.err().contains("the model had done 8 iterations, and this one has done 32"),
        outcome::err);
    assertTrue(
        outcome.err().contains("error: " + state + ": cannot be gone on from"), outcome::err);
    assertArrayEquals(trained, Files.readAllBytes(model));
  }

  @Test
  void train_fromACheckpointOfOtherOptions_saysSo() throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    assertEquals(0, train(checkpointed(checkpoint, 1)).code());
    Program.Outcome other = train("--checkpoint", checkpoint.toString());
    assertEquals(2, other.code());
    assertTrue(other.err().contains("give the options that it was begun with"), other::err);
    Program.Outcome seed = train(checkpointed(checkpoint, 2, "--seed", "2"));
    assertEquals(2, seed.code());
    assertTrue(seed.err().contains("it is of another seed"), seed::err);
    Files.writeString(checkpoint.resolve("model.zip"), "PK");
    Program.Outcome damaged = train(checkpointed(checkpoint, 2));
    assertEquals(2, damaged.code());
    assertTrue(damaged.err().contains("no model can be read from it"), damaged::err);
    Files.delete(checkpoint.resolve("model.zip"));
    Program.Outcome missing = train(checkpointed(checkpoint, 2));
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("there is no model.zip"), missing::err);
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

  /** The line and the caret under it come through to the terminal. */
  @Test
  void train_pointsAtTheCharacterOfACriterion() {
    Program.Outcome unread = train("--stop-when", "cpse converged wihtin 0.01");
    assertEquals(2, unread.code());
    assertTrue(
        unread
            .err()
            .lines()
            .toList()
            .subList(1, 3)
            .equals(List.of("  cpse converged wihtin 0.01", "  " + " ".repeat(15) + "^")),
        unread::err);
    Program.Outcome unknown =
        train(
            "--data",
            "iris",
            "--stop-when",
            "iteration above 9 and stableRnk above 3",
            "--out",
            folder.resolve("never.jsonl").toString());
    assertEquals(2, unknown.code());
    List<String> complaint =
        unknown.err().lines().filter(line -> !line.contains(" INFO ")).toList();
    assertTrue(complaint.get(0).contains("did you mean stableRank?"), unknown::err);
    assertEquals("  " + " ".repeat(22) + "^", complaint.get(2));
  }

  @Test
  void train_stopsWhenTheCriterionIsMet() {
    Program.Outcome outcome =
        train(
            "--data",
            "iris",
            "--every",
            "1",
            "--share",
            "1",
            "--stop-when",
            "iteration above 20 and not stableRank below 0",
            "--out",
            folder.resolve("stopped.jsonl").toString());
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("stopped after iteration "), outcome::out);
    assertTrue(
        outcome
            .out()
            .lines()
            .anyMatch(line -> line.matches(".*: iteration .. is above 20; stable.*")),
        outcome::out);
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
