package io.complexometer.export.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a sample log that count, from all of its files, also of a run that is still going
 * on. It is read twice: first for where the run was taken up again, as samples that were given up
 * there come before the line that says so.
 *
 * <p>{@link SampleLogReader} makes samples of them.
 */
public final class SampleLogLines {

  /** Receives the lines in their order. */
  public interface Receiver {
    /**
     * A session begins, or goes on in another file.
     *
     * @param line the session's
     * @throws IOException if it cannot be used
     */
    void session(JsonNode line) throws IOException;

    /**
     * A session was taken up again.
     *
     * @param line that says so
     */
    default void resumed(JsonNode line) {}

    /**
     * A sample, and none that was superseded later.
     *
     * @param line the sample's
     * @throws IOException if it cannot be used
     */
    void sample(JsonNode line) throws IOException;
  }

  /** What is after a line supersedes samples of later iterations before it. */
  private record Resumption(long line, String session, long iteration) {}

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final String RESUMED = "resumed";

  private final List<Path> parts;
  private final List<Resumption> resumptions = new ArrayList<>();

  private SampleLogLines(List<Path> parts) {
    this.parts = parts;
  }

  /**
   * Looks through a log.
   *
   * @param path its first file; where its size was limited those that it goes on in are found
   * @return its lines
   * @throws IOException if a file is not there or cannot be read
   */
  public static SampleLogLines of(Path path) throws IOException {
    List<Path> parts = List.copyOf(LogParts.of(path).values());
    if (parts.isEmpty()) {
      if (!Files.exists(path)) {
        throw new NoSuchFileException(path.toString());
      }
      parts = List.of(path);
    }
    SampleLogLines lines = new SampleLogLines(parts);
    lines.walk((number, text) -> lines.findResumption(number, text));
    return lines;
  }

  private void findResumption(long number, String text) {
    if (text.contains('"' + RESUMED + '"')) { // few lines are looked at more closely
      try {
        JsonNode node = MAPPER.readTree(text);
        if (node.path("type").asText().equals(RESUMED)
            && node.path("iteration").isIntegralNumber()) {
          resumptions.add(
              new Resumption(
                  number, node.path("session").asText(), node.get("iteration").asLong()));
        }
      } catch (JsonProcessingException e) {
        // torn, and so it resumed nothing
      }
    }
  }

  /**
   * The files.
   *
   * @return one, or where the size was limited several, in their order
   */
  public List<Path> parts() {
    return parts;
  }

  /**
   * Reads all lines.
   *
   * @param receiver of those that count
   * @return what was left out
   * @throws IOException if a file cannot be read, or the receiver cannot go on
   */
  public LeftOut read(Receiver receiver) throws IOException {
    LeftOut.Count count = new LeftOut.Count();
    walk(
        (number, text) -> {
          count.line(number);
          JsonNode node;
          try {
            node = MAPPER.readTree(text);
          } catch (JsonProcessingException e) {
            count.torn();
            return;
          }
          switch (node.path("type").asText()) {
            case "session" -> receiver.session(node);
            case RESUMED -> receiver.resumed(node);
            case "" -> {
              if (isSuperseded(number, node)) {
                count.superseded();
              } else {
                receiver.sample(node);
              }
            }
            default -> {} // of a later version
          }
        });
    return count.result();
  }

  private boolean isSuperseded(long number, JsonNode sample) {
    return resumptions.stream()
        .anyMatch(
            one ->
                one.line() > number
                    && sample.path("iteration").asLong() > one.iteration()
                    && sample.path("session").asText().equals(one.session()));
  }

  private interface Step {
    void take(long number, String text) throws IOException;
  }

  /** Goes through all lines of all parts, which are counted on, but for those that are blank. */
  private void walk(Step step) throws IOException {
    long number = 0;
    for (Path part : parts) {
      // a character that was cut in two is part of a torn line, and no reason to stop
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(Files.newInputStream(part), StandardCharsets.UTF_8))) {
        for (String text = lines.readLine(); text != null; text = lines.readLine()) {
          number++;
          if (!text.isBlank()) {
            step.take(number, text);
          }
        }
      }
    }
  }
}
