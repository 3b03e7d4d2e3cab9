package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.complexometer.export.log.SampleLog;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Metric;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Trainings that are scraped while they run, and their parameters beside those of one that is not.
 */
class EndpointRunTest {
  private static final int INPUTS = 12;
  private static final int EXAMPLES = 60;
  private static final INDArray FEATURES = random(1, EXAMPLES, INPUTS);
  private static final INDArray LABELS = labels();
  private static final String USER = // of "open sesame", by the C library's crypt(3)
      "ann:$2b$10$AqKNSrH2Ufw7J1HFy3ut.eXQMmvtOd76YoeWHICDwzMClWescO.J2";

  @TempDir private Path folder;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ComplexityMeterBinder meters = new ComplexityMeterBinder();
  private final Map<Long, Sample> samples = new ConcurrentHashMap<>();

  /** Numbers from 0 to 1 that do not depend on ND4J's own random state. */
  private static INDArray random(long seed, long... shape) {
    return Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(seed), shape);
  }

  private static INDArray labels() {
    INDArray labels = Nd4j.zeros(EXAMPLES, 3);
    for (int example = 0; example < EXAMPLES; example++) {
      labels.putScalar(example, (int) (FEATURES.getDouble(example, 0) * 3), 1);
    }
    return labels;
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .list(
                    new DenseLayer.Builder().name("first").nOut(30).build(),
                    new DenseLayer.Builder().name("second").nOut(20).build(),
                    new OutputLayer.Builder()
                        .name("out")
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
    network.init();
    return network;
  }

  private ComplexityListener.Builder listener() {
    return ComplexityListener.builder()
        .mode(Mode.BACKGROUND)
        .share(1)
        .probe(FEATURES)
        .everyIterations(1)
        .probeEvery(2)
        .spectralDensity(true)
        .sink(sample -> samples.put(sample.iteration(), sample))
        .sink(meters);
  }

  /** The same iterations without anybody watching. */
  private static void assertUnchanged(MultiLayerNetwork watched) {
    MultiLayerNetwork plain = network();
    while (plain.getIterationCount() < watched.getIterationCount()) {
      plain.fit(FEATURES, LABELS);
    }
    assertArrayEquals(plain.params().data().asFloat(), watched.params().data().asFloat());
  }

  /**
   * 3,000 scrapes by three at a time, of a training that goes on: every number in each is that of
   * the sample whose iteration it shows, and each series is there or explained.
   */
  @Test
  void scrapes_threeThousandDuringARun_areWholeAndOfOneSampleEach() throws Exception {
    MultiLayerNetwork network = network();
    Set<Long> seen = new HashSet<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try (PrometheusEndpoint endpoint =
            PrometheusEndpoint.builder(registry, meters).port(0).start();
        ComplexityListener listener = listener().build()) {
      Session session = listener.attach(network);
      while (samples.isEmpty()) {
        network.fit(FEATURES, LABELS);
      }
      Callable<Set<Long>> scraper = () -> scrapes(endpoint.getPort(), session, 1_000);
      List<Future<Set<Long>>> running =
          List.of(threads.submit(scraper), threads.submit(scraper), threads.submit(scraper));
      while (!running.stream().allMatch(Future::isDone)) {
        network.fit(FEATURES, LABELS);
      }
      for (Future<Set<Long>> one : running) {
        seen.addAll(one.get());
      }
      assertEquals(0, listener.health().failures());
    } finally {
      threads.shutdownNow();
      meters.close();
    }
    assertTrue(seen.size() > 100, "samples did arrive between scrapes: " + seen.size());
    assertUnchanged(network);
  }

  private Set<Long> scrapes(int port, Session session, int count) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    Set<Long> seen = new HashSet<>();
    for (int i = 0; i < count; i++) {
      String page =
          client
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      seen.add(assertWhole(page, session));
    }
    return seen;
  }

  private long assertWhole(String page, Session session) {
    Map<String, String> values = new HashMap<>();
    for (String line : page.split("\n", -1)) {
      int space = line.lastIndexOf(' ');
      if (!line.startsWith("#") && space > 0) {
        assertEquals(null, values.put(line.substring(0, space), line.substring(space + 1)), line);
      }
    }
    String ofSession = "session=\"" + session.id() + "\"";
    long iteration =
        (long) Double.parseDouble(values.get("complexity_training_iteration{" + ofSession + "}"));
    Sample sample = samples.get(iteration);
    List<SeriesName> names = SeriesName.of(session);
    for (int i = 0; i < names.size(); i++) {
      SeriesName name = names.get(i);
      String labels =
          Stream.concat(
                  name.tags().stream().map(tag -> tag.getKey() + "=\"" + tag.getValue() + '"'),
                  Stream.of(ofSession))
              .collect(Collectors.joining(",", "{", "}"));
      String line = name.meter().replace('.', '_') + labels;
      String shown = values.get(line);
      boolean present = sample.readings().get(i).value().isPresent();
      assertEquals(present, shown != null, line);
      if (present) {
        assertEquals(sample.readings().get(i).value().orNaN(), Double.parseDouble(shown), line);
      }
    }
    long absent = sample.readings().stream().filter(one -> !one.value().isPresent()).count();
    long explained =
        values.keySet().stream()
            .filter(line -> line.startsWith("complexity_absent{"))
            .filter(line -> line.contains("series=\"\"") && !line.contains("measured_iteration"))
            .count();
    assertEquals(absent, explained, page);
    return iteration;
  }

  /**
   * A real Prometheus, stopped and started again in the middle: whatever it has stored is what the
   * log says of the iteration that it has stored with it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "password", "tls"})
  void prometheus_stoppedAndStartedAgain_holdsWhatTheLogSays(String kind) throws Exception {
    Optional<Path> program = PrometheusServer.program("prometheus");
    assumeTrue(program.isPresent(), "prometheus is not installed");
    Path file = folder.resolve("run.jsonl");
    MultiLayerNetwork network = network();
    StringBuilder more = new StringBuilder();
    PrometheusEndpoint.Builder builder = secured(kind, more);
    Path data = Files.createDirectory(folder.resolve("prometheus"));
    JsonNode stored;
    Session session;
    try (SampleLog log = SampleLog.create(file);
        PrometheusEndpoint endpoint = builder.start();
        ComplexityListener listener = listener().sink(log).build()) {
      session = listener.attach(network);
      for (int start = 0; start < 2; start++) {
        try (PrometheusServer server =
            PrometheusServer.start(program.get(), data, endpoint.getPort(), more.toString())) {
          int wanted = 3 * (start + 1);
          server.await(
              "has scraped " + wanted + " times",
              () -> {
                network.fit(FEATURES, LABELS);
                return !server
                    .query("count_over_time(complexity_training_iteration[5m]) >= " + wanted)
                    .isEmpty();
              });
          stored = server.query("{__name__=~\"complexity_.+\"}[5m]");
        }
        int before = network.getIterationCount();
        while (network.getIterationCount() < before + 20) { // while nobody is there
          network.fit(FEATURES, LABELS);
        }
        assertTrue(compare(stored, file, session) >= 3 * (start + 1));
      }
    } finally {
      meters.close();
    }
    assertUnchanged(network);
  }

  private PrometheusEndpoint.Builder secured(String kind, StringBuilder more) throws Exception {
    PrometheusEndpoint.Builder builder = PrometheusEndpoint.builder(registry, meters).port(0);
    if (!kind.equals("plain")) {
      builder.basicAuth(Files.write(folder.resolve("users"), List.of(USER)));
      more.append("    basic_auth:\n      username: ann\n      password: open sesame\n");
    }
    if (kind.equals("tls")) {
      Path file = Certificates.pkcs12(folder, "EC");
      builder.tls(file, Certificates.SECRET.toCharArray());
      more.append("    scheme: https\n    tls_config:\n      ca_file: ")
          .append(Certificates.authority(folder, file))
          .append('\n');
    }
    return builder;
  }

  /** How many scrapes there were, of each of which all values are compared. */
  private static int compare(JsonNode stored, Path file, Session session) throws IOException {
    Map<Long, JsonNode> lines = new HashMap<>();
    String text = Files.readString(file); // whose last line may be half written
    for (String line : text.substring(0, text.lastIndexOf('\n')).split("\n", -1)) {
      JsonNode json = new ObjectMapper().readTree(line);
      if (!json.has("type")) {
        lines.put(json.path("iteration").asLong(), json);
      }
    }
    Map<String, Map<Double, Double>> series = new HashMap<>(); // by name and labels, by time
    for (JsonNode one : stored) {
      Map<Double, Double> points = new HashMap<>();
      one.path("values").forEach(p -> points.put(p.get(0).asDouble(), number(p.get(1).asText())));
      series.put(key(one.path("metric")), points);
    }
    List<SeriesName> names = SeriesName.of(session);
    Map<Double, Double> iterations = series.get("complexity_training_iteration    ");
    for (Map.Entry<Double, Double> scrape : iterations.entrySet()) {
      JsonNode line = lines.get(scrape.getValue().longValue());
      for (SeriesName name : names) {
        String key =
            String.join(
                " ",
                name.meter().replace('.', '_'),
                name.series().metric().profile(),
                name.layer(),
                name.parameter(),
                "");
        Double point = series.getOrDefault(key, Map.of()).get(scrape.getKey());
        JsonNode logged = logged(line, name.series());
        assertEquals(logged.isMissingNode(), point == null, () -> key + line);
        if (point != null) {
          assertEquals(logged.asDouble(), point, key);
        }
      }
      assertDensity(line, series, scrape.getKey());
    }
    return iterations.size();
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }

  private static String key(JsonNode labels) {
    return Stream.of("__name__", "profile", "layer", "parameter", "le")
        .map(label -> labels.path(label).asText(""))
        .collect(Collectors.joining(" "));
  }

  private static JsonNode logged(JsonNode line, Series series) {
    Metric metric = series.metric();
    JsonNode owner =
        switch (metric.scope()) {
          case NETWORK -> line;
          case LAYER -> entry(line.path("layers"), "index", series, "");
          case MATRIX ->
              entry(
                  line.path("weights"), "layer", series, series.matrix().orElseThrow().parameter());
        };
    JsonNode value = owner.path(metric.key());
    return metric.profile().isEmpty() ? value : value.path(metric.profile());
  }

  private static JsonNode entry(JsonNode entries, String index, Series series, String parameter) {
    for (JsonNode entry : entries) {
      if (entry.path(index).asInt() == series.layer().orElseThrow().index()
          && entry.path("parameter").asText("").equals(parameter)) {
        return entry;
      }
    }
    return entries.path("none");
  }

  /** The bucket that holds all of the first matrix has its 30 output units. */
  private static void assertDensity(
      JsonNode line, Map<String, Map<Double, Double>> series, double time) {
    JsonNode counts = line.path("weights").get(0).path("spectralDensity");
    assertEquals(42, counts.size());
    assertEquals(30, counts.get(41).asInt());
    assertEquals(
        30, series.get("complexity_spectral_density  00_first W +Inf").get(time), line::toString);
    assertEquals(
        counts.get(25).asDouble(),
        series.get("complexity_spectral_density  00_first W 1.0").get(time),
        line::toString);
  }

  @Test
  void port_taken_costsTheTrainingNothing() throws Exception {
    MultiLayerNetwork network = network();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ComplexityListener listener = listener().build()) {
      listener.attach(network);
      network.fit(FEATURES, LABELS);
      PrometheusEndpoint.Builder builder =
          PrometheusEndpoint.builder(registry, meters).port(taken.getLocalPort());
      assertThrows(BindException.class, builder::start);
      for (int i = 0; i < 20; i++) {
        network.fit(FEATURES, LABELS);
      }
    }
    meters.close();
    assertEquals(List.of(), registry.getMeters());
    assertUnchanged(network);
  }

  /** Everything at once that can be done to an endpoint from outside. */
  @Test
  void hostileRequests_duringARun_costNeitherParametersNorMemory() throws Exception {
    MultiLayerNetwork network = network();
    List<Socket> sockets = new ArrayList<>();
    try (PrometheusEndpoint endpoint =
            PrometheusEndpoint.builder(registry, meters).port(0).start();
        ComplexityListener listener = listener().build()) {
      listener.attach(network);
      for (int i = 0; i < 20; i++) {
        network.fit(FEATURES, LABELS);
      }
      long before = heap();
      int port = endpoint.getPort();
      for (int i = 0; i < 1_000; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), port)); // and not a word
      }
      for (int i = 0; i < 50; i++) {
        attack(sockets, port, "POST /metrics HTTP/1.1\r\nContent-Length: 1000000000\r\n\r\nx");
        attack(sockets, port, "GET /metrics HT"); // and no more
        attack(sockets, port, "GET /../../../../etc/passwd HTTP/1.1\r\n\r\n");
        attack(sockets, port, "\u0000\u0001\u0002 \r\n\r\n");
        attack(
            sockets,
            port,
            "GET /metrics HTTP/1.1\r\n" + ("X: " + "x".repeat(8_000) + "\r\n").repeat(100));
        network.fit(FEATURES, LABELS);
      }
      long grown = heap() - before;
      assertTrue(grown < 64 << 20, "grown by " + grown + " bytes");
      assertTrue(endpointThreads() <= 8, "threads: " + endpointThreads());
      for (Socket socket : sockets) {
        socket.close();
      }
      assertEquals(200, statusOnceItAnswers(port));
      assertEquals(0, listener.health().failures());
    } finally {
      meters.close();
    }
    assertUnchanged(network);
  }

  private static void attack(List<Socket> sockets, int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    sockets.add(socket);
    try {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      // it was cut off before it was done
    }
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long endpointThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("complexity-endpoint"))
        .count();
  }

  private static int statusOnceItAnswers(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
            .timeout(Duration.ofSeconds(5))
            .build();
    for (int attempt = 0; ; attempt++) {
      try {
        return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode();
      } catch (IOException e) { // what waits is gone through first
        if (attempt == 10) {
          throw e;
        }
      }
    }
  }
}
