package io.complexometer.examples.fitting;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.Cell;
import io.complexometer.examples.numbers.CsvFile;
import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.measure.scaling.Points;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a series from a table of two columns, t and y, with a header or without.
 *
 * <p>t is taken as it is. Up to {@value #AS_THEY_ARE} rows are fitted as they are, about as many as
 * the longest run leaves on a logarithmic grid; of more rows the grid keeps the last in each
 * twentieth of a decade, without which a million rows would take days, and the late ones drown the
 * early ones.
 */
final class CsvSeries {
  /** Rows that are fitted without being thinned out. */
  static final int AS_THEY_ARE = 200;

  private static final Set<String> NO_NUMBER =
      Set.of(
          "", "nan", "na", "n/a", "null", "none", "inf", "+inf", "-inf", "infinity", "-infinity");

  private final Path path;
  private final CsvFile file;
  private final LogarithmicGrid grid = new LogarithmicGrid();
  private final double[] times = new double[AS_THEY_ARE];
  private final double[] values = new double[AS_THEY_ARE];
  private String name = "y";
  private boolean begun;
  private double last;
  private long rows;
  private long skipped;

  private CsvSeries(Path path) {
    this.path = path;
    this.file = new CsvFile(path);
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it is no such table
   */
  static SeriesSource read(Path path, String shownAs) {
    CsvSeries series = new CsvSeries(path);
    series.file.readLines(series::add);
    return series.source(shownAs);
  }

  private void add(CSVRecord cells) {
    if (cells.size() != 2) {
      throw file.cell(0)
          .refused(
              "%d %s, but a series has two columns, t and y."
                  .formatted(cells.size(), cells.size() == 1 ? "cell" : "cells"));
    }
    boolean first = !begun;
    begun = true;
    if (first && isWord(cells.get(0)) && isWord(cells.get(1))) {
      name = cells.get(1).strip();
      return;
    }
    double t = time(cells);
    String y = cells.get(1).strip().toLowerCase(Locale.ROOT);
    double value = NO_NUMBER.contains(y) ? Double.NaN : file.number(cells, 1);
    if (!Double.isFinite(value)) {
      skipped++;
      return;
    }
    if (rows < AS_THEY_ARE) {
      times[(int) rows] = t;
      values[(int) rows] = value;
    }
    grid.add(t, value);
    rows++;
  }

  /** A header's cell, and not a number that is missing or mistyped. */
  private static boolean isWord(String cell) {
    String text = cell.strip();
    return !text.isEmpty()
        && !NO_NUMBER.contains(text.toLowerCase(Locale.ROOT))
        && !Character.isDigit(text.charAt(0))
        && "+-.".indexOf(text.charAt(0)) < 0;
  }

  private double time(CSVRecord cells) {
    double t = file.number(cells, 0);
    Cell place = file.cell(0);
    if (t == 0) {
      throw place.refused("t is 0, but laws begin at 1: add 1 to every t.");
    } else if (!(t > 0) || !Double.isFinite(t)) {
      throw place.refused("t is %s, but has to be positive.".formatted(Cell.number(t)));
    } else if (t <= last) {
      throw place.refused(
          "t is %s after %s, but has to increase: sort the rows, and leave one for each t."
              .formatted(Cell.number(t), Cell.number(last)));
    }
    last = t;
    return t;
  }

  private SeriesSource source(String shownAs) {
    if (rows == 0) {
      throw new DataException(
          path + ": holds no rows with numbers: give a table of two columns, t and y.");
    }
    boolean thinned = rows > AS_THEY_ARE;
    Points points =
        thinned
            ? grid.points()
            : new Points(Arrays.copyOf(times, (int) rows), Arrays.copyOf(values, (int) rows));
    String contents =
        "%,d %s".formatted(rows, rows == 1 ? "row" : "rows")
            + (thinned ? ", thinned out to the last of each twentieth of a decade" : "");
    List<String> notices =
        skipped == 0
            ? List.of()
            : List.of(
                "%,d %s without a finite y %s left out"
                    .formatted(
                        skipped, skipped == 1 ? "row" : "rows", skipped == 1 ? "was" : "were"));
    return new SeriesSource(
        shownAs, contents, List.of(new NamedPoints(name, false, points)), List.of(), notices);
  }
}
