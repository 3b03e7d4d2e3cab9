package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Density;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page beside what Prometheus's own library writes of the same meters. */
class MetricsPageTest {
  private static final List<String> HOSTILE =
      List.of(
          "quote\"back\\slash\nline",
          "# HELP complexity_cpse hacked\ncomplexity_cpse 7",
          "\r\t\u0000\u2028 {}=,",
          "p\u00e4\u00df\ud83d\ude00",
          "x".repeat(10_000),
          "x".repeat(9_999) + "y",
          "twice",
          "twice",
          "");

  @TempDir private Path folder;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ComplexityMeterBinder first = new ComplexityMeterBinder();
  private final ComplexityMeterBinder second = new ComplexityMeterBinder();

  @AfterEach
  void close() {
    first.close();
    second.close();
  }

  private String page(PageFormat format, String... names) throws IOException {
    MetricsPage page = new MetricsPage(registry, List.of(first, second), Tags.empty());
    return new String(
        page.render(format, Set.of(names)).content().toBytes(), StandardCharsets.UTF_8);
  }

  /** Sorted, since the library sorts families and their lines. */
  private static List<String> sorted(String page) {
    return page.lines().sorted().toList();
  }

  @ParameterizedTest
  @EnumSource(PageFormat.class)
  void render_sessionsOfAllKinds_isWhatTheLibraryWrites(PageFormat format) throws IOException {
    registry.counter("user.own", "quoted", "a\"b\\c\nd").increment();
    registry.gauge("user.nan", Double.NaN);
    registry.timer("user.time").record(Duration.ofMillis(3));
    first.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    first.accept(
        Lenet.fitted(
            Lenet.carriedSample("run-1"),
            Laws.powerWithOffset(Lenet.FITTED.get(0), 99),
            Laws.constant(Lenet.FITTED.get(1), 99),
            Laws.undecided(Lenet.FITTED.get(2), 99),
            Laws.none(Lenet.FITTED.get(3))));
    second.begin(Lenet.dense("run-2"), () -> Lenet.health(1_000_000_000_000L, false));
    second.accept(denseSample(300));
    String page = page(format);

    first.bindTo(registry);
    second.bindTo(registry);
    ByteArrayOutputStream reference = new ByteArrayOutputStream();
    format
        .writer()
        .write(reference, new AbsenceCollector(registry, List.of(first, second)).collect());
    assertEquals(sorted(reference.toString(StandardCharsets.UTF_8)), sorted(page));
    // the same where the registry has them, too
    assertEquals(sorted(page), sorted(page(format)));
    assertContiguous(page);
    assertEquals(format == PageFormat.OPEN_METRICS, page.endsWith("# EOF\n"));
  }

  /** Lines of one family stand below its head, and nowhere else. */
  private static void assertContiguous(String page) {
    Set<String> heads = new TreeSet<>();
    String family = "";
    for (String line : page.lines().toList()) {
      if (line.startsWith("# HELP ") || line.startsWith("# TYPE ")) {
        String name = line.split(" ", 4)[2];
        if (!name.equals(family)) {
          assertTrue(heads.add(name), () -> name + " comes twice");
          family = name;
        }
      } else if (!line.startsWith("#")) {
        assertTrue(line.startsWith(family), line);
      }
    }
  }

  /** Of the kernels one more eigenvalue below each bound, of the other matrix none at all. */
  private static Sample denseSample(long iteration) {
    List<Integer> counts = IntStream.rangeClosed(0, Density.BOUNDS.size()).boxed().toList();
    return Lenet.dense(
        Lenet.sample("run-2", iteration, series -> Value.of(0.1 * iteration)),
        new Density(Lenet.KERNELS, counts, Optional.empty(), iteration),
        new Density(Lenet.WEIGHTS, List.of(), Optional.of("non-finite weights"), iteration));
  }

