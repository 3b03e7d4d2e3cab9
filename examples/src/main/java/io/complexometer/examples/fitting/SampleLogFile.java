package io.complexometer.examples.fitting;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.examples.data.DataException;
import io.complexometer.export.log.LeftOut;
import io.complexometer.export.log.SampleLogLines;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.SeriesPattern;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the log of a run that is over or still going on, of whatever version: it takes the series
 * as it finds them. Of several runs in one file the last is read.
 */
final class SampleLogFile implements SampleLogLines.Receiver {
  private final List<SeriesPattern> wanted;
  private final List<String> notices = new ArrayList<>();
  private SampleLogCourses courses;
  private String session = "";
  private boolean anotherRun;
  private int runs = 1;
  private long samples;

  private SampleLogFile(List<SeriesPattern> wanted) {
    this.wanted = wanted;
    this.courses = new SampleLogCourses(wanted, CpseProfile.SCALE_FREE);
  }

  /**
   * Reads a log.
   *
   * @param path its first file
   * @param wanted the series of which points are kept
   * @throws DataException if it holds no samples
   */
  static SampleLogFile read(Path path, List<SeriesPattern> wanted) {
    SampleLogFile log = new SampleLogFile(wanted);
    try {
      LeftOut leftOut = SampleLogLines.of(path).read(log);
      log.notices.addAll(leftOut.notices());
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "%s cannot be read (%s): check that it is a sample log that you may read."
              .formatted(path, e.getMessage()),
          e);
    }
    if (log.samples == 0) {
      throw new DataException(
          path + ": holds no samples: give the JSON Lines of a run, or a table of t and y.");
    }
    if (log.runs > 1) {
      log.notices.add("%,d runs are in this file: the last was read".formatted(log.runs));
    }
    return log;
  }

  @Override
  public void session(JsonNode line) {
    String id = line.path("session").asText();
    anotherRun = samples > 0 && !id.equals(session);
    session = id;
    if (samples == 0) {
      courses = new SampleLogCourses(wanted, headline(line));
    }
  }

  private static CpseProfile headline(JsonNode session) {
    String label = session.path("settings").path("headline").asText();
    return Arrays.stream(CpseProfile.values())
        .filter(profile -> profile.label().equals(label))
        .findFirst()
        .orElse(CpseProfile.SCALE_FREE);
  }

  @Override
  public void sample(JsonNode line) {
    if (!line.path("iteration").isIntegralNumber()) {
      return;
    }
    if (anotherRun) {
      anotherRun = false;
      runs++;
      samples = 0;
      courses = courses.anew();
    }
    samples++;
    courses.add(line);
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
    return notices;
  }
}
