package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Draws a series and its law in plain characters, for any terminal: {@code o} is a point, {@code .}
 * the law. Time is logarithmic, and y as well if it is positive.
 */
final class LogLogPlot {
  private static final int COLUMNS = 60;
  private static final int ROWS = 16;
  private static final int ROWS_BETWEEN_LABELS = 5;
  private static final int LABEL = 10;
  private static final double LARGE = 1e6; // from here on a decade is written as a power

  private final Points points;
  private final Optional<Fit> law;
  private final boolean logarithmic;
  private final double left;
  private final double width;
  private final double bottom;
  private final double height;

  /**
   * A plot.
   *
   * @param points at least one
   * @param law drawn where there is one
   */
  LogLogPlot(Points points, Optional<Fit> law) {
    this.points = points;
    this.law = law;
    double[] t = points.t();
    this.logarithmic = Arrays.stream(points.y()).allMatch(y -> y > 0);
    this.left = Math.log10(t[0]);
    this.width = positive(Math.log10(t[t.length - 1]) - left, 1);
    double[] heights = Arrays.stream(points.y()).map(this::scaled).sorted().toArray();
    double range = heights[heights.length - 1] - heights[0];
    this.height = positive(range, logarithmic ? 1 : Math.max(1, 2 * Math.abs(heights[0])));
    this.bottom = range > 0 ? heights[0] : heights[0] - height / 2;
  }

  private static double positive(double number, double otherwise) {
    return number > 0 ? number : otherwise;
  }

  /** Whether y is logarithmic, too. */
  boolean isLogLog() {
    return logarithmic;
  }

  private double scaled(double y) {
    return logarithmic ? Math.log10(y) : y;
  }

  /** The lines, the highest first. */
  List<String> lines() {
    char[][] cells = new char[ROWS][COLUMNS];
    Arrays.stream(cells).forEach(row -> Arrays.fill(row, ' '));
    for (int column = 0; column < COLUMNS; column++) {
      double t = Math.pow(10, left + width * column / (COLUMNS - 1));
      int there = column;
      law.ifPresent(fit -> mark(cells, there, fit.at(t), '.'));
    }
    for (int i = 0; i < points.count(); i++) {
      mark(cells, column(Math.log10(points.t()[i])), points.y()[i], 'o');
    }
    List<String> lines = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      lines.add((label(row) + " |" + new String(cells[row])).stripTrailing());
    }
    addTimes(lines);
    return lines;
  }

  private int column(double logarithm) {
    return (int) Math.round((logarithm - left) / width * (COLUMNS - 1));
  }

  private void mark(char[][] cells, int column, double y, char mark) {
    double row = ROWS - 1 - (scaled(y) - bottom) / height * (ROWS - 1);
    if (row > -0.5 && row < ROWS - 0.5) { // also false of a NaN
      cells[(int) Math.round(row)][column] = mark;
    }
  }

  private String label(int row) {
    if (row % ROWS_BETWEEN_LABELS != 0) {
      return " ".repeat(LABEL);
    }
    double scaled = bottom + height * (ROWS - 1 - row) / (ROWS - 1);
    double y = logarithmic ? Math.pow(10, scaled) : scaled;
    return ("%" + LABEL + "s").formatted(DecisionSentence.number(y));
  }

  /** The axis with a mark at each decade. */
  private void addTimes(List<String> lines) {
    char[] axis = "-".repeat(COLUMNS).toCharArray();
    char[] labels = " ".repeat(COLUMNS + LABEL).toCharArray();
    int free = 0;
    for (int decade = (int) Math.ceil(left); decade <= left + width; decade++) {
      axis[column(decade)] = '+';
      double t = Math.pow(10, decade);
      String label = t < LARGE ? DecisionSentence.number(t) : "1e" + decade;
      int start = Math.max(0, column(decade) - label.length() / 2);
      if (start >= free && start + label.length() <= labels.length) {
        label.getChars(0, label.length(), labels, start);
        free = start + label.length() + 1;
      }
    }
    lines.add(" ".repeat(LABEL) + " +" + new String(axis));
    lines.add((" ".repeat(LABEL + 2) + new String(labels)).stripTrailing());
  }
}