  @Test
  void render_densities_areCumulativeOrExplained() throws IOException {
    second.begin(Lenet.dense("run-2"), () -> Lenet.HEALTH);
    String before = page(PageFormat.TEXT);
    assertEquals(2, lines(before, "metric=\"complexity_spectral_density\"").size());
    second.accept(denseSample(300));
    String page = page(PageFormat.TEXT);
    assertEquals(
        List.of(
            "complexity_spectral_density{layer=\"00_conv1\",le=\"1.0E-5\",parameter=\"W\","
                + "session=\"run-2\",team=\"vision\"} 0.0"),
        lines(page, "complexity_spectral_density{layer=\"00_conv1\",le=\"1.0E-5\""));
    assertEquals(
        List.of(
            "complexity_spectral_density{layer=\"00_conv1\",le=\"+Inf\",parameter=\"W\","
                + "session=\"run-2\",team=\"vision\"} 41.0"),
        lines(page, "complexity_spectral_density{layer=\"00_conv1\",le=\"+Inf\""));
    assertEquals(42, lines(page, "complexity_spectral_density{").size());
    assertEquals(
        List.of(
            "complexity_absent{layer=\"02_out\",measure=\"spectrum\","
                + "metric=\"complexity_spectral_density\",parameter=\"W\",profile=\"\","
                + "reason=\"non-finite weights\",series=\"\",session=\"run-2\"} 1.0"),
        lines(page, "metric=\"complexity_spectral_density\""));
  }

  private static List<String> lines(String page, String part) {
    return page.lines().filter(line -> line.contains(part)).toList();
  }

  @Test
  void render_names_chooseFamilies() throws IOException {
    registry.counter("user.own").increment();
    first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    first.accept(Lenet.carriedSample("run-1"));
    assertEquals(
        Set.of("complexity_samples_total", "user_own_total"),
        families(page(PageFormat.TEXT, "complexity_samples_total", "user_own")));
    assertEquals(Set.of("complexity_absent"), families(page(PageFormat.TEXT, "complexity_absent")));
    assertEquals(Set.of(), families(page(PageFormat.TEXT, "none")));
  }

  private static Set<String> families(String page) {
    Set<String> names = new TreeSet<>();
    lines(page, "# TYPE ").forEach(line -> names.add(line.split(" ", 4)[2]));
    return names;
  }

  @Test
  void render_registryWithCommonTags_putsThemOnEveryLine() throws Exception {
    registry.config().commonTags("application", "demo", "team", "common");
    first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    first.accept(Lenet.carriedSample("run-1"));
    try (EndpointGate gate = new EndpointGate(Set.of(), Optional.empty(), registry)) {
      MetricsPage page = new MetricsPage(registry, List.of(first), gate.commonTags());
      String text =
          new String(
              page.render(PageFormat.TEXT, Set.of()).content().toBytes(), StandardCharsets.UTF_8);
      // the session's own tag wins, as it does in Micrometer
      assertEquals(
          1,
          lines(
                  text,
                  "complexity_samples_total{application=\"demo\",session=\"run-1\",team=\"vision\"}")
              .size());
    }
  }

  /** Another binder is bound to the registry, but not told to the endpoint. */
  @Test
  void render_sessionOfTheRegistryAlone_standsWithTheOthers() throws IOException {
    ComplexityMeterBinder third = new ComplexityMeterBinder();
    first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    third.begin(Lenet.session("run-3"), () -> Lenet.HEALTH);
    third.bindTo(registry);
    first.bindTo(registry);
    third.accept(Lenet.carriedSample("run-3"));
    String page = page(PageFormat.OPEN_METRICS);
    assertContiguous(page);
    assertEquals(1, lines(page, "complexity_samples_total{session=\"run-1\"").size());
    assertEquals(1, lines(page, "complexity_samples_total{session=\"run-3\"").size());
    assertFalse(page.contains("NaN"), page);
    third.close();
  }

  @Test
  void accept_samples_makeNoMetersAnywhere() throws IOException {
    first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    MetricsPage page = new MetricsPage(registry, List.of(first), Tags.empty());
    first.accept(Lenet.sample("run-1", 1, series -> Value.of(1)));
    page.render(PageFormat.TEXT, Set.of());
    PageLayout layout = page.layout();
    List<Meter> meters = registry.getMeters();
    for (int iteration = 2; iteration < 1_000; iteration++) {
      first.accept(Lenet.sample("run-1", iteration, series -> Value.of(1)));
      page.render(PageFormat.OPEN_METRICS, Set.of());
    }
    assertSame(layout, page.layout(), "the lines of a session are made once");
    assertEquals(meters, registry.getMeters());
  }

