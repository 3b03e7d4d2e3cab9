package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.export.Dashboard.Query;
import io.complexometer.export.Dashboard.VariableQuery;
import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.JointEntropy;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.structure.Structure;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Trend;
import io.complexometer.network.LayerActivations;
import io.micrometer.core.instrument.Tag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
 * The queries of the Grafana dashboards before a real Prometheus that has scraped real trainings,
 * sound ones and one with a weight that is not a number.
 */
class DashboardQueriesTest {

  /** What not even a sound training of so small a network has. */
  private static final Set<Value> MISSING =
      Set.of(
          Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES),
          Value.absent(LayerActivations.OUTPUT),
          Value.absent(JointEntropy.LOW_COVERAGE));

  private static final Pattern METRIC = Pattern.compile("\\bcomplexity_\\w+");
  private static final Pattern README_ROW = Pattern.compile("^\\| (`complexity_[^|]+`) \\|");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  @TempDir static Path folder;
  private static List<Dashboard> dashboards;
  private static WatchedTrainings trainings;

  @BeforeAll
  static void train() throws Exception {
    dashboards = Dashboard.readAll();
    trainings = WatchedTrainings.run(PrometheusServer.program("prometheus"), folder);
  }

  @AfterAll
  static void stop() {
    if (trainings != null) {
      trainings.close();
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
    for (Query query : dashboards.stream().flatMap(one -> one.queries().stream()).toList()) {
      for (Matcher metric = METRIC.matcher(query.expression()); metric.find(); ) {
        asked.add(metric.group());
        String after = query.expression().substring(metric.end());
        assertTrue(after.startsWith("{session=~\"$session\""), query::toString);
      }
    }
    for (Dashboard dashboard : dashboards) {
      for (VariableQuery query : dashboard.variableQueries()) {
        METRIC.matcher(query.selector()).results().forEach(metric -> asked.add(metric.group()));
      }
    }
    Set<String> unknown = new TreeSet<>(asked);
    unknown.removeAll(scraped);
    assertEquals(Set.of(), unknown, () -> "not in a scrape: " + trainings.scraped());
    // A new metric wants a place on the dashboard, or a reason to have none.
    Set<String> unseen = new TreeSet<>(scraped);
    unseen.removeAll(asked);
    unseen.removeIf(name -> !name.startsWith("complexity_"));
    // The latter belongs to no session, and panels show chosen sessions.
    assertEquals(
        Set.of(
            "complexity_training_interruption_seconds_count", "complexity_endpoint_rejected_total"),
        unseen);
  }

  @Test
  void metrics_allOfThem_standInTheReadme() throws Exception {
    Set<String> described =
        Files.readAllLines(Path.of("README.md")).stream()
            .map(README_ROW::matcher)
            .filter(Matcher::find)
            .flatMap(row -> Stream.of(row.group(1).replace("`", "").split(", ")))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> scraped =
        trainings
            .scraped()
            .lines()
            .filter(line -> line.startsWith("complexity_"))
            .map(line -> line.replaceFirst("[{ ].*", ""))
            .map(name -> name.replaceFirst("(analysis_seconds)_(bucket|count|sum)$", "$1"))
            .map(name -> name.replaceFirst("_seconds_(count|sum)$", "_seconds_{count,sum}"))
            .collect(Collectors.toCollection(TreeSet::new));
    scraped.add("complexity_push_failures_total"); // of sessions that are pushed: none here
    assertEquals(scraped, described);
  }

  /** The formula of the README, with densities. */
  @Test
  void series_ofASession_areNoMoreThanTheReadmeSays() {
    Session session = trainings.sound().session();
    long layers = session.layers().size();
    long matrices = session.matrices().size();
    long most = 80 + (13 + 19) * layers + (19 + 42) * matrices + 28L * session.fitted().size();
    long shown =
        trainings
            .scraped()
            .lines()
            .filter(line -> line.contains("session=\"" + session.id() + "\""))
            .count();
    assertTrue(shown <= most, () -> shown + " series, and not " + most);
    assertTrue(shown > most / 2, () -> "it means something: " + shown + " of " + most);
  }

  @TestFactory
  Stream<DynamicTest> query_ofAPanel_returnsData() {
    return dashboards.stream()
        .flatMap(
            dashboard ->
                dashboard.queries().stream()
                    .map(
                        query ->
                            dynamicTest(
                                query.panel() + ": " + query.expression(),
                                () -> assertData(dashboard, query))));
  }

  /** Where one series is chosen, it is enough if there is one with data: not all follow a law. */
  private static void assertData(Dashboard dashboard, Query query) throws Exception {
    PrometheusServer prometheus = prometheus();
    List<JsonNode> results = new ArrayList<>();
    for (String series : fitted()) {
      JsonNode result = ask(prometheus, dashboard, query, dashboard.all("session"), series);
      long numbers =
          Stream.concat(
                  result.findValues("value").stream(),
                  result.findValues("values").stream()
                      .flatMap(values -> Dashboard.elements(values).stream()))
              .filter(point -> Double.isFinite(point.get(1).asDouble(Double.NaN)))
              .count();
      if (numbers > 0) {
        return;
      }
      results.add(result);
    }
    fail(query + " gives " + results);
  }

  /** Keys of what laws are fitted to. */
  private static Set<String> fitted() {
    return trainings.sound().session().fitted().stream()
        .map(series -> series.metric().key())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @TestFactory
  Stream<DynamicTest> legend_ofAPanel_tellsItsLinesApart() {
    return dashboards.stream()
        .flatMap(
            dashboard ->
                dashboard.panels().stream()
                    .filter(panel -> !panel.path("type").asText().equals("table"))
                    .map(
                        panel ->
                            dynamicTest(
                                dashboard.name() + ": " + panel.path("title").asText(),
                                () -> assertLegends(dashboard, panel))));
  }

  private static void assertLegends(Dashboard dashboard, JsonNode panel) throws Exception {
    PrometheusServer prometheus = prometheus();
    // a repeated row shows one session, the others all
    String sessions =
        dashboard.isRepeated(panel) ? trainings.sound().session().id() : dashboard.all("session");
    for (String series : fitted()) {
      Set<String> legends = new HashSet<>();
      for (JsonNode target : panel.path("targets")) {
        Query query = Dashboard.query(panel, target);
        for (JsonNode line : ask(prometheus, dashboard, query, sessions, series)) {
          String legend = legend(target, line.path("metric"));
          assertTrue(legends.add(legend), () -> query + ": " + legend + " twice");
          assertFalse(legend.isBlank(), query::toString);
        }
      }
    }
  }

  private static String legend(JsonNode target, JsonNode labels) {
    return LEGEND_LABEL
        .matcher(target.path("legendFormat").asText())
        .replaceAll(label -> Matcher.quoteReplacement(labels.path(label.group(1)).asText()));
  }

  @Test
  void variables_queried_offerSessionsAndLayers() throws Exception {
    PrometheusServer prometheus = prometheus();
    Set<String> sessions =
        Set.of(
            trainings.sound().session().id(),
            trainings.broken().session().id(),
            trainings.estimated().session().id());
    Set<String> layers = Set.of("00_first", "01_second", "02_third", "03_out");
    assertEquals(
        Map.of("session", sessions, "layer", layers, "headline", Set.of("scaleFree")),
        offered(prometheus, dashboards.get(0)));
    assertEquals(
        Map.of("session", sessions, "layer", layers, "series", fitted()),
        offered(prometheus, dashboards.get(1)));
  }

  private static Map<String, Set<String>> offered(PrometheusServer prometheus, Dashboard dashboard)
      throws Exception {
    Map<String, Set<String>> offered = new TreeMap<>();
    for (VariableQuery query : dashboard.variableQueries()) {
      String selector =
          Dashboard.interpolate(
              query.selector(), variables(dashboard, dashboard.all("session"), "spectralNorm"));
      Set<String> values = new TreeSet<>();
      prometheus
          .labelValues(selector, query.label())
          .forEach(value -> assertTrue(values.add(value.asText())));
      offered.put(query.variable(), values);
    }
    return offered;
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
  void laws_inPrometheus_areThoseOfTheLastSample() throws Exception {
    PrometheusServer prometheus = prometheus();
    List<SeriesName> names = SeriesName.ofFitted(trainings.sound().session());
    for (int i = 0; i < names.size(); i++) {
      Trend trend = trainings.sound().lastSample().trends().get(i);
      String labels = labels(trend, names.get(i));
      Value exponent =
          trend.law().best().map(Fit::exponent).orElseGet(() -> Value.absent("no law"));
      JsonNode stored = prometheus.query("complexity_scaling_exponent" + labels);
      assertEquals(exponent.isPresent() ? 1 : 0, stored.size(), labels);
      if (exponent.isPresent()) {
        assertEquals(exponent.orNaN(), stored.get(0).path("value").get(1).asDouble(), labels);
      }
      JsonNode decided = prometheus.query("complexity_scaling_decision" + labels + " == 1");
      assertEquals(1, decided.size(), labels);
      assertEquals(
          trend.law().decision().label(), decided.get(0).path("metric").path("decision").asText());
      assertNotEquals(Decision.TOO_SHORT, trend.law().decision(), labels);
    }
  }

  @Test
  void projection_ofAPowerLaw_isDrawnToTenTimesTheIterations() throws Exception {
    Dashboard scaling = dashboards.get(1);
    List<JsonNode> lines = new ArrayList<>();
    for (Query query : scaling.queries()) {
      if (query.expression().contains("$__from")) {
        String session = trainings.estimated().session().id();
        JsonNode result = ask(prometheus(), scaling, query, session, "spectralNorm");
        lines.add(result.get(0).path("values"));
      }
    }
    assertEquals(2, lines.size());
    JsonNode times = lines.get(0);
    JsonNode values = lines.get(1);
    assertEquals(times.size(), values.size());
    for (int i = 0; i < times.size(); i++) {
      double t = times.get(i).get(1).asDouble();
      // the law that this run publishes
      assertEquals(2 + 3 / Math.sqrt(t), values.get(i).get(1).asDouble(), 1e-9);
    }
    double most = 10.0 * (trainings.estimated().lastSample().iteration() + 1);
    double last = times.get(times.size() - 1).get(1).asDouble();
    // the last of the steps is less than two from the end of the time that is shown
    double seconds = Duration.between(trainings.start(), trainings.end()).toSeconds() + 1;
    assertEquals(1, last / most, Math.pow(most, 2 / seconds) - 1);
    assertTrue(times.get(0).get(1).asDouble() <= Math.pow(most, 2 / seconds));
  }

  private static String labels(Trend trend, SeriesName name) {
    return "{session=\"%s\", series=\"%s\", profile=\"%s\", layer=\"%s\", parameter=\"%s\"}"
        .formatted(
            trainings.sound().session().id(),
            trend.series().metric().key(),
            trend.series().metric().profile(),
            name.layer(),
            name.parameter());
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

  private static PrometheusServer prometheus() {
    assumeTrue(
        trainings.prometheus().isPresent(),
        "prometheus (Debian package prometheus) is not on the PATH");
    return trainings.prometheus().get();
  }

  private static JsonNode ask(
      PrometheusServer prometheus, Dashboard dashboard, Query query, String sessions, String series)
      throws Exception {
    String expression =
        Dashboard.interpolate(query.expression(), variables(dashboard, sessions, series));
    return query.instant()
        ? prometheus.query(expression)
        : prometheus.queryRange(expression, trainings.start(), trainings.end());
  }

  private static Map<String, String> variables(
      Dashboard dashboard, String sessions, String series) {
    long seconds = Duration.between(trainings.start(), trainings.end()).toSeconds() + 1;
    return Map.of(
        "session",
        sessions,
        "series",
        series,
        "layer",
        dashboard.all("layer"),
        "headline",
        "scaleFree",
        "__rate_interval",
        "1m",
        "__range",
        "5m",
        "__range_s",
        Long.toString(seconds),
        "__from",
        Long.toString(trainings.start().toEpochMilli()));
  }
}
