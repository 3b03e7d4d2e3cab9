package io.complexometer.export;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the text that Prometheus scrapes.
 *
 * @param name of the metric
 * @param labels by name
 * @param value the value
 */
record Exposed(String name, Map<String, String> labels, double value) {
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** All lines of this project's metrics. */
  static List<Exposed> parse(String text) {
    return text.lines().filter(line -> line.startsWith("complexity_")).map(Exposed::line).toList();
  }

  private static Exposed line(String line) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new IllegalArgumentException(line);
    }
    Map<String, String> labels = new TreeMap<>();
    if (parts.group(2) != null) {
      LABEL
          .matcher(parts.group(2))
          .results()
          .forEach(label -> labels.put(label.group(1), label.group(2)));
    }
    // programs in Go write the bound 1 where those in Java write 1.0
    labels.computeIfPresent("le", (name, bound) -> bound.replaceFirst("\\.0$", ""));
    return new Exposed(parts.group(1), labels, Double.parseDouble(parts.group(3)));
  }

  /** The same with more labels. */
  Exposed with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(labels);
    all.putAll(more);
    return new Exposed(name, all, value);
  }

  /** The value of the only line with this name and these labels among others. */
  static double value(List<Exposed> lines, String name, Map<String, String> labels) {
    List<Exposed> found =
        lines.stream()
            .filter(line -> line.name.equals(name))
            .filter(line -> line.labels.entrySet().containsAll(labels.entrySet()))
            .toList();
    if (found.size() != 1) {
      throw new NoSuchElementException(name + labels + ": " + found);
    }
    return found.get(0).value;
  }
}
