package io.complexometer.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Grafana dashboard as its file says it.
 *
 * @param name of the file, without its ending
 * @param json the whole file
 * @param panels all panels but the rows, in the order of the file
 */
record Dashboard(String name, JsonNode json, List<JsonNode> panels) {

  /** The folder of everything for Grafana, seen from this module. */
  static final Path FOLDER = Path.of("..", "grafana");

  private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

  /**
   * A query of a panel.
   *
   * @param panel the panel's title
   * @param expression PromQL with Grafana's variables
   * @param instant whether it asks for one moment and not for a time
   */
  record Query(String panel, String expression, boolean instant) {}

  /**
   * A query that fills a template variable.
   *
   * @param variable its name
   * @param selector PromQL with Grafana's variables
   * @param label the label whose values are asked for
   */
  record VariableQuery(String variable, String selector, String label) {}

  /** Reads the dashboards that are in the repository. */
  static List<Dashboard> readAll() throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    for (String name : List.of("complexometer", "complexometer-scaling")) {
      Path file = FOLDER.resolve("dashboards").resolve(name + ".json");
      JsonNode json = new ObjectMapper().readTree(file.toFile());
      dashboards.add(
          new Dashboard(
              name,
              json,
              elements(json.path("panels")).stream().filter(panel -> !isRow(panel)).toList()));
    }
    return dashboards;
  }

  /** All panels with the rows. */
  List<JsonNode> panelsAndRows() {
    return elements(json.path("panels"));
  }

  /** Whether a panel is in a row that is there once for each session. */
  boolean isRepeated(JsonNode wanted) {
    boolean repeated = false;
    for (JsonNode panel : panelsAndRows()) {
      if (isRow(panel)) {
        repeated = panel.has("repeat");
      } else if (panel.equals(wanted)) {
        return repeated;
      }
    }
    throw new IllegalArgumentException("not a panel of this dashboard: " + wanted);
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asText().equals("row");
  }

  List<JsonNode> variables() {
    return elements(json.path("templating").path("list"));
  }

  /** What stands for all values of a variable. */
  String all(String variable) {
    return variables().stream()
        .filter(one -> one.path("name").asText().equals(variable))
        .findFirst()
        .orElseThrow()
        .path("allValue")
        .asText();
  }

  List<Query> queries() {
    List<Query> queries = new ArrayList<>();
    for (JsonNode panel : panels) {
      for (JsonNode target : panel.path("targets")) {
        queries.add(query(panel, target));
      }
    }
    return queries;
  }

  static Query query(JsonNode panel, JsonNode target) {
    return new Query(
        panel.path("title").asText(),
        target.path("expr").asText(),
        target.path("instant").asBoolean());
  }

  List<VariableQuery> variableQueries() {
    List<VariableQuery> queries = new ArrayList<>();
    for (JsonNode variable : variables()) {
      if (variable.path("type").asText().equals("query")) {
        String query = variable.path("query").path("query").asText();
        Matcher parts = LABEL_VALUES.matcher(query);
        if (!parts.matches()) {
          throw new IllegalStateException("not a query for the values of a label: " + query);
        }
        queries.add(
            new VariableQuery(variable.path("name").asText(), parts.group(1), parts.group(2)));
      }
    }
    return queries;
  }

  /** Puts values for variables, as Grafana does before it asks Prometheus. */
  static String interpolate(String expression, Map<String, String> values) {
    return Pattern.compile("\\$(\\w+)")
        .matcher(expression)
        .replaceAll(
            variable -> {
              String value = values.get(variable.group(1));
              if (value == null) {
                throw new IllegalStateException(variable.group() + " is unknown: " + expression);
              }
              return Matcher.quoteReplacement(value);
            });
  }

  static List<JsonNode> elements(JsonNode array) {
    List<JsonNode> elements = new ArrayList<>();
    array.forEach(elements::add);
    return elements;
  }
}
