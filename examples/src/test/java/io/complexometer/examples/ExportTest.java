package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a user would, on the log of a training by the same program. */
final class ExportTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private static Path folder;

  private static Path log;
  private static Path other;

  @BeforeAll
  static void train() throws IOException {
    log = folder.resolve("iris.jsonl");
    // early samples are never replaced by later ones: there are 24 for sure
    String[] options = {"--data", "iris", "--epochs", "6", "--schedule", "log"};
    List<String> arguments = new ArrayList<>(List.of("train", "--port", "0", "--out"));
    arguments.add(log.toString());
    arguments.addAll(List.of(options));
    Program.Outcome outcome = Program.run(arguments.toArray(String[]::new));
    assertEquals(0, outcome.code(), outcome::err);
    // another run, of another name with a tag
    other = folder.resolve("other.jsonl");
    String session = MAPPER.readTree(Files.readAllLines(log).get(0)).get("session").asText();
    Files.writeString(
        other,
        Files.readString(log)
            .replace(session, "other")
            .replace("\"tags\":{}", "\"tags\":{\"team\":\"a, \\\"b\\\"\"}"));
  }

  private static Program.Outcome export(Object... arguments) {
    List<String> all = new ArrayList<>(List.of("export"));
    for (Object argument : arguments) {
      all.add(argument.toString());
    }
    return Program.run(all.toArray(String[]::new));
  }

  private static List<JsonNode> samples(Path log) throws IOException {
    List<JsonNode> samples = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode node = MAPPER.readTree(line);
      if (!node.has("type")) {
        samples.add(node);
      }
    }
    return samples;
  }

  /** Every number of the log is in the table, and all that is absent is an empty cell. */
  @Test
  void export_csv() throws IOException {
    Program.Outcome outcome = export(log, other, "--csv");
    assertEquals(0, outcome.code(), outcome::err);
    assertEquals("", outcome.err());
    List<CSVRecord> rows =
        CSVParser.parse(
                outcome.out(),
                CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get())
            .getRecords();
    List<JsonNode> samples = samples(log);
    assertEquals(2 * samples.size(), rows.size());
    for (int i = 0; i < samples.size(); i++) {
      JsonNode sample = samples.get(i);
      CSVRecord row = rows.get(i);
      assertEquals(sample.get("session").asText(), row.get("session"));
      assertEquals(sample.get("iteration").asText(), row.get("iteration"));
      assertEquals(
          sample.get("wallTimeMillis").asLong(), Instant.parse(row.get("time")).toEpochMilli());
      same(sample.get("score"), row.get("score"));
      same(sample.at("/cpse/scaleFree"), row.get("cpse.scaleFree"));
      same(sample.at("/cpseMatrices"), row.get("cpseMatrices"));
      for (JsonNode layer : sample.get("layers")) {
        String name = layer.get("name").asText();
        same(layer.path("effectiveDimension"), row.get("effectiveDimension/" + name));
      }
      for (JsonNode matrix : sample.get("weights")) {
        String place = matrix.get("name").asText() + "/" + matrix.get("parameter").asText();
        same(matrix.path("stableRank"), row.get("stableRank/" + place));
        if (matrix.has("cpseDistance")) { // the first moves none before it
          same(matrix.at("/cpseDistance/paper"), row.get("cpseDistance.paper/" + place));
        }
      }
      long measured =
          sample.get("carried").path("effectiveDimension").asLong(sample.get("iteration").asLong());
      assertEquals(Long.toString(measured), row.get("measuredIteration.effectiveDimension"));
      assertEquals("", row.get("tag.team"));
      assertEquals("a, \"b\"", rows.get(samples.size() + i).get("tag.team"));
    }
  }

  private static void same(JsonNode number, String cell) {
    if (number.isNumber()) {
      assertEquals(number.asDouble(), Double.parseDouble(cell));
    } else {
      assertEquals("", cell);
    }
  }

  @Test
  void export_openMetrics() throws IOException {
    Program.Outcome outcome = export(log, other, "--openmetrics");
    assertEquals(0, outcome.code(), outcome::err);
    List<String> lines = outcome.out().lines().toList();
    assertEquals("# EOF", lines.get(lines.size() - 1));
    Set<String> families = new HashSet<>();
    for (String line : lines) {
      if (line.startsWith("# TYPE ")) {
        assertTrue(families.add(line), () -> line + " is there twice");
      }
    }
    List<JsonNode> samples = samples(log);
    String score = "complexity_training_score{session=\"" + samples.get(0).get("session").asText();
    List<String> scores = lines.stream().filter(line -> line.startsWith(score)).toList();
    assertEquals(
        samples.stream()
            .map(
                sample ->
                    "%s\"} %s %d.%03d"
                        .formatted(
                            score,
                            sample.get("score").asText(),
                            sample.get("wallTimeMillis").asLong() / 1000,
                            sample.get("wallTimeMillis").asLong() % 1000))
            .distinct()
            .toList(),
        scores);
  }

  /** As the shell gives them for {@code iris*.jsonl}. */
  @Test
  void export_partsOfALog_areReadOnce() throws IOException {
    List<String> lines = Files.readAllLines(log);
    Path path = folder.resolve("parts.jsonl");
    Path part = folder.resolve("parts.1.jsonl");
    String session = lines.get(0);
    Files.write(path, lines.subList(0, 4));
    List<String> rest = new ArrayList<>(lines.subList(4, lines.size()));
    rest.add(0, session.replace("\"schema\":1,", "\"schema\":1,\"part\":1,"));
    Files.write(part, rest);
    String whole = export(log, "--csv").out();
    assertEquals(whole, export(path, "--csv").out());
    assertEquals(whole, export(part, path, "--csv").out());
    assertEquals(
        whole.lines().count() - 3, export(part, "--csv").out().lines().count(), "alone it is less");
  }

  @Test
  void export_incompleteEnd_isSaid() throws IOException {
    Path path = folder.resolve("torn.jsonl");
    String text = Files.readString(log);
    Files.writeString(path, text.substring(0, text.length() - 30));
    Program.Outcome outcome = export(path, "--csv");
    assertEquals(0, outcome.code());
    assertEquals(
        path + ": the last line is incomplete and was left out: is the run still writing?\n",
        outcome.err());
  }

  @Test
  void export_clockSetBack_isSaid() throws IOException {
    Path path = folder.resolve("clock.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(log));
    long time = samples(log).get(3).get("wallTimeMillis").asLong();
    lines.set(4, lines.get(4).replace(Long.toString(time), Long.toString(time - 10_000)));
    Files.write(path, lines);
    Program.Outcome outcome = export(path, "--openmetrics");
    assertEquals(0, outcome.code());
    assertTrue(outcome.err().startsWith("the clock was set back before 1 of "), outcome::err);
  }

  @Test
  void export_badInputIsOneLine() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty.jsonl"));
    Path text = Files.writeString(folder.resolve("diary.txt"), "dear diary\n");
    for (Object[] arguments :
        new Object[][] {
          {folder.resolve("nowhere"), "--csv"},
          {folder, "--csv"},
          {empty, "--openmetrics"},
          {text, "--openmetrics"},
          {log},
          {log, "--csv", "--openmetrics"},
          {"--csv"},
        }) {
      Program.Outcome outcome = export(arguments);
      assertEquals(2, outcome.code(), outcome::err);
      assertEquals("", outcome.out());
      assertTrue(outcome.err().startsWith("error: "), outcome::err);
      assertFalse(outcome.err().contains("\tat "), outcome::err);
    }
  }

  /** A disk that is full behind the standard output must not look like success. */
  @Test
  void export_fullOutput_fails() throws Exception {
    Path errors = folder.resolve("errors.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Complexometer.class.getName(),
                "export",
                log.toString(),
                "--openmetrics")
            .redirectOutput(Path.of("/dev/full").toFile())
            .redirectError(errors.toFile())
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String complaint = Files.readString(errors, StandardCharsets.UTF_8);
    assertEquals(2, process.exitValue(), complaint);
    assertTrue(complaint.contains("error: standard output takes no more"), complaint);
  }
}
