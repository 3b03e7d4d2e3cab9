package io.complexometer.examples.numbers;

import io.complexometer.examples.data.DataException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * Reads a table of text line by line. Columns are separated by commas, semicolons, tabs or single
 * blanks, whichever the first line has; all lines have as many; there is no header.
 */
public final class CsvFile {
  private static final int LOOK_AHEAD = 1 << 16;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Path path;
  private int columns;
  private long rows;

  /** Takes the cells of a line. */
  @FunctionalInterface
  public interface LineSink {
    /**
     * Takes the next line.
     *
     * @param cells its cells, as many as in all others
     */
    void add(CSVRecord cells);
  }

  /**
   * A file.
   *
   * @param path where it lies
   */
  public CsvFile(Path path) {
    this.path = path;
  }

  /**
   * Reads a table of numbers.
   *
   * @param sink where the rows go
   * @throws DataException if lines differ in length, or a cell is not a number
   */
  public void readNumbers(RowSink sink) {
    readLines(
        new LineSink() {
          private double[] row;

          @Override
          public void add(CSVRecord cells) {
            if (row == null) {
              row = new double[columns];
            }
            for (int column = 0; column < columns; column++) {
              row[column] = number(cells, column);
            }
            sink.add(row);
          }
        });
  }

  /**
   * Reads a table of any text.
   *
   * @param sink where the lines go
   * @throws DataException if lines differ in length
   */
  public void readLines(LineSink sink) {
    try (BufferedReader text =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8),
            LOOK_AHEAD)) {
      skipByteOrderMark(text);
      CSVFormat format =
          CSVFormat.Builder.create().setDelimiter(delimiter(text)).setIgnoreEmptyLines(false).get();
      boolean ended = false;
      for (CSVRecord cells : format.parse(text)) {
        boolean empty = cells.size() == 1 && cells.get(0).isBlank();
        if (!empty && ended) {
          throw new Cell(path, rows + 1, 1).refused("an empty line between rows: delete it.");
        }
        ended |= empty;
        if (!empty) {
          checkColumns(cells);
          sink.add(cells);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(
          "%s cannot be read after row %d (%s): check that it is a CSV file that you may read."
              .formatted(path, rows, e.getMessage()),
          e);
    }
  }

  /**
   * Where the next complaint belongs.
   *
   * @param column from 0
   * @return the place in the line that was read last
   */
  public Cell cell(int column) {
    return new Cell(path, rows, column + 1);
  }

  /**
   * A cell's number.
   *
   * @param cells the line that was read last
   * @param column from 0
   * @return a finite number
   * @throws DataException if it is none; NaN and infinity are none
   */
  public double number(CSVRecord cells, int column) {
    String text = cells.get(column);
    if (text.length() == 1) {
      int digit = text.charAt(0) - '0';
      if (digit >= 0 && digit <= 9) {
        return digit;
      }
    }
    String number = text.strip();
    try {
      if (isDecimal(number)) {
        return Double.parseDouble(number);
      }
    } catch (NumberFormatException e) {
      // told below, with its place
    }
    throw cell(column).refused(complaint(number));
  }

  private String complaint(String text) {
    if (text.isEmpty()) {
      return "nothing where a number is expected: fill it in, or cut the rows.";
    }
    return Cell.quoted(text)
        + (rows == 1
            ? " is not a number: if this is a header line, delete it."
            : " is not a number: repair it, or cut the rows.");
  }

  /** Java would also take 1f, 0x1p3 and NaN. */
  private static boolean isDecimal(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private void checkColumns(CSVRecord cells) {
    rows++;
    if (rows == 1) {
      columns = cells.size();
    }
    if (cells.size() < columns) {
      throw cell(cells.size())
          .refused("the row ends here, the others have %d columns: mend it.".formatted(columns));
    }
    if (cells.size() > columns) {
      throw cell(columns)
          .refused(
              "%s is one too many, the other rows have %d columns: mend it."
                  .formatted(Cell.quoted(cells.get(columns)), columns));
    }
  }

  private static void skipByteOrderMark(BufferedReader text) throws IOException {
    text.mark(1);
    if (text.read() != BYTE_ORDER_MARK) {
      text.reset();
    }
  }

  private static char delimiter(BufferedReader text) throws IOException {
    text.mark(LOOK_AHEAD);
    char[] start = new char[LOOK_AHEAD / 2];
    int length = Math.max(0, text.read(start));
    text.reset();
    String line = new String(start, 0, length).lines().findFirst().orElse("").strip();
    for (char candidate : new char[] {',', ';', '\t', ' '}) {
      if (line.indexOf(candidate) >= 0) {
        return candidate;
      }
    }
    return ',';
  }
}
