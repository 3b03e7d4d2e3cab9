package io.complexometer.examples.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.complexometer.measure.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;

/**
 * A plot, as the configuration of Chart.js that shows it.
 *
 * <p>Beside what Chart.js knows, each data set has the number of its series: data sets of a series
 * share a colour and a place in the legend. What depends on the reader, colours above all, is left
 * to {@code report.js}, which asks the style sheet.
 */
final class Chart {
  private static final MathContext PRECISION = new MathContext(6); // finer than any screen

  /** Writes ASCII: half a surrogate pair in a name would be no character of a page. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private final String title;
  private final ObjectNode root = MAPPER.createObjectNode();
  private final ArrayNode datasets = MAPPER.createArrayNode();
  private int count;

  private Chart(String title, String type) {
    this.title = title;
    root.put("type", type);
    root.putObject("data").set("datasets", datasets);
  }

  /** Numbers over numbers. */
  static Chart overNumbers(String title, Axis x, Axis y) {
    Chart chart = new Chart(title, "scatter");
    ObjectNode scales = chart.root.putObject("options").putObject("scales");
    putAxis(scales.putObject("x"), x);
    putAxis(scales.putObject("y"), y);
    return chart;
  }

  /** Numbers over names, which are one step apart. */
  static Chart overNames(String title, List<String> names, Axis y) {
    Chart chart = new Chart(title, "line");
    ObjectNode data = (ObjectNode) chart.root.get("data");
    names.forEach(data.putArray("labels")::add);
    putAxis(chart.root.putObject("options").putObject("scales").putObject("y"), y);
    return chart;
  }

  private static void putAxis(ObjectNode node, Axis axis) {
    node.put("type", axis.logarithmic() ? "logarithmic" : "linear");
    node.putObject("title").put("display", true).put("text", axis.title());
  }

  /** Begins a series. */
  Series series(String name) {
    return new Series(name, count++);
  }

  String title() {
    return title;
  }

  /** What is plotted, for a page. */
  String json() {
    try {
      return MAPPER.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What has one colour and one place in the legend. */
  final class Series {
    private final String name;
    private final int number;
    private boolean hidden;
    private boolean muted;

    private Series(String name, int number) {
      this.name = name;
      this.number = number;
    }

    /** Shown only when the reader asks for it. */
    Series hidden() {
      hidden = true;
      return this;
    }

    /** In the background's grey. */
    Series muted() {
      muted = true;
      return this;
    }

    /** A line through points. */
    Series line(List<Point> points) {
      putPoints(dataset("line"), points);
      return this;
    }

    /** A dashed line through points. */
    Series dashed(List<Point> points) {
      putPoints(dataset("dashed"), points);
      return this;
    }

    /** Points, each by itself. */
    Series dots(List<Point> points) {
      putPoints(dataset("dots"), points);
      return this;
    }

    /** A number over each name, joined by lines; a gap where it is absent. */
    Series values(List<Value> values) {
      putValues(dataset("joined"), values);
      return this;
    }

    /** A mark over each name; none where the number is absent. */
    Series marks(List<Value> values) {
      putValues(dataset("marks"), values);
      return this;
    }

    /** A bar over each name, from a number to another; none where one of them is absent. */
    Series ranges(List<Value> from, List<Value> to) {
      ObjectNode dataset = dataset("ranges").put("type", "bar");
      ArrayNode data = dataset.putArray("data");
      for (int i = 0; i < from.size(); i++) {
        if (from.get(i).isPresent() && to.get(i).isPresent()) {
          data.addArray().add(rounded(from.get(i).orNaN())).add(rounded(to.get(i).orNaN()));
        } else {
          data.addNull();
        }
      }
      return this;
    }

    private ObjectNode dataset(String look) {
      ObjectNode dataset =
          datasets.addObject().put("label", name).put("series", number).put("look", look);
      if (hidden) {
        dataset.put("hidden", true);
      }
      if (muted) {
        dataset.put("muted", true);
      }
      return dataset;
    }
  }

  private static void putPoints(ObjectNode dataset, List<Point> points) {
    ArrayNode data = dataset.putArray("data");
    for (Point point : points) {
      data.addObject().put("x", rounded(point.x())).put("y", rounded(point.y()));
    }
  }

  private static void putValues(ObjectNode dataset, List<Value> values) {
    ArrayNode data = dataset.putArray("data");
    for (Value value : values) {
      if (value.isPresent()) {
        data.add(rounded(value.orNaN()));
      } else {
        data.addNull();
      }
    }
  }

  private static double rounded(double number) {
    return new BigDecimal(number).round(PRECISION).doubleValue();
  }
}
