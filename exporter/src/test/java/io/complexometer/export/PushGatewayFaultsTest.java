package io.complexometer.export;

import static io.complexometer.export.PushGatewayServer.address;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.complexometer.measure.Value;
import io.complexometer.monitor.Sample;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What no real Pushgateway does when it is asked to. */
class PushGatewayFaultsTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  private HttpServer server;
  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private final List<String> heads = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(int status, String location) {
    server.createContext(
        "/",
        exchange -> {
          record(exchange);
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  private void record(HttpExchange exchange) throws IOException {
    bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    heads.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private PushGatewaySink.Builder sink() {
    return PushGatewaySink.builder(address(server.getAddress().getPort()));
  }

  /** It accepts connections, as the system does for it, and never answers. */
  @Test
  void gateway_thatNeverAnswers_holdsNobody() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      PushGatewaySink sink =
          PushGatewaySink.builder(address(silent.getLocalPort()))
              .every(1)
              .waitAtMost(SHORT)
              .deleteAfter(Duration.ofHours(1))
              .build();
      long start = System.nanoTime();
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      for (int iteration = 0; iteration < 10_000; iteration++) {
        sink.accept(sample(iteration));
      }
      sink.end();
      long trained = System.nanoTime();
      sink.close();
      long closed = System.nanoTime();
      // Ten thousand waits of the client's 10 s would be a day; the bound of close is 0.2 s.
      assertTrue(trained - start < 30e9, () -> (trained - start) / 1e9 + " s");
      assertTrue(closed - trained < 8e9, () -> (closed - trained) / 1e9 + " s");
    }
  }

  @Test
  void push_whileSamplesArrive_isOfOneSample() throws Exception {
    CountDownLatch enough = new CountDownLatch(40);
    server.createContext(
        "/",
        exchange -> {
          record(exchange);
          enough.countDown();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try (PushGatewaySink sink = sink().every(1).build()) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      for (int iteration = 0; enough.getCount() > 0; iteration++) {
        sink.accept(sample(iteration));
      }
      sink.end();
    }
    Set<Double> seen =
        bodies.stream().map(PushGatewayFaultsTest::onlyIteration).collect(Collectors.toSet());
    assertTrue(seen.size() > 10, "the samples did change between pushes: " + seen.size());
  }

  /** Of a sample all of whose series are its iteration. */
  private static double onlyIteration(String body) {
    Set<Double> values =
        Exposed.parse(body).stream()
            .filter(
                line ->
                    line.name()
                        .matches("complexity_(cpse|effective|feature|training_(it|sc)|measured).*"))
            .map(Exposed::value)
            .collect(Collectors.toSet());
    assertEquals(1, values.size(), body);
    return values.iterator().next();
  }

  @Test
  void every_n_pushesTheFirstAndEachNth() {
    answer(200, "/");
    try (PushGatewaySink sink = sink().every(3).build()) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      for (int iteration = 0; iteration < 8; iteration++) {
        sink.accept(sample(iteration));
        awaitPushes(1 + iteration / 3); // one after the other, or a newer one takes its place
      }
      sink.end();
    }
    assertEquals(
        List.of(0.0, 3.0, 6.0, 7.0),
        bodies.stream().map(PushGatewayFaultsTest::onlyIteration).toList());
  }

  private void awaitPushes(int number) {
    while (bodies.size() < number) {
      Thread.onSpinWait();
    }
  }

  @Test
  void bearerToken_isShown() {
    answer(202, "/");
    try (PushGatewaySink sink = sink().bearerToken("abc").deleteAfter(Duration.ZERO).build()) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      sink.end();
    }
    assertEquals(
        List.of(
            "PUT /metrics/job/complexometer/session/run-1 Bearer abc",
            "DELETE /metrics/job/complexometer/session/run-1 Bearer abc"),
        heads);
  }

  /** A password is for the address that it was given for. */
  @Test
  void redirection_isNotFollowed() {
    answer(302, "/elsewhere/");
    try (PushGatewaySink sink = sink().bearerToken("abc").waitAtMost(SHORT).build()) {
      sink.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
      sink.end();
    }
    assertTrue(heads.stream().noneMatch(head -> head.contains("elsewhere")), heads::toString);
    assertTrue(heads.size() <= 2, heads::toString);
  }

  private static Sample sample(long iteration) {
    return Lenet.sample("run-1", iteration, series -> Value.of((double) iteration));
  }
}
