package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a user would, on a folder of small images. */
final class ScalingTest {
  private static final int IMAGES = 250; // 200 to train on, 50 to test with
  private static final int SIZE = 4;

  @TempDir private Path folder;

  /** Each class is bright in a half of its own; the rest is noise. */
  private Path images() throws IOException {
    Path data = Files.createDirectories(folder.resolve("halves"));
    Random random = new Random(1);
    ByteArrayOutputStream images = header(3, IMAGES, SIZE, SIZE);
    ByteArrayOutputStream labels = header(1, IMAGES);
    for (int i = 0; i < IMAGES; i++) {
      labels.write(i % 2);
      for (int pixel = 0; pixel < SIZE * SIZE; pixel++) {
        boolean bright = pixel < SIZE * SIZE / 2 == (i % 2 == 0);
        images.write(random.nextInt(128) + (bright ? 127 : 0));
      }
    }
    Files.write(data.resolve("t10k-images-idx3-ubyte"), images.toByteArray());
    Files.write(data.resolve("t10k-labels-idx1-ubyte"), labels.toByteArray());
    return data;
  }

  private static ByteArrayOutputStream header(int dimensions, int... sizes) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {0, 0, 8, (byte) dimensions});
    for (int size : sizes) {
      file.writeBytes(new byte[] {0, 0, 0, (byte) size});
    }
    return file;
  }

  private Program.Outcome scaling(String... options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("scaling", "--data", images().toString()));
    arguments.addAll(List.of("--batch", "20", "--epochs", "3", "--widths", "4,6"));
    arguments.addAll(List.of(options));
    return Program.run(arguments.toArray(String[]::new));
  }

  @Test
  void scaling_everything() throws IOException {
    Path html = folder.resolve("study.html");
    Path json = folder.resolve("study.json");
    Path logs = folder.resolve("logs");
    Program.Outcome outcome =
        scaling(
            "--seeds",
            "1,2",
            "--html",
            html.toString(),
            "--json",
            json.toString(),
            "--out",
            logs.toString());
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(outcome.out().contains("halves: 200 images to train on, 50 to test with"));
    assertTrue(outcome.out().contains("effectiveDimension/dense2"), outcome::out);
    outcome.out().lines().forEach(line -> assertTrue(line.length() <= 120, line));
    assertTrue(Files.readString(html).contains("score, 6 units"));
    try (Stream<Path> files = Files.list(logs)) {
      assertEquals(8, files.count()); // 2 widths, 2 kinds of labels, 2 seeds
    }

    JsonNode study = new ObjectMapper().readTree(json.toFile());
    assertEquals(8, study.get("runs").size());
    for (JsonNode run : study.get("runs")) {
      assertEquals(30, run.get("iterations").asInt()); // 3 epochs of 200 / 20
      JsonNode score = run.get("series").get(0);
      assertEquals("score", score.get("name").asText());
      int points = score.get("points").asInt();
      assertEquals(points, score.get("t").size());
      assertEquals(1, score.get("t").get(0).asInt()); // the first iteration, 0
      assertEquals(30, score.get("t").get(points - 1).asInt());
    }
    List<String> logged = Files.readAllLines(logs.resolve("4-true-1.jsonl"));
    JsonNode last = new ObjectMapper().readTree(logged.get(logged.size() - 1));
    JsonNode score = study.get("runs").get(0).get("series").get(0);
    assertEquals(
        last.get("score").asDouble(), score.get("y").get(score.get("y").size() - 1).asDouble());
  }

  @Test
  void scaling_sameSeedSamePoints() throws IOException {
    List<JsonNode> studies = new ArrayList<>();
    for (String name : List.of("a.json", "b.json")) {
      Path json = folder.resolve(name);
      assertEquals(0, scaling("--json", json.toString()).code());
      studies.add(new ObjectMapper().readTree(json.toFile()));
    }
    for (int i = 0; i < 4; i++) {
      assertEquals(
          studies.get(0).get("runs").get(i).get("series"),
          studies.get(1).get("runs").get(i).get("series"));
    }
  }

  @Test
  void scaling_badInputIsOneLine() throws IOException {
    for (String[] options :
        new String[][] {
          {"--widths", "4,4"}, {"--widths", "1"}, {"--epochs", "0"}, {"--seeds", "x"}
        }) {
      Program.Outcome outcome =
          Program.run(
              Stream.concat(Stream.of("scaling"), Stream.of(options)).toArray(String[]::new));
      assertEquals(2, outcome.code(), outcome::err);
      assertTrue(outcome.err().contains(options[0]), outcome::err);
    }
    Program.Outcome nowhere = Program.run("scaling", "--data", folder.resolve("no").toString());
    assertEquals(2, nowhere.code());
    assertTrue(nowhere.err().lines().anyMatch(line -> line.startsWith("error: ")), nowhere::err);
    Path precious = Files.writeString(folder.resolve("model.zip"), "PK");
    assertEquals(2, Program.run("scaling", "--html", precious.toString()).code());
    assertEquals("PK", Files.readString(precious));
  }
}