  /** Whoever waits at the end of a run would close the connection on a page that is still sent. */
  @Test
  void render_page_isScrapedOnceItHasArrived() throws IOException {
    first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    LiveSession live = first.live().orElseThrow();
    MetricsPage page = new MetricsPage(registry, List.of(first), Tags.empty());
    first.accept(Lenet.sample("run-1", 1, series -> Value.of(1)));
    MetricsPage.Rendered early = page.render(PageFormat.TEXT, Set.of());
    assertFalse(live.isScraped());
    first.accept(Lenet.sample("run-1", 2, series -> Value.of(1)));
    early.arrived().run();
    assertFalse(live.isScraped(), "that is the sample before");
    page.render(PageFormat.TEXT, Set.of("complexity_cpse")).arrived().run();
    assertFalse(live.isScraped(), "of the sample only a part");
    page.render(PageFormat.TEXT, Set.of()).arrived().run();
    assertTrue(live.isScraped());
    early.arrived().run(); // a reader that is slower
    assertTrue(live.isScraped());
  }

  /** The registry, which reads whatever is newest, has a session that the page did not know yet. */
  @Test
  void render_sessionThatBeginsMeanwhile_isReadAsAnyOther() throws IOException {
    first.bindTo(registry);
    registry.gauge(
        "user.own",
        this,
        any -> { // asked while the registry is read
          if (first.live().isEmpty()) {
            first.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
          }
          return 1;
        });
    String page = page(PageFormat.OPEN_METRICS);
    assertFalse(page.contains(" NaN\n"), page);
    assertFalse(lines(page, "reason=\"no sample yet\"").isEmpty(), page);
    assertContiguous(page);
  }

