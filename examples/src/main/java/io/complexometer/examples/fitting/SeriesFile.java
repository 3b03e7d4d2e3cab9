package io.complexometer.examples.fitting;

import io.complexometer.examples.data.DataException;
import io.complexometer.monitor.SeriesPattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A file with series: a table of t and y, or a sample log, told by its first character. */
public final class SeriesFile {
  private static final int HEAD = 4096;
  private static final int BYTE_ORDER_MARK = 0xEF; // its first byte in UTF-8

  /** What is fitted of a log unless a measure is named; the same as while a training goes on. */
  private static final List<SeriesPattern> DEFAULT =
      Stream.of("score", "cpse", "effectiveDimension", "nonlinearityComplexity")
          .map(SeriesPattern::of)
          .toList();

  private final Path path;
  private final String name;
  private final boolean log;

  private SeriesFile(Path path, String name, boolean log) {
    this.path = path;
    this.name = name;
    this.log = log;
  }

  /**
   * Looks at a file.
   *
   * @param path a table or a log
   * @return the file, not read yet
   * @throws DataException if it cannot be read, or is no text
   */
  public static SeriesFile of(Path path) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + ": is a folder: give a file in it.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length == 0) {
        throw new DataException(
            path + ": is empty: give a table of t and y, or the JSON Lines of a run.");
      }
      return new SeriesFile(path, String.valueOf(path.getFileName()), isLog(path, head));
    } catch (IOException e) {
      throw new DataException(
          "%s: cannot be read (%s): check that it is there, and that you may."
              .formatted(path, e.getClass().getSimpleName()),
          e);
    }
  }

  private static boolean isLog(Path path, byte... head) {
    for (byte one : head) {
      if (one >= 0 && one < ' ' && "\t\n\r".indexOf(one) < 0) {
        throw new DataException(
            path + ": is no text: give a table of t and y, or the JSON Lines of a run.");
      }
    }
    int start = (head[0] & 0xFF) == BYTE_ORDER_MARK ? 3 : 0;
    while (start < head.length && Character.isWhitespace(head[start])) {
      start++;
    }
    return start < head.length && head[start] == '{';
  }

  /**
   * Tells the two kinds apart.
   *
   * @return whether it is a log
   */
  public boolean isLog() {
    return log;
  }

  /**
   * Reads the series.
   *
   * @param measure which of a log; empty for the score, cPSE, effective dimension and nonlinearity
   * @return at least one
   * @throws DataException if there is no such series, or the file is broken
   */
  public SeriesSource read(Optional<SeriesPattern> measure) {
    if (!log) {
      return CsvSeries.read(path, name);
    }
    List<SeriesPattern> wanted = measure.map(List::of).orElse(DEFAULT);
    SampleLogFile file = SampleLogFile.read(path, wanted);
    MeasureNames names = new MeasureNames(file.courses());
    List<NamedPoints> series =
        wanted.stream()
            .flatMap(pattern -> file.courses().matching(pattern).stream())
            .map(SeriesFile::named)
            .toList();
    if (series.isEmpty()) {
      throw new DataException(
          path
              + ": "
              + measure
                  .map(names::complaint)
                  .orElseGet(() -> "has nothing that is fitted unasked: " + names.remedy()));
    }
    return new SeriesSource(name, file.contents(), series, names.keys(), file.notices());
  }

  private static NamedPoints named(Course course) {
    return new NamedPoints(
        course.series().label(), course.series().metric().isLogarithmic(), course.points());
  }
}
