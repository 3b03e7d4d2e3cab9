package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.export.Dashboard.Query;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The Grafana dashboards: what their linter asks for, a program of its own in another language. */
class DashboardTest {

  /** Names of units that Grafana knows; an unknown one would be written behind the number. */
  private static final Set<String> UNITS =
      Set.of("none", "short", "locale", "percentunit", "s", "cpm", "bool_yes_no");

  private static final int COLUMNS = 24;
  private static final Pattern RANGE = Pattern.compile("\\[([^]]*)]( @ end\\(\\))?");

  private static List<Dashboard> dashboards;

  @BeforeAll
  static void read() throws IOException {
    dashboards = Dashboard.readAll();
  }

  private static List<JsonNode> panels() {
    return dashboards.stream().flatMap(dashboard -> dashboard.panels().stream()).toList();
  }

  @Test
  void panels_allOfThem_tellWhatTheyShow() {
    for (JsonNode panel : panels()) {
      String title = panel.path("title").asText();
      assertFalse(title.isBlank(), panel::toString);
      assertTrue(panel.path("description").asText().length() > 40, title);
      JsonNode defaults = panel.path("fieldConfig").path("defaults");
      assertTrue(UNITS.contains(defaults.path("unit").asText()), title);
      assertFalse(panel.path("targets").isEmpty(), title);
      if (panel.path("type").asText().equals("timeseries")) {
        assertTrue(panel.path("options").path("legend").path("showLegend").asBoolean(), title);
        JsonNode spanNulls = defaults.path("custom").path("spanNulls");
        assertTrue(spanNulls.isBoolean() && !spanNulls.asBoolean(), "a gap stays a gap: " + title);
        for (JsonNode target : panel.path("targets")) {
          assertTrue(target.path("legendFormat").asText().contains("{{"), title);
        }
      }
    }
  }

  @Test
  void panels_allOfThem_askTheChosenDataSource() {
    for (JsonNode panel : panels()) {
      assertChosenDataSource(panel);
      panel.path("targets").forEach(DashboardTest::assertChosenDataSource);
      List<String> references = panel.path("targets").findValuesAsText("refId");
      assertEquals(references.size(), Set.copyOf(references).size(), panel::toString);
    }
    for (Dashboard dashboard : dashboards) {
      for (JsonNode variable : dashboard.variables()) {
        if (variable.path("type").asText().equals("query")) {
          assertChosenDataSource(variable);
          assertEquals(2, variable.path("refresh").asInt(), "new runs appear: on a change of time");
        }
      }
      List<String> types =
          dashboard.variables().stream().map(variable -> variable.path("type").asText()).toList();
      assertEquals(List.of("datasource", "query", "query", "query"), types);
      assertEquals("datasource", dashboard.variables().get(0).path("name").asText());
      assertEquals("prometheus", dashboard.variables().get(0).path("query").asText());
    }
  }

  private static void assertChosenDataSource(JsonNode asking) {
    JsonNode source = asking.path("datasource");
    assertEquals("prometheus", source.path("type").asText(), asking::toString);
    assertEquals("${datasource}", source.path("uid").asText(), asking::toString);
  }

  @Test
  void dashboards_themselves_canBeProvisionedAndNotBeEditedAway() {
    for (Dashboard dashboard : dashboards) {
      JsonNode json = dashboard.json();
      assertEquals(dashboard.name(), json.path("uid").asText());
      assertFalse(json.path("editable").asBoolean(true));
      assertFalse(json.has("id"), "an id is given by each Grafana");
      assertFalse(json.path("title").asText().isBlank());
      assertTrue(json.path("schemaVersion").asInt() >= 39);
      // each links to whatever has the tag, and so to the other
      assertTrue(json.path("tags").toString().contains("\"complexometer\""));
      assertEquals("[[\"complexometer\"]]", json.path("links").findValues("tags").toString());
    }
  }

  @Test
  void panels_onTheGrid_fitAndDoNotOverlap() {
    dashboards.forEach(DashboardTest::assertFullGrid);
  }

  private static void assertFullGrid(Dashboard dashboard) {
    Set<Integer> ids = new HashSet<>();
    Set<List<Integer>> taken = new HashSet<>();
    for (JsonNode panel : dashboard.panelsAndRows()) {
      String title = panel.path("title").asText();
      assertTrue(ids.add(panel.path("id").asInt()), "the id of " + title + " is taken");
      JsonNode position = panel.path("gridPos");
      int left = position.path("x").asInt(-1);
      int top = position.path("y").asInt(-1);
      int width = position.path("w").asInt();
      int height = position.path("h").asInt();
      assertTrue(left >= 0 && top >= 0 && width > 0 && height > 0, title);
      assertTrue(left + width <= COLUMNS, title);
      for (int x = left; x < left + width; x++) {
        for (int y = top; y < top + height; y++) {
          assertTrue(taken.add(List.of(x, y)), title + " overlaps at " + x + ", " + y);
        }
      }
    }
    int bottom = taken.stream().mapToInt(cell -> cell.get(1)).max().orElseThrow() + 1;
    assertEquals(bottom * COLUMNS, taken.size(), "there are holes");
  }

  @Test
  void queries_withRanges_takeGrafanasIntervals() {
    for (Query query : dashboards.stream().flatMap(one -> one.queries().stream()).toList()) {
      for (Matcher range = RANGE.matcher(query.expression()); range.find(); ) {
        // of one moment, over the chosen time; of a rate, over what holds at least two scrapes
        boolean once = query.instant() || range.group(2) != null;
        assertEquals(once ? "$__range" : "$__rate_interval", range.group(1), query::toString);
      }
    }
  }

  @Test
  void configuration_promtool_hasNoComplaint() throws Exception {
    Optional<Path> promtool = PrometheusServer.program("promtool");
    assumeTrue(promtool.isPresent(), "promtool (Debian package prometheus) is not on the PATH");
    Path configuration = Dashboard.FOLDER.resolve("prometheus").resolve("prometheus.yml");
    Process check =
        new ProcessBuilder(promtool.get().toString(), "check", "config", configuration.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), output);
  }
}
