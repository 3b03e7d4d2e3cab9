package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.export.Dashboard.Query;
import io.complexometer.export.Dashboard.VariableQuery;
import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.JointEntropy;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.structure.Structure;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import io.complexometer.network.LayerActivations;
import io.micrometer.core.instrument.Tag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Grafana dashboard: what its linter asks for (a program of its own, in another language), and
 * its queries before a real Prometheus that has scraped two real trainings, a sound one and one
 * with a weight that is not a number.
 */
class DashboardTest {

  /** Names of units that Grafana knows; an unknown one would be written behind the number. */
  private static final Set<String> UNITS =
      Set.of("none", "short", "locale", "percentunit", "s", "cpm", "bool_yes_no");

  /** What not even a sound training of so small a network has. */
  private static final Set<Value> MISSING =
      Set.of(
          Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES),
          Value.absent(LayerActivations.OUTPUT),
          Value.absent(JointEntropy.LOW_COVERAGE));

  private static final int COLUMNS = 24;
  private static final Pattern METRIC = Pattern.compile("\\bcomplexity_\\w+");
  private static final Pattern README_ROW = Pattern.compile("^\\| `(complexity_[^`]+)` \\|");
  private static final Pattern RANGE = Pattern.compile("\\[([^]]*)]");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  @TempDir static Path folder;
  private static Dashboard dashboard;
  private static WatchedTrainings trainings;

  @BeforeAll
  static void train() throws Exception {
    dashboard = Dashboard.read();
    trainings = WatchedTrainings.run(PrometheusServer.program("prometheus"), folder);
  }

  @AfterAll
  static void stop() {
    if (trainings != null) {
      trainings.close();
    }
  }

  @Test
  void panels_allOfThem_tellWhatTheyShow() {
    for (JsonNode panel : dashboard.panels()) {
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
    for (JsonNode panel : dashboard.panels()) {
      assertChosenDataSource(panel);
      panel.path("targets").forEach(DashboardTest::assertChosenDataSource);
      List<String> references = panel.path("targets").findValuesAsText("refId");
      assertEquals(references.size(), Set.copyOf(references).size(), panel::toString);
    }
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

  private static void assertChosenDataSource(JsonNode asking) {
    JsonNode source = asking.path("datasource");
    assertEquals("prometheus", source.path("type").asText(), asking::toString);
    assertEquals("${datasource}", source.path("uid").asText(), asking::toString);
  }

  @Test
  void dashboard_itself_canBeProvisionedAndNotBeEditedAway() {
    JsonNode json = dashboard.json();
    assertEquals("complexometer", json.path("uid").asText());
    assertFalse(json.path("editable").asBoolean(true));
    assertFalse(json.has("id"), "an id is given by each Grafana");
    assertFalse(json.path("title").asText().isBlank());
    assertTrue(json.path("schemaVersion").asInt() >= 39);
  }

  @Test
  void panels_onTheGrid_fitAndDoNotOverlap() {
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
    for (Query query : dashboard.queries()) {
      for (Matcher range = RANGE.matcher(query.expression()); range.find(); ) {
        // an instant query over the chosen time; a rate over what holds at least two scrapes
        String wanted = query.instant() ? "$__range" : "$__rate_interval";
        assertEquals(wanted, range.group(1), query::toString);
      }
    }
  }

  @Test
  void queries_all_nameMetricsOfAScrapeAndOnlyOfChosenSessions() {
    Set<String> scraped =
        trainings
            .scraped()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.replaceFirst("[{ ].*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> asked = new TreeSet<>();
    for (Query query : dashboard.queries()) {
      for (Matcher metric = METRIC.matcher(query.expression()); metric.find(); ) {
        asked.add(metric.group());
        String after = query.expression().substring(metric.end());
        assertTrue(after.startsWith("{session=~\"$session\""), query::toString);
      }
    }
    for (VariableQuery query : dashboard.variableQueries()) {
      METRIC.matcher(query.selector()).results().forEach(metric -> asked.add(metric.group()));
    }
    Set<String> unknown = new TreeSet<>(asked);
    unknown.removeAll(scraped);
    assertEquals(Set.of(), unknown, () -> "not in a scrape: " + trainings.scraped());
    // A new metric wants a place on the dashboard, or a reason to have none.
    Set<String> unseen = new TreeSet<>(scraped);
    unseen.removeAll(asked);
    unseen.removeIf(name -> !name.startsWith("complexity_"));
    assertEquals(Set.of("complexity_training_interruption_seconds_count"), unseen);
  }

  @Test
  void metrics_allOfThem_standInTheReadme() throws Exception {
    Set<String> described =
        Files.readAllLines(Path.of("README.md")).stream()
            .map(README_ROW::matcher)
            .filter(Matcher::find)
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> scraped =
        trainings
            .scraped()
            .lines()
            .filter(line -> line.startsWith("complexity_"))
            .map(line -> line.replaceFirst("[{ ].*", ""))
            .map(name -> name.replaceFirst("_seconds_(count|sum)$", "_seconds_{count,sum}"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(scraped, described);
  }

  @TestFactory
  Stream<DynamicTest> query_ofAPanel_returnsData() {
    return dashboard.queries().stream()
        .map(
            query ->
                dynamicTest(
                    query.panel() + ": " + query.expression(),
                    () -> {
                      JsonNode result = ask(prometheus(), query, allSessions());
                      long numbers =
                          Stream.concat(
                                  result.findValues("value").stream(),
                                  result.findValues("values").stream()
                                      .flatMap(series -> Dashboard.elements(series).stream()))
                              .filter(point -> Double.isFinite(point.get(1).asDouble(Double.NaN)))
                              .count();
                      assertTrue(numbers > 0, () -> query + " gives " + result);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> legend_ofAPanel_tellsItsLinesApart() {
    return dashboard.panels().stream()
        .filter(panel -> !panel.path("type").asText().equals("table"))
        .map(
            panel ->
                dynamicTest(
                    panel.path("title").asText(),
                    () -> {
                      Set<String> legends = new HashSet<>();
                      // a repeated row shows one session, the others all
                      String sessions =
                          dashboard.isRepeated(panel)
                              ? trainings.sound().session().id()
                              : allSessions();
                      for (JsonNode target : panel.path("targets")) {
                        Query query = Dashboard.query(panel, target);
                        for (JsonNode line : ask(prometheus(), query, sessions)) {
                          String legend = legend(target, line.path("metric"));
                          assertTrue(legends.add(legend), () -> query + ": " + legend + " twice");
                          assertFalse(legend.isBlank(), query::toString);
                        }
                      }
                    }));
  }

  private static String legend(JsonNode target, JsonNode labels) {
    return LEGEND_LABEL
        .matcher(target.path("legendFormat").asText())
        .replaceAll(label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText()));
  }

  @Test
  void variables_queried_offerSessionsAndLayers() throws Exception {
    PrometheusServer prometheus = prometheus();
    Map<String, Set<String>> offered = new TreeMap<>();
    for (VariableQuery query : dashboard.variableQueries()) {
      String selector = Dashboard.interpolate(query.selector(), variables(allSessions()));
      Set<String> values = new TreeSet<>();
      prometheus
          .labelValues(selector, query.label())
          .forEach(value -> assertTrue(values.add(value.asText())));
      offered.put(query.variable(), values);
    }
    assertEquals(
        Map.of(
            "session",
            Set.of(
                trainings.sound().session().id(),
                trainings.broken().session().id(),
                trainings.estimated().session().id()),
            "layer",
            Set.of("00_first", "01_second", "02_third", "03_out"),
            "headline",
            Set.of("scaleFree")),
        offered);
  }

  @Test
  void values_inPrometheus_areThoseOfTheLastSample() throws Exception {
    PrometheusServer prometheus = prometheus();
    Sample sample = trainings.sound().lastSample();
    List<SeriesName> names = SeriesName.of(trainings.sound().session());
    Set<String> compared = new TreeSet<>();
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      Reading reading = sample.readings().get(i);
      String metric = name.meter().replace('.', '_');
      String labels =
          Stream.concat(Stream.of(Tag.of("session", sample.session())), name.tags().stream())
              .map(tag -> tag.getKey() + "=\"" + tag.getValue() + '"')
              .collect(Collectors.joining(",", "{", "}"));
      JsonNode result = prometheus.query(metric + labels);
      if (reading.value().isPresent()) {
        assertEquals(1, result.size(), metric + labels);
        double stored = Double.parseDouble(result.get(0).path("value").get(1).asText());
        assertEquals(reading.value().orNaN(), stored, metric + labels);
        compared.add(metric);
      } else {
        assertTrue(
            MISSING.contains(reading.value()),
            "the sound training has everything else: " + metric + labels);
        assertEquals(0, result.size(), metric + labels);
      }
    }
    assertTrue(compared.contains("complexity_cpse"), compared::toString);
    assertTrue(compared.contains("complexity_effective_dimension"), compared::toString);
    assertTrue(compared.contains("complexity_tail_alpha"), compared::toString);
    assertTrue(compared.contains("complexity_cpse_z"), compared::toString);
    assertTrue(compared.contains("complexity_nonlinearity_complexity"), compared::toString);
    assertTrue(compared.contains("complexity_nonlinearity_joint"), compared::toString);
  }

  @Test
  void constants_inPrometheus_areThoseOfTheStructure() throws Exception {
    PrometheusServer prometheus = prometheus();
    Session session = trainings.sound().session();
    Structure structure = session.structure().orElseThrow();
    // 24-60-52-3-3, so of each output 24 60 52 3 paths
    assertEquals(
        Math.log(24 * 60 * 52 * 3) / Math.log(2),
        number(prometheus, session, "path_gain", ""),
        1e-9);
    assertEquals(structure.totals().capacity(), number(prometheus, session, "capacity", ""));
    assertEquals(structure.totals().vcBound().orNaN(), number(prometheus, session, "vc_bound", ""));
    assertEquals(60 * 24 + 60, number(prometheus, session, "layer_parameters", "00_first"));
    assertEquals(3, number(prometheus, session, "layer_bottleneck", "03_out"));
    assertEquals(
        Math.log(24.0 / 3) / Math.log(2),
        number(prometheus, session, "layer_intrinsic_power", "02_third"),
        1e-12);
    List<SeriesName> names = SeriesName.ofConstants(session);
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      String metric = name.meter().replace('.', '_').substring("complexity_".length());
      assertEquals(
          session.constants().get(i).value().orNaN(),
          number(prometheus, session, metric, name.layer()),
          metric);
    }
  }

  private static double number(
      PrometheusServer prometheus, Session session, String metric, String layer) throws Exception {
    String query =
        "complexity_%s{session=\"%s\", layer=\"%s\"}".formatted(metric, session.id(), layer);
    JsonNode result = prometheus.query(query);
    assertEquals(1, result.size(), query);
    return Double.parseDouble(result.get(0).path("value").get(1).asText());
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

  private static PrometheusServer prometheus() {
    assumeTrue(
        trainings.prometheus().isPresent(),
        "prometheus (Debian package prometheus) is not on the PATH");
    return trainings.prometheus().get();
  }

  private static JsonNode ask(PrometheusServer prometheus, Query query, String sessions)
      throws Exception {
    String expression = Dashboard.interpolate(query.expression(), variables(sessions));
    return query.instant()
        ? prometheus.query(expression)
        : prometheus.queryRange(expression, trainings.start(), trainings.end());
  }

  private static String allSessions() {
    return dashboard.variables().get(1).path("allValue").asText();
  }

  private static Map<String, String> variables(String sessions) {
    return Map.of(
        "session",
        sessions,
        "layer",
        dashboard.variables().get(2).path("allValue").asText(),
        "headline",
        "scaleFree",
        "__rate_interval",
        "1m",
        "__range",
        "5m");
  }
}
