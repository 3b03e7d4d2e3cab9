package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.numbers.Cell;
import io.complexometer.examples.numbers.RowSink;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes the rows of a recording, refuses what is no number or not of the kind that was asked for,
 * and tells the kind where none was.
 */
final class RecordingBuilder implements RowSink {
  private final Path file;
  private final Optional<Kind> forced;
  private final List<String> notes = new ArrayList<>();
  private Table values;
  private double[] first;
  private boolean[] varies;
  private Kind kind = Kind.BINARY;
  private String reason = Kind.BINARY.range();
  private double step;
  private double previous;
  private boolean firstColumnRisesEvenly = true;

  /**
   * An empty recording.
   *
   * @param file named in complaints
   * @param forced the kind that it has to be; empty to tell from the numbers
   */
  RecordingBuilder(Path file, Optional<Kind> forced) {
    this.file = file;
    this.forced = forced;
  }

  @Override
  public void add(double[] row) {
    if (values == null) {
      values = new Table(row.length);
      first = row.clone();
      varies = new boolean[row.length];
    }
    for (int column = 0; column < row.length; column++) {
      if (row[column] != 0 && row[column] != 1) {
        check(row[column], column);
      }
      varies[column] |= row[column] != first[column];
    }
    watchFirstColumn(row[0]);
    values.add(row);
  }

  private void check(double value, int column) {
    if (!Double.isFinite(value)) {
      throw cell(column)
          .refused("%s is no number to reckon with: repair it, or cut the rows.".formatted(value));
    }
    if (forced.isPresent()) {
      if (!forced.get().holds(value)) {
        throw cell(column)
            .refused(
                "%s where kind %s has %s: mend it, or say another --kind."
                    .formatted(Cell.number(value), forced.get().label(), forced.get().range()));
      }
      return;
    }
    if (!kind.holds(value)) {
      kind = Kind.COUNTS.holds(value) ? Kind.COUNTS : Kind.CONTINUOUS;
      reason = "%s in %s".formatted(Cell.number(value), cell(column).where());
    }
  }

  private Cell cell(int column) {
    return new Cell(file, values.rows() + 1L, column + 1);
  }

  /** An index or the time, left in by the program that wrote the table, would pass for a unit. */
  private void watchFirstColumn(double value) {
    if (values.rows() == 1) {
      step = value - previous;
    }
    boolean even = Math.abs(value - previous - step) <= 1e-6 * Math.abs(step);
    firstColumnRisesEvenly &= values.rows() == 0 || (even && step > 0);
    previous = value;
  }

  /** Adds a sentence about what looks odd. */
  void note(String sentence) {
    notes.add(sentence);
  }

  /**
   * The recording, whose last row has come.
   *
   * @throws DataException if there are too few rows
   */
  Recording build() {
    int rows = values == null ? 0 : values.rows();
    if (rows < Recording.FEWEST_ROWS) {
      throw new DataException(
          "%s: %s, but at least %d are needed: rows are time bins, columns are units."
              .formatted(file, rows == 0 ? "empty" : rows + " rows", Recording.FEWEST_ROWS));
    }
    if (firstColumnRisesEvenly) {
      note("column 1 rises by the same step in every row: if it is the time, delete it");
    }
    if (values.columns() > rows) {
      note(
          String.format(
              Locale.ROOT,
              "%,d rows of %,d columns: if rows are units, transpose the file",
              rows,
              values.columns()));
    }
    int constant = 0;
    for (boolean varying : varies) {
      constant += varying ? 0 : 1;
    }
    return new Recording(
        file.getFileName().toString(),
        forced.orElse(kind),
        forced.isPresent() ? "as told by --kind" : reason,
        values,
        constant,
        List.copyOf(notes));
  }
}
