package io.complexometer.examples.numbers;

import io.complexometer.examples.data.DataException;
import java.nio.file.Path;

/**
 * A place in a file, for complaints.
 *
 * @param file the file
 * @param row from 1, which in a CSV file is the line
 * @param column from 1
 */
public record Cell(Path file, long row, int column) {
  private static final int LONGEST = 24;

  /**
   * A complaint about this place.
   *
   * @param complaint what is wrong, what to do
   * @return to be thrown
   */
  public DataException refused(String complaint) {
    return new DataException("%s, %s: %s".formatted(file, where(), complaint));
  }

  /**
   * The place without its file.
   *
   * @return for example {@code row 3, column 1}
   */
  public String where() {
    return "row " + row + ", column " + column;
  }

  /**
   * What stands in a file, fit to be printed.
   *
   * @param text anything
   * @return its beginning, in quotes
   */
  public static String quoted(String text) {
    String printable = text.replaceAll("\\P{Print}", "?");
    return "'"
        + (printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "..")
        + "'";
  }

  /**
   * A number as a user wrote it.
   *
   * @param value any
   * @return 2 and not 2.0
   */
  public static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
