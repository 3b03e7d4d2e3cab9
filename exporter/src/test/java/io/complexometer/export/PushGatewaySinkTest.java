package io.complexometer.export;

import static io.complexometer.export.PushGatewayServer.address;
import static io.complexometer.export.PushGatewayServer.freePort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.complexometer.measure.Value;
import io.complexometer.monitor.ComplexityListener;
import io.complexometer.monitor.Mode;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.slf4j.LoggerFactory;

/** Against a real Pushgateway, except where one has to misbehave. */
class PushGatewaySinkTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final int ITERATIONS = 60;

  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("io.complexometer.export");

  @BeforeEach
  void listen() {
    events.start();
    logger.addAppender(events);
  }

  @AfterEach
  void closeAll() throws Exception {
    logger.detachAppender(events);
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  @Test
  void close_lastSample_isAtTheGatewayExactlyAsTheEndpointShowsIt() throws Exception {
    PushGatewayServer gateway = gateway();
    Sample sample =
        Lenet.sample(
            "run-1",
            300,
            series ->
                Lenet.is(series, "feature.units")
                    ? Value.absent("no probe")
                    : Value.of(Math.PI * 1e-5 * (1 + Lenet.series().indexOf(series))));
    push(gateway, "run-1", sample);

    List<Exposed> arrived = gateway.exposed();
    // the 11th series, after 2 + 2 + 4 of cPSE and 2 of its counts
    assertEquals(
        Math.PI * 1e-5 * 11,
        Exposed.value(arrived, "complexity_effective_dimension", Map.of("layer", "00_conv1")));
    assertEquals(300, Exposed.value(arrived, "complexity_training_iteration", Map.of()));
    assertEquals(0, Exposed.value(arrived, "complexity_push_failures_total", Map.of()));
    assertFalse(arrived.stream().anyMatch(line -> line.name().equals("complexity_feature_units")));
    assertEquals(
        1,
        Exposed.value(
            arrived, "complexity_absent", Map.of("reason", "no probe", "layer", "02_out")));

    Map<String, String> group = Map.of("job", "complexometer", "session", "run-1", "instance", "");
    assertEquals(
        endpoint("run-1", sample).stream().map(l -> l.with(group)).collect(Collectors.toSet()),
        arrived.stream()
            .filter(line -> !line.name().equals("complexity_push_failures_total"))
            .collect(Collectors.toSet()));
  }

  private static List<Exposed> endpoint(String session, Sample sample) throws Exception {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ComplexityMeterBinder meters = new ComplexityMeterBinder();
        PrometheusEndpoint endpoint =
            PrometheusEndpoint.builder(registry, meters).port(0).start()) {
      meters.begin(Lenet.session(session), () -> Lenet.HEALTH);
      meters.accept(sample);
      String text =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(address(endpoint.getPort()).resolve("/metrics")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      return Exposed.parse(text).stream()
          .filter(line -> line.labels().containsKey("session"))
          .toList();
    }
  }

  @Test
  void push_valueThatTurnsAbsent_leavesTheGateway() throws Exception {
    PushGatewayServer gateway = gateway();
    try (PushGatewaySink sink = PushGatewaySink.builder(gateway.address()).every(1).build()) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      sink.accept(sample(1));
      awaitIteration(gateway, 1);
      assertTrue(gateway.exposed().stream().anyMatch(l -> l.name().equals("complexity_cpse")));
      sink.accept(Lenet.sample("run-1", 2, series -> Value.absent("gone")));
      awaitIteration(gateway, 2);
    }
    assertFalse(gateway.exposed().stream().anyMatch(l -> l.name().equals("complexity_cpse")));
  }

  @Test
  void sessions_two_standSideBySide() throws Exception {
    PushGatewayServer gateway = gateway();
    push(gateway, "run-1", Lenet.sample("run-1", 1, series -> Value.of(1)));
    push(gateway, "run-2", Lenet.sample("run-2", 2, series -> Value.of(2)));
    List<Exposed> arrived = gateway.exposed();
    for (int run = 1; run <= 2; run++) {
      assertEquals(
          run, Exposed.value(arrived, "complexity_cpse_matrices", Map.of("session", "run-" + run)));
    }
  }

  @Test
  void group_anyText_arrivesAsItIs() throws Exception {
    PushGatewayServer gateway = gateway("--web.route-prefix=/push");
    String session = "my run +1/2 ä%";
    try (PushGatewaySink sink =
        PushGatewaySink.builder(gateway.address().resolve("/push/"))
            .job("night jobs & more")
            .group("instance", "a b/c")
            .group("empty", "")
            .build()) {
      sink.begin(Lenet.session(session), () -> Lenet.HEALTH);
      sink.end();
    }
    String text = get(gateway.address().resolve("/push/metrics")).body();
    Exposed info =
        Exposed.parse(text).stream()
            .filter(line -> line.name().equals("complexity_session_info"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(text));
    assertEquals(session, info.labels().get("session"));
    assertEquals("night jobs & more", info.labels().get("job"));
    assertEquals("a b/c", info.labels().get("instance"));
  }

  @Test
  void gateway_downAtFirst_getsTheLastSampleWhenItIsThere() throws Exception {
    Path program = program();
    int port = freePort();
    SimpleMeterRegistry users = new SimpleMeterRegistry();
    users.counter("users.own").increment();
    PushGatewaySink sink =
        PushGatewaySink.builder(address(port))
            .every(1)
            .countFailuresIn(users)
            .waitAtMost(PATIENCE)
            .firstPause(Duration.ofMillis(10))
            .build();
    PushGatewayServer gateway;
    try (sink) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      sink.accept(sample(1));
      while (users.get("complexity.push.failures").functionCounter().count() < 3) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      sink.accept(sample(2));
      sink.accept(sample(3));
      sink.end();
      gateway = PushGatewayServer.start(program, folder, port);
      open.add(gateway);
    }
    List<Exposed> arrived = gateway.exposed();
    assertEquals(3, Exposed.value(arrived, "complexity_training_iteration", Map.of()));
    assertTrue(Exposed.value(arrived, "complexity_push_failures_total", Map.of()) >= 3);
    assertEquals(List.of("users.own"), names(users));
    List<String> said = said();
    assertEquals(2, said.size(), said::toString);
    assertTrue(
        said.get(0).startsWith("WARN run-1 to " + address(port) + ": cannot be pushed"),
        said::toString);
    assertTrue(
        said.get(1).startsWith("INFO run-1 to " + address(port) + ": is pushed again; "),
        said::toString);
  }

  /** Where there was nothing to be pushed to, and again during the run. */
  @Test
  void gateway_killedAndStartedAgain_doesNotTouchTheTraining() throws Exception {
    Path program = program();
    int port = freePort();
    MultiLayerNetwork alone = network();
    train(alone, iteration -> {});

    MultiLayerNetwork watched = network();
    List<PushGatewayServer> gateways = new ArrayList<>();
    try (PushGatewaySink sink =
            PushGatewaySink.builder(address(port))
                .every(1)
                .waitAtMost(PATIENCE)
                .firstPause(Duration.ofMillis(10))
                .build();
        ComplexityListener listener =
            ComplexityListener.builder()
                .everyIterations(1)
                .mode(Mode.INLINE)
                .share(1)
                .sink(sink)
                .build()) {
      gateways.add(PushGatewayServer.start(program, folder, port));
      open.add(gateways.get(0));
      Session session = listener.attach(watched);
      train(
          watched,
          iteration -> {
            try {
              if (iteration == 20) {
                gateways.get(0).await("has samples", () -> has(gateways.get(0), session));
                gateways.get(0).close();
              } else if (iteration == 40) {
                gateways.add(PushGatewayServer.start(program, folder, port));
                open.add(gateways.get(1));
              }
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          });
    }
    assertEquals(alone.params(), watched.params());
    assertEquals(
        ITERATIONS - 1,
        Exposed.value(gateways.get(1).exposed(), "complexity_training_iteration", Map.of()));
  }

  private static boolean has(PushGatewayServer gateway, Session session) throws Exception {
    return gateway.exposed().stream()
        .anyMatch(line -> session.id().equals(line.labels().get("session")));
  }

  @Test
  void close_withDeletion_leavesOthersAlone() throws Exception {
    PushGatewayServer gateway = gateway();
    push(gateway, "run-1", sample(1));
    for (String end : List.of("killed", "kept", "ended")) {
      PushGatewaySink sink =
          PushGatewaySink.builder(gateway.address()).deleteAfter(Duration.ZERO).build();
      sink.begin(Lenet.session(end), () -> Lenet.HEALTH);
      if (!end.equals("killed")) {
        sink.end();
      }
      if (end.equals("kept")) {
        sink.keep();
      }
      sink.close();
    }
    Set<String> left = Set.of("run-1", "killed", "kept");
    gateway.await("has deleted the others", () -> sessions(gateway).equals(left));
  }

  @Test
  void close_interruptedBeforeTheDeletion_deletesAtOnce() throws Exception {
    PushGatewayServer gateway = gateway();
    PushGatewaySink sink =
        PushGatewaySink.builder(gateway.address()).deleteAfter(Duration.ofHours(1)).build();
    sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    sink.accept(sample(1));
    sink.end();
    Thread closing = new Thread(sink::close);
    closing.start();
    awaitIteration(gateway, 1);
    gateway.await("has answered", sink::hasArrived); // then it waits, for an hour
    assertTrue(closing.isAlive());
    closing.interrupt();
    closing.join(PATIENCE.toMillis());
    assertFalse(closing.isAlive());
    gateway.await("has deleted it", () -> sessions(gateway).isEmpty()); // it answers before
  }

  @Test
  void hasArrived_onlyAfterAPush() throws Exception {
    PushGatewayServer gateway = gateway();
    int nobody = PushGatewayServer.freePort();
    for (URI address : List.of(gateway.address(), PushGatewayServer.address(nobody))) {
      boolean there = address.equals(gateway.address());
      PushGatewaySink sink =
          PushGatewaySink.builder(address).waitAtMost(there ? PATIENCE : SHORT).build();
      assertFalse(sink.hasArrived());
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      assertFalse(sink.hasArrived()); // nothing is to arrive yet
      sink.accept(sample(1));
      sink.end();
      sink.close();
      assertEquals(there, sink.hasArrived());
    }
  }

  @Test
  void gateway_passwordOfItsOwn_isShown() throws Exception {
    Path users = folder.resolve("web.yml");
    String hash = BCrypt.withDefaults().hashToString(8, "secret".toCharArray());
    Files.writeString(users, "basic_auth_users:\n  batch: " + hash + "\n");
    PushGatewayServer gateway = gateway("--web.config.file=" + users);
    for (String password : List.of("wrong", "secret")) {
      try (PushGatewaySink sink =
          PushGatewaySink.builder(gateway.address())
              .basicAuth("batch", password)
              .waitAtMost(password.equals("wrong") ? SHORT : PATIENCE)
              .build()) {
        sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
        sink.end();
        if (password.equals("wrong")) {
          awaitSaid("WARN", "was 401");
        }
      }
      assertEquals(
          password.equals("wrong") ? 1 : 0,
          said().stream().filter(line -> line.endsWith("has not arrived, and is given up")).count(),
          () -> said().toString());
      assertEquals(
          1, said().stream().filter(line -> line.contains("can be read by anyone")).count());
      assertFalse(said().toString().contains("secret"));
      events.list.clear();
    }
  }

  @Test
  void gateway_thatNobodyIs_isGivenUpWithAWord() throws Exception {
    PushGatewayServer gateway = gateway();
    URI wrong = gateway.address().resolve("/nowhere");
    PushGatewaySink sink = PushGatewaySink.builder(wrong).waitAtMost(SHORT).build();
    try (sink) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      sink.end();
      awaitSaid("WARN", "/nowhere/metrics/job/complexometer/session/run-1 was 404");
    }
    awaitSaid("WARN", "run-1 to " + wrong + ": the last sample has not arrived, and is given up");
    assertEquals(2, said().size(), () -> said().toString());
  }

  @Test
  void builder_whatCannotBe_isRefused() {
    for (String address :
        List.of(
            "ftp://host", "host:9091", "http:///path", "http://host/?query", "http://host/#a")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> PushGatewaySink.builder(URI.create(address)),
          address);
    }
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> PushGatewaySink.builder(URI.create("http://me:secret@host")))
            .getMessage();
    assertFalse(message.contains("secret"), message);
    PushGatewaySink.Builder builder = PushGatewaySink.builder(URI.create("http://host"));
    for (String label :
        List.of("", "job", "session", "layer", "model_type", "1st", "a-b", "__name__")) {
      assertThrows(IllegalArgumentException.class, () -> builder.group(label, "x"), label);
    }
    assertThrows(IllegalArgumentException.class, () -> builder.job(""));
    assertThrows(IllegalArgumentException.class, () -> builder.every(0));
  }

  @Test
  void begin_again_isRefused() throws Exception {
    PushGatewaySink sink = PushGatewaySink.builder(address(freePort())).waitAtMost(SHORT).build();
    sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    assertThrows(
        IllegalStateException.class, () -> sink.begin(Lenet.session("run-2"), () -> Lenet.HEALTH));
    sink.close();
    sink.close();
  }

  private PushGatewayServer gateway(String... options) throws Exception {
    PushGatewayServer gateway = PushGatewayServer.start(program(), folder, freePort(), options);
    open.add(gateway);
    return gateway;
  }

  private static Path program() {
    Optional<Path> program = PrometheusServer.program("prometheus-pushgateway");
    assumeTrue(program.isPresent(), "prometheus-pushgateway is not on the PATH");
    return program.get();
  }

  private static void push(PushGatewayServer gateway, String session, Sample sample) {
    try (PushGatewaySink sink =
        PushGatewaySink.builder(gateway.address()).waitAtMost(PATIENCE).build()) {
      sink.begin(Lenet.session(session), () -> Lenet.HEALTH);
      sink.accept(sample);
      sink.end();
    }
  }

  private static Sample sample(long iteration) {
    return Lenet.sample("run-1", iteration, series -> Value.of((double) iteration));
  }

  private static void awaitIteration(PushGatewayServer gateway, long iteration) throws Exception {
    gateway.await(
        "has iteration " + iteration,
        () ->
            gateway.exposed().stream()
                .anyMatch(
                    line ->
                        line.name().equals("complexity_training_iteration")
                            && line.value() == iteration));
  }

  private static Set<String> sessions(PushGatewayServer gateway) throws Exception {
    return gateway.exposed().stream()
        .map(line -> line.labels().get("session"))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> names(SimpleMeterRegistry registry) {
    return registry.getMeters().stream().map(meter -> meter.getId().getName()).toList();
  }

  private List<String> said() {
    return List.copyOf(events.list).stream()
        .filter(event -> event.getLevel().isGreaterOrEqual(Level.INFO))
        .filter(event -> event.getLoggerName().contains("Push"))
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  private void awaitSaid(String level, String part) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (said().stream().noneMatch(line -> line.startsWith(level) && line.contains(part))) {
      assertTrue(System.nanoTime() < deadline, () -> said().toString());
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void train(MultiLayerNetwork network, IntConsumer before) {
    INDArray features = Nd4j.rand(Nd4j.getRandomFactory().getNewRandomInstance(1), 32, 8);
    INDArray labels = Nd4j.zeros(32, 2);
    for (int example = 0; example < 32; example++) {
      labels.putScalar(example, features.getDouble(example, 0) < 0.5 ? 0 : 1, 1);
    }
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      before.accept(iteration);
      network.fit(features, labels);
    }
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(1e-2))
                .activation(Activation.TANH)
                .list(
                    new DenseLayer.Builder().nOut(12).build(),
                    new DenseLayer.Builder().nOut(10).build(),
                    new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.feedForward(8))
                .build());
    network.init();
    return network;
  }
}
