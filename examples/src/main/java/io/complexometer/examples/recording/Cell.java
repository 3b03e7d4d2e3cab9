package io.complexometer.examples.recording;

import io.complexometer.examples.data.DataException;
import java.nio.file.Path;

/**
 * A place in a file, for complaints.
 *
 * @param file the file
 * @param row from 1, which in a CSV file is the line
 * @param column from 1
 */
record Cell(Path file, long row, int column) {
  private static final int LONGEST = 24;

  /** A complaint about this place: what is wrong, what to do. */
  DataException refused(String complaint) {
    return new DataException("%s, %s: %s".formatted(file, where(), complaint));
  }

  String where() {
    return "row " + row + ", column " + column;
  }

  /** What stands in a file, fit to be printed. */
  static String quoted(String text) {
    String printable = text.replaceAll("\\P{Print}", "?");
    return "'"
        + (printable.length() <= LONGEST ? printable : printable.substring(0, LONGEST) + "..")
        + "'";
  }

  /** A number as a user wrote it: 2 and not 2.0. */
  static String number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return whole ? Long.toString((long) value) : Double.toString(value);
  }
}