  @Test
  void render_sessionsThatComeAndGo_neverMixOrFail() throws Exception {
    first.bindTo(registry);
    AtomicBoolean over = new AtomicBoolean();
    MetricsPage page = new MetricsPage(registry, List.of(first, second), Tags.empty());
    Callable<Integer> scraper =
        () -> {
          int pages = 0;
          while (!over.get()) {
            PageFormat format = pages++ % 2 == 0 ? PageFormat.TEXT : PageFormat.OPEN_METRICS;
            String text =
                new String(
                    page.render(format, Set.of()).content().toBytes(), StandardCharsets.UTF_8);
            assertContiguous(text);
            assertFalse(text.contains(" NaN\n"), text);
            for (String dimension : lines(text, "complexity_effective_dimension{")) {
              String id = dimension.replaceAll(".*session=\"(run-\\d+)\".*", "$1");
              String iteration =
                  lines(text, "complexity_training_iteration{").stream()
                      .filter(line -> line.contains("session=\"" + id + "\""))
                      .findFirst()
                      .orElseThrow();
              assertEquals(value(iteration), value(dimension), text);
            }
          }
          return pages;
        };
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Integer>> scrapers = List.of(threads.submit(scraper), threads.submit(scraper));
      for (int run = 0; run < 200; run++) {
        String id = "run-" + run;
        ComplexityMeterBinder binder = run % 2 == 0 ? first : second;
        binder.begin(Lenet.session(id), () -> Lenet.HEALTH);
        for (int i = 0; i < 20; i++) {
          int iteration = i;
          binder.accept(Lenet.sample(id, iteration, series -> Value.of(iteration)));
        }
        TimeUnit.MILLISECONDS.sleep(2);
        binder.close();
      }
      over.set(true);
      for (Future<Integer> one : scrapers) {
        assertTrue(one.get() > 0);
      }
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private static double value(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }

  /** A network's layers with names that nobody would choose without bad intentions. */
  private static Session hostile(String id) {
    List<Layer> layers =
        IntStream.range(0, HOSTILE.size())
            .mapToObj(i -> new Layer(i, HOSTILE.get(i), "DenseLayer"))
            .toList();
    Session plain = Lenet.session(id, Map.of("team", HOSTILE.get(0)));
    return new Session(
        plain.id(),
        HOSTILE.get(1),
        plain.tags(),
        plain.startMillis(),
        plain.modelType(),
        plain.parameters(),
        layers,
        layers.stream().map(layer -> new WeightMatrix(layer, "W", 2, 2)).toList(),
        plain.settings(),
        plain.headline(),
        layers.stream().map(layer -> Series.of(Lenet.DIMENSION, layer)).toList(),
        plain.structure(),
        plain.constants(),
        plain.fitted(),
        plain.criterion(),
        List.of());
  }

  private static Sample hostileSample(Session session) {
    List<Reading> readings = new ArrayList<>();
    for (Series series : session.series()) {
      readings.add(new Reading(series, Value.of(readings.size() + 0.5), 7));
    }
    return new Sample(
        session.id(),
        7,
        0,
        0,
        Value.absent("not finite"),
        readings,
        List.of(),
        Optional.empty(),
        List.of());
  }

  @ParameterizedTest
  @EnumSource(PageFormat.class)
  void render_hostileNames_areTextAndNothingElse(PageFormat format) throws IOException {
    Session session = hostile("run-1");
    first.begin(session, () -> Lenet.HEALTH);
    first.accept(hostileSample(session));
    String page = page(format);
    assertEquals(0, lines(page, "hacked").stream().filter(line -> line.startsWith("#")).count());
    assertEquals(List.of(), page.lines().filter("complexity_cpse 7"::equals).toList());
    List<String> dimensions = lines(page, "complexity_effective_dimension{");
    assertEquals(HOSTILE.size(), dimensions.size());
    assertTrue(
        dimensions.get(0).contains("layer=\"00_quote\\\"back\\\\slash\\nline\""),
        dimensions.get(0));
    // of long names the beginning; the index tells them apart
    assertTrue(dimensions.get(4).contains("layer=\"04_" + "x".repeat(100) + "..\""));
    assertTrue(dimensions.get(5).contains("layer=\"05_" + "x".repeat(100) + "..\""));
    assertTrue(dimensions.get(7).contains("layer=\"07_twice\""), dimensions.get(7));
    assertTrue(page.length() < 100_000, "long names are cut");
  }

  /** And a real server takes them for what they are. */
  @Test
  void prometheus_hostileNames_areStoredAsTheyAre() throws Exception {
    Optional<Path> program = PrometheusServer.program("prometheus");
    assumeTrue(program.isPresent(), "prometheus is not installed");
    Session session = hostile("run-1");
    first.begin(session, () -> Lenet.HEALTH);
    first.accept(hostileSample(session));
    try (PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry, first).port(0).start();
        PrometheusServer server =
            PrometheusServer.start(program.get(), folder, endpoint.getPort())) {
      server.await("has scraped", () -> !server.query("complexity_effective_dimension").isEmpty());
      Set<String> stored = new TreeSet<>();
      for (JsonNode series : server.query("complexity_effective_dimension")) {
        stored.add(
            series.path("metric").path("layer").asText()
                + " "
                + series.path("value").get(1).asText());
        assertEquals(HOSTILE.get(0), series.path("metric").path("team").asText());
      }
      Set<String> expected = new TreeSet<>();
      for (int i = 0; i < HOSTILE.size(); i++) {
        String name = HOSTILE.get(i);
        String shown = name.length() > 100 ? name.substring(0, 100) + ".." : name;
        expected.add("0%d_%s %s.5".formatted(i, shown, i));
      }
      assertEquals(expected, stored);
      assertEquals(
          HOSTILE.get(1),
          server.query("complexity_session_info").get(0).path("metric").path("name").asText());
    }
  }

  @Test
  void accept_densitiesThatAreMissing_areRefused() {
    second.begin(Lenet.dense("run-2"), () -> Lenet.HEALTH);
    Sample without = Lenet.sample("run-2", 1, series -> Value.of(1));
    assertThrows(IllegalArgumentException.class, () -> second.accept(without));
  }
}
