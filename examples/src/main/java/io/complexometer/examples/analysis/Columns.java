package io.complexometer.examples.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Text in columns, each as wide as its widest cell. */
final class Columns {
  private static final int LINES_BETWEEN_HEADS = 40;
  private static final String GAP = "  ";

  private record Column(String title, boolean isText) {}

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** A column of words. */
  Columns words(String title) {
    columns.add(new Column(title, true));
    return this;
  }

  /** A column of numbers. */
  Columns numbers(String title) {
    columns.add(new Column(title, false));
    return this;
  }

  /** A row with a cell for each column. */
  void row(List<String> cells) {
    rows.add(cells);
  }

  /** The lines, with the titles again where they would be out of sight. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    List<String> head = columns.stream().map(Column::title).toList();
    for (int i = 0; i < rows.size(); i++) {
      if (i % LINES_BETWEEN_HEADS == 0) {
        lines.add(line(head));
      }
      lines.add(line(rows.get(i)));
    }
    return lines;
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String format = "%" + (columns.get(i).isText() ? "-" : "") + width(i) + "s";
      line.append(i == 0 ? "" : GAP).append(String.format(Locale.ROOT, format, cells.get(i)));
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> row.get(column).length())
        .reduce(Math.max(1, columns.get(column).title().length()), Math::max);
  }
}
