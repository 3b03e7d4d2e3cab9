package io.complexometer.examples.fitting;

import io.complexometer.examples.data.DataException;
import io.complexometer.measure.scaling.LogLogSlope;
import io.complexometer.monitor.SeriesPattern;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file with series: a table of t and y, or a sample log, told by its first character. */
public final class SeriesFile {
  private static final int HEAD = 4096;
  private static final long SEED = 1; // of the blocks that are drawn
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
   * @param name by which it is shown
   * @return the file, not read yet
   * @throws DataException if it cannot be read, or is no text
   */
  public static SeriesFile of(Path path, String name) {
    if (Files.isDirectory(path)) {
      throw new DataException(path + ": is a folder: give a file in it.");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(HEAD);
      if (head.length == 0) {
        throw new DataException(
            path + ": is empty: give a table of t and y, or the JSON Lines of a run.");
      }
      return new SeriesFile(path, name, isLog(path, head));
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
    List<NamedPoints> series =
        wanted.stream()
            .flatMap(pattern -> file.courses().matching(pattern).stream())
            .map(SeriesFile::named)
            .toList();
    MeasureNames names = new MeasureNames(file.courses());
    if (series.isEmpty()) {
      throw refused(
          measure
              .map(names::complaint)
              .orElseGet(() -> "has nothing that is fitted unasked: " + names.remedy()));
    }
    return new SeriesSource(name, file.contents(), series, names.keys(), file.notices());
  }

  /**
   * Reads one measure against another: of several layers each with itself.
   *
   * @param measure y
   * @param other x
   * @return at least one slope
   * @throws DataException if there is no such series, or it is not clear which belong together
   */
  public Slopes compare(SeriesPattern measure, SeriesPattern other) {
    SampleLogFile file = SampleLogFile.read(path, List.of(measure, other));
    List<Course> ys = matching(file, measure);
    List<Course> xs = matching(file, other);
    List<Slopes.One> all = new ArrayList<>();
    for (Course y : ys) {
      Course x = partner(y, xs, other);
      double[][] pairs = y.with(x);
      all.add(
          new Slopes.One(
              y.series().label(), x.series().label(), LogLogSlope.of(pairs[1], pairs[0], SEED)));
    }
    return new Slopes(name, file.contents(), all, file.notices());
  }

  private List<Course> matching(SampleLogFile file, SeriesPattern pattern) {
    List<Course> found = file.courses().matching(pattern);
    if (found.isEmpty()) {
      throw refused(new MeasureNames(file.courses()).complaint(pattern));
    }
    return found;
  }

  private Course partner(Course y, List<Course> xs, SeriesPattern other) {
    List<Course> ofTheLayer =
        xs.stream().filter(x -> x.series().layer().equals(y.series().layer())).toList();
    List<Course> candidates = ofTheLayer.isEmpty() ? xs : ofTheLayer;
    if (candidates.size() > 1) {
      throw refused(
          "'%s' is ambiguous beside '%s': name its layer, or profile, of %s."
              .formatted(
                  other,
                  y.series().label(),
                  candidates.stream()
                      .map(x -> x.series().label())
                      .collect(Collectors.joining(", "))));
    }
    return candidates.get(0);
  }

  private DataException refused(String complaint) {
    return new DataException(path + ": " + complaint);
  }

  private static NamedPoints named(Course course) {
    return new NamedPoints(
        course.series().label(), course.series().metric().isLogarithmic(), course.points());
  }
}
