package io.complexometer.examples.fitting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.complexometer.examples.data.DataException;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.SeriesPattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the log of a run that is over or still going on: JSON Lines as the exporter writes them.
 *
 * <p>Later lines count more than earlier ones. A line {@code "type":"resumed"} says that the run
 * was taken up again after an iteration: what was logged of later ones is of a branch that was
 * given up. Of several runs in one file the last is read. A line that is no JSON is left out: the
 * last one may be half written, others may be torn by a full disk.
 */
final class SampleLogFile {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final List<SeriesPattern> wanted;
  private SampleLogCourses courses;
  private String session = "";
  private boolean anotherRun;
  private int runs = 1;
  private long samples;
  private long line;
  private long torn;
  private long firstTorn;

  private SampleLogFile(List<SeriesPattern> wanted) {
    this.wanted = wanted;
    this.courses = new SampleLogCourses(wanted, CpseProfile.SCALE_FREE);
  }

  /**
   * Reads a file.
   *
   * @param wanted the series of which points are kept
   * @throws DataException if it holds no samples
   */
  static SampleLogFile read(Path path, List<SeriesPattern> wanted) {
    SampleLogFile log = new SampleLogFile(wanted);
    try (BufferedReader lines = Files.newBufferedReader(path)) {
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        log.line++;
        log.add(text);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "%s cannot be read after line %d (%s): check that it is a sample log that you may read."
              .formatted(path, log.line, e.getMessage()),
          e);
    }
    if (log.samples == 0) {
      throw new DataException(
          path + ": holds no samples: give the JSON Lines of a run, or a table of t and y.");
    }
    return log;
  }

  private void add(String text) {
    if (text.isBlank()) {
      return;
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      switch (node.path("type").asText()) {
        case "session" -> begin(node);
        case "resumed" -> resume(node);
        case "" -> addSample(node);
        default -> {} // of a later version
      }
    } catch (JsonProcessingException e) {
      torn++;
      firstTorn = torn == 1 ? line : firstTorn;
    }
  }

  private void begin(JsonNode node) {
    String id = node.path("session").asText();
    anotherRun = samples > 0 && !id.equals(session);
    session = id;
    if (samples == 0) {
      courses = new SampleLogCourses(wanted, headline(node));
    }
  }

  private static CpseProfile headline(JsonNode session) {
    String label = session.path("settings").path("headline").asText();
    return Arrays.stream(CpseProfile.values())
        .filter(profile -> profile.label().equals(label))
        .findFirst()
        .orElse(CpseProfile.SCALE_FREE);
  }

  private void resume(JsonNode node) {
    anotherRun = false;
    if (node.path("iteration").isIntegralNumber()) {
      courses.cutAfter(node.get("iteration").asLong());
    }
  }

  private void addSample(JsonNode node) {
    if (!node.path("iteration").isIntegralNumber()) {
      return;
    }
    if (anotherRun) {
      anotherRun = false;
      runs++;
      samples = 0;
      courses = courses.anew();
    }
    samples++;
    courses.add(node);
  }

  SampleLogCourses courses() {
    return courses;
  }

  /** What it holds, in a few words. */
  String contents() {
    return "%,d %s of %s; t = iteration + 1"
        .formatted(
            samples, samples == 1 ? "sample" : "samples", session.isEmpty() ? "a run" : session);
  }

  /** What was left out. */
  List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (torn == 1 && firstTorn == line) {
      notices.add("the last line is incomplete and was left out: is the run still writing?");
    } else if (torn > 0) {
      notices.add(
          "%,d %s no JSON and left out, line %,d first"
              .formatted(torn, torn == 1 ? "line is" : "lines are", firstTorn));
    }
    if (runs > 1) {
      notices.add("%,d runs are in this file: the last was read".formatted(runs));
    }
    return notices;
  }
}
