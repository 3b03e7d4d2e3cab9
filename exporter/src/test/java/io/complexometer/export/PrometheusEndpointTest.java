package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Sample;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class PrometheusEndpointTest {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern VALUE = Pattern.compile("(?m)^complexity_\\S+ (\\S+)$");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ComplexityMeterBinder binder = new ComplexityMeterBinder();
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void scrape_presentValues_areShownByName() throws Exception {
    int port = start();
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    binder.accept(Lenet.sample("run-1", 300, series -> Value.of(Lenet.series().indexOf(series))));

    List<String> lines = scrape(port).lines().toList();

    for (String line :
        List.of(
            "complexity_training_iteration{session=\"run-1\",team=\"vision\"} 300.0",
            "complexity_training_epoch{session=\"run-1\",team=\"vision\"} 3.0",
            "complexity_training_score{session=\"run-1\",team=\"vision\"} 300.0",
            "complexity_cpse{profile=\"paper\",session=\"run-1\",team=\"vision\"} 1.0",
            "complexity_cpse_distance{layer=\"02_out\",parameter=\"W\",profile=\"paper\","
                + "session=\"run-1\",team=\"vision\"} 7.0",
            "complexity_effective_dimension{layer=\"00_conv1\",session=\"run-1\",team=\"vision\"}"
                + " 10.0",
            "# HELP complexity_effective_dimension Effective dimension of the layer's features."
                + " Unit: dimensions.",
            "complexity_measured_iteration{measure=\"cpse\",session=\"run-1\",team=\"vision\"}"
                + " 300.0",
            "complexity_session_info{headline=\"scaleFree\",model_type=\"MultiLayerNetwork\",name=\"lenet\","
                + "session=\"run-1\",team=\"vision\"} 1",
            "complexity_samples_total{session=\"run-1\",team=\"vision\"} 6.0",
            "# TYPE complexity_analysis_seconds histogram",
            "complexity_analysis_seconds_bucket{session=\"run-1\",team=\"vision\",le=\"0.002\"} 0",
            "complexity_analysis_seconds_bucket{session=\"run-1\",team=\"vision\",le=\"0.05\"} 4",
            "complexity_analysis_seconds_bucket{session=\"run-1\",team=\"vision\",le=\"+Inf\"} 5",
            "complexity_analysis_seconds_count{session=\"run-1\",team=\"vision\"} 5",
            "complexity_analysis_seconds_sum{session=\"run-1\",team=\"vision\"} 0.25",
            "complexity_interval_stretch{measure=\"effectiveDimension\",session=\"run-1\","
                + "team=\"vision\"} 4.0",
            "complexity_measure_duration_seconds_count{layer=\"\",measure=\"copy\","
                + "session=\"run-1\",team=\"vision\"} 8",
            "complexity_measure_duration_seconds_sum{layer=\"02_out\","
                + "measure=\"effectiveDimension\",session=\"run-1\",team=\"vision\"} 1.5",
            "complexity_stop_requested{session=\"run-1\",team=\"vision\"} 1.0")) {
      assertTrue(lines.contains(line), () -> line + "\nis not in\n" + String.join("\n", lines));
    }
    assertFalse(String.join("\n", lines).contains("complexity_absent"));
  }

  @Test
  void scrape_absentValue_isLeftOutWithItsReason() throws Exception {
    Gauge.builder("complexity.user.own", () -> Double.NaN).register(registry);
    Gauge.builder("user.own", () -> Double.NaN).register(registry);
    int port = start();
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    binder.accept(Lenet.carriedSample("run-1"));

    String text = scrape(port);

    assertFalse(text.contains("complexity_feature_units{"), text);
    assertFalse(text.contains("# HELP complexity_feature_units "), "no values, so no family");
    assertTrue(text.contains("complexity_effective_dimension{layer=\"00_conv1\""), text);
    assertFalse(text.contains("complexity_effective_dimension{layer=\"02_out\""), text);
    assertTrue(
        text.contains(
            "complexity_absent{layer=\"02_out\",measure=\"effectiveDimension\","
                + "metric=\"complexity_effective_dimension\",parameter=\"\",profile=\"\","
                + "reason=\"no variance\",series=\"\",session=\"run-1\"} 1.0\n"),
        text);
    assertTrue(
        text.contains(
            "complexity_absent{layer=\"00_conv1\",measure=\"cpse\","
                + "metric=\"complexity_cpse_distance\",parameter=\"W\",profile=\"paper\","
                + "reason=\"one matrix\",series=\"\",session=\"run-1\"} 1.0\n"),
        text);
    assertTrue(text.contains("\nuser_own NaN\n"), text);
    assertTrue(text.contains("\ncomplexity_user_own NaN\n"), text);
    assertEquals(2, count(text, " NaN\n"));
  }

  @Test
  void scrape_beforeTheFirstSample_explainsEverySeries() throws Exception {
    int port = start();
    assertEquals(0, count(scrape(port), "session="));

    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);

    String text = scrape(port);
    // 16 series; iteration, epoch, score; measured iteration of 2 measures
    assertEquals(16 + 3 + 2, count(text, "reason=\"no sample yet\""));
    assertFalse(text.contains("NaN"), text);
  }

  @Test
  void scrape_constants_areShownAtOnceOrExplained() throws Exception {
    int port = start();
    binder.begin(Lenet.structured("run-1"), () -> Lenet.HEALTH);

    String text = scrape(port);
    assertTrue(
        text.contains(
            "complexity_layer_complexity{layer=\"00_conv1\",profile=\"edge\","
                + "session=\"run-1\",team=\"vision\"} 4.5\n"),
        text);
    assertFalse(text.contains("complexity_layer_complexity{layer=\"02_out\""), text);
    assertTrue(
        text.contains(
            "complexity_absent{layer=\"02_out\",measure=\"structure\","
                + "metric=\"complexity_layer_complexity\",parameter=\"\",profile=\"edge\","
                + "reason=\"unknown layer\",series=\"\",session=\"run-1\"} 1.0\n"),
        text);
    assertTrue(
        text.contains(
            "complexity_absent{layer=\"\",measure=\"structure\",metric=\"complexity_vc_bound\","
                + "parameter=\"\",profile=\"\",reason=\"fewer than three units\","
                + "series=\"\",session=\"run-1\"} 1.0\n"),
        text);
    assertFalse(text.contains("NaN"), text);
  }

  @Test
  void scrape_laws_areShownOrExplainedOnceEach() throws Exception {
    int port = start();
    binder.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    // 16 series; iteration, epoch, score; measured iteration of 2 measures; 4 laws
    assertEquals(16 + 3 + 2 + 4, count(scrape(port), "reason=\"no sample yet\""));
    binder.accept(
        Lenet.fitted(
            Lenet.sample("run-1", 99, series -> Value.of(2.5)),
            Laws.halfOpenPower(Lenet.FITTED.get(0), 99),
            Laws.constant(Lenet.FITTED.get(1), 99),
            Laws.undecided(Lenet.FITTED.get(2), 99),
            Laws.none(Lenet.FITTED.get(3))));

    String text = scrape(port);
    String score = "layer=\"\",parameter=\"\",profile=\"\",";
    for (String line :
        List.of(
            "complexity_scaling_exponent{"
                + score
                + "series=\"score\",session=\"run-1\","
                + "team=\"vision\"} -0.5",
            "complexity_scaling_decision{decision=\"power\","
                + score
                + "series=\"score\","
                + "session=\"run-1\",team=\"vision\"} 1.0",
            "complexity_scaling_decision{decision=\"no trend\","
                + score
                + "series=\"score\","
                + "session=\"run-1\",team=\"vision\"} 0.0",
            "complexity_stops_total{criterion=\"cpse converged\",session=\"run-1\","
                + "team=\"vision\"} 1.0")) {
      assertTrue(text.contains("\n" + line + "\n"), () -> line + "\nis not in\n" + text);
    }
    // By hand from the laws: what has no value, the first gauge for each reason.
    assertEquals(
        Set.of(
            "score exponent_low open",
            "score asymptote_low no interval",
            "cpse scaleFree exponent no trend",
            "cpse scaleFree asymptote_low no interval",
            "effectiveDimension 00_conv1 exponent undecided",
            "effectiveDimension 02_out fitted_iteration not fitted yet",
            "effectiveDimension 02_out exponent too short"),
        absentLaws(text));
    assertFalse(text.contains("NaN"), text);
  }

  private static Set<String> absentLaws(String text) {
    Pattern absent =
        Pattern.compile(
            "complexity_absent\\{layer=\"(\\w*)\",measure=\"\\w+\",metric=\"complexity_scaling_(\\w+)\","
                + "parameter=\"\",profile=\"(\\w*)\",reason=\"([^\"]+)\",series=\"(\\w+)\".*");
    Set<String> found = new HashSet<>();
    for (Matcher matcher = absent.matcher(text); matcher.find(); ) {
      String law =
          String.join(
              " ",
              matcher.group(5),
              matcher.group(1),
              matcher.group(3),
              matcher.group(2),
              matcher.group(4));
      assertTrue(found.add(law.replaceAll(" +", " ")), law);
    }
    return found;
  }

  @Test
  void scrape_openMetrics_isWhole() throws Exception {
    int port = start();
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    binder.accept(Lenet.carriedSample("run-1"));
    // what a Prometheus server asks for first
    String text = get("http://127.0.0.1:" + port + "/metrics", "application/openmetrics-text");
    assertTrue(text.contains("# TYPE complexity_session info\n"), text);
    assertTrue(text.contains("complexity_absent{"), text);
    assertTrue(text.endsWith("# EOF\n"), text);
  }

  @Test
  void scrape_nameFilter_isObeyed() throws Exception {
    int port = start();
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    String text =
        get("http://127.0.0.1:" + port + "/metrics?name%5B%5D=complexity_absent", "text/plain");
    assertTrue(text.contains("complexity_absent{"), text);
    assertFalse(text.contains("complexity_samples_total"), text);
  }

  @Test
  void scrape_severalSessions_areToldApart() throws Exception {
    ComplexityMeterBinder second = new ComplexityMeterBinder();
    ComplexityMeterBinder elsewhere = new ComplexityMeterBinder();
    int port = start(binder, second);
    PrometheusMeterRegistry other = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    elsewhere.bindTo(other);
    elsewhere.begin(Lenet.session("run-3"), () -> Lenet.HEALTH);
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    second.begin(Lenet.session("run-2"), () -> Lenet.HEALTH);
    binder.accept(Lenet.sample("run-1", 100, series -> Value.of(1)));
    second.accept(Lenet.sample("run-2", 200, series -> Value.of(2)));

    String text = scrape(port);
    assertTrue(
        text.contains("complexity_cpse_matrices{session=\"run-1\",team=\"vision\"} 1.0"), text);
    assertTrue(
        text.contains("complexity_cpse_matrices{session=\"run-2\",team=\"vision\"} 2.0"), text);
    assertFalse(text.contains("run-3"), text);

    binder.close();
    text = scrape(port);
    assertFalse(text.contains("run-1"), text);
    assertTrue(text.contains("run-2"), text);
  }

  @Test
  void scrape_whileSamplesArrive_showsOneWholeSample() throws Exception {
    int port = start();
    AtomicLong iteration = new AtomicLong();
    binder.begin(Lenet.session("run-1"), () -> Lenet.health(iteration.get(), false));
    AtomicBoolean done = new AtomicBoolean();
    binder.accept(numbered(0));
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<?> publisher =
          threads.submit(
              () -> {
                while (!done.get()) {
                  binder.accept(numbered(iteration.incrementAndGet()));
                }
              });
      Callable<Set<String>> scraper =
          () -> {
            Set<String> seen = new HashSet<>();
            for (int i = 0; i < 60; i++) {
              seen.add(assertOneWholeSample(scrape(port)));
            }
            return seen;
          };
      Set<String> seen = new HashSet<>();
      for (Future<Set<String>> scrapes : threads.invokeAll(List.of(scraper, scraper, scraper))) {
        seen.addAll(scrapes.get());
      }
      done.set(true);
      publisher.get(60, TimeUnit.SECONDS);
      assertTrue(seen.size() > 10, "the samples did change between scrapes: " + seen.size());
    } finally {
      done.set(true);
      threads.shutdownNow();
    }
  }

  /** Every value is the iteration; at odd iterations the distances are absent. */
  private static Sample numbered(long iteration) {
    return Lenet.sample(
        "run-1",
        iteration,
        series ->
            Lenet.is(series, "cpse.distance") && iteration % 2 == 1
                ? Value.absent("odd")
                : Value.of((double) iteration));
  }

  private static String assertOneWholeSample(String text) {
    // Iteration, score, 2 measured iterations and the 16 series are all the iteration.
    String gauges =
        text.lines()
            .filter(line -> !line.startsWith("#"))
            .filter(
                line ->
                    !line.matches(
                        "complexity_(absent|training_epoch|session_info|stop|interval).*"))
            .filter(
                line -> !line.matches("complexity_\\w+_(total|seconds_(count|sum|bucket))\\{.*"))
            .collect(Collectors.joining("\n"));
    List<String> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(gauges);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    assertEquals(1, Set.copyOf(values).size(), gauges);
    boolean odd = Double.parseDouble(values.get(0)) % 2 == 1;
    assertEquals(odd ? 16 : 20, values.size(), gauges);
    assertEquals(odd ? 4 : 0, count(text, "complexity_absent{"), text);
    return values.get(0);
  }

  @Test
  void start_portInUse_saysSoBeforeAnythingIsBound() throws Exception {
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      var refused =
          assertThrows(
              BindException.class,
              () -> PrometheusEndpoint.builder(registry, binder).port(port).start());
      assertEquals(
          "cannot listen on 127.0.0.1:"
              + port
              + " (Address already in use): choose another port, or 0 for any that is free",
          refused.getMessage());
    }
    assertEquals(List.of(), registry.getMeters());
  }

  @Test
  void port_outOfRange_isRefused() {
    PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder(registry, binder);
    assertThrows(IllegalArgumentException.class, () -> builder.port(65_536));
    assertThrows(IllegalArgumentException.class, () -> builder.port(-1));
  }

  @Test
  void start_unlessToldOtherwise_listensOnLoopbackOnly() throws Exception {
    int port = start();
    Optional<InetAddress> outside = outsideAddress();
    assumeTrue(outside.isPresent(), "this machine has no address but loopback");
    assertThrows(ConnectException.class, () -> new Socket(outside.get(), port).close());
  }

  @Test
  void start_otherThanLoopback_warns() throws Exception {
    ListAppender<ILoggingEvent> events = new ListAppender<>();
    events.start();
    Logger logger = (Logger) LoggerFactory.getLogger(PrometheusEndpoint.class);
    logger.addAppender(events);
    try {
      start();
      assertEquals(0, warnings(events).size());
      PrometheusEndpoint endpoint =
          PrometheusEndpoint.builder(registry, binder).host("0.0.0.0").port(0).start();
      open.add(endpoint);
      assertEquals(
          List.of(
              "Metrics can be read by anyone who reaches 0.0.0.0:"
                  + endpoint.getPort()
                  + ": set basicAuth(file), and tls(..)"),
          warnings(events));
    } finally {
      logger.detachAppender(events);
    }
  }

  @Test
  void close_endpoint_stopsListening() throws Exception {
    PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry, binder).port(0).start();
    int port = endpoint.getPort();
    scrape(port);
    endpoint.close();
    assertThrows(
        ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void scrape_promtool_hasNoComplaint() throws Exception {
    Optional<Path> promtool = PrometheusServer.program("promtool");
    assumeTrue(promtool.isPresent(), "promtool (Debian package prometheus) is not on the PATH");
    int port = start();
    binder.begin(Lenet.fitted("run-1"), () -> Lenet.HEALTH);
    binder.accept(
        Lenet.fitted(
            Lenet.carriedSample("run-1"),
            Laws.powerWithOffset(Lenet.FITTED.get(0), 99),
            Laws.constant(Lenet.FITTED.get(1), 99),
            Laws.undecided(Lenet.FITTED.get(2), 99),
            Laws.none(Lenet.FITTED.get(3))));

    Process check =
        new ProcessBuilder(promtool.get().toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (var input = check.getOutputStream()) {
      input.write(scrape(port).getBytes(StandardCharsets.UTF_8));
    }
    String complaints = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, check.waitFor(), complaints);
    assertEquals("", complaints);
  }

  private int start(ComplexityMeterBinder... more) throws IOException {
    ComplexityMeterBinder[] binders =
        more.length == 0 ? new ComplexityMeterBinder[] {binder} : more;
    PrometheusEndpoint endpoint = PrometheusEndpoint.builder(registry, binders).port(0).start();
    open.add(endpoint);
    return endpoint.getPort();
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    return get("http://127.0.0.1:" + port + "/metrics", "text/plain");
  }

  private static String get(String uri, String accept) throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(uri)).header("Accept", accept).build(),
            HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode(), response::body);
    return response.body();
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static List<String> warnings(ListAppender<ILoggingEvent> events) {
    return events.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  private static Optional<InetAddress> outsideAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }
}
