package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.complexometer.measure.Value;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let through to an endpoint, and what becomes of the others. */
class EndpointGateTest {
  // hashed by the C library's crypt(3), through Python
  private static final String ANN =
      "ann:$2b$10$AqKNSrH2Ufw7J1HFy3ut.eXQMmvtOd76YoeWHICDwzMClWescO.J2";
  private static final String BOB =
      "bob:$2b$10$BT4Xroe2fESEmc05mNltTuE3PoKQl2AWPbW6ZV0o5JD40YZ4ToS9q";
  private static final String ANNS_PASSWORD = "open sesame";
  private static final String BOBS_PASSWORD = "päßwörd";
  private static final String SECRET = Certificates.SECRET;

  @TempDir private Path folder;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ComplexityMeterBinder binder = new ComplexityMeterBinder();
  private final List<AutoCloseable> open = new ArrayList<>();

  @BeforeEach
  void beginSession() {
    binder.begin(Lenet.session("run-1"), () -> Lenet.HEALTH);
    binder.accept(Lenet.sample("run-1", 300, series -> Value.of(1)));
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable closeable : open) {
      closeable.close();
    }
  }

  private PrometheusEndpoint.Builder builder() {
    return PrometheusEndpoint.builder(registry, binder).port(0);
  }

  private int start(PrometheusEndpoint.Builder builder) throws IOException {
    PrometheusEndpoint endpoint = builder.start();
    open.add(endpoint);
    return endpoint.getPort();
  }

  private Path passwords(String... lines) throws IOException {
    return Files.write(folder.resolve("users"), List.of(lines));
  }

  private static HttpResponse<String> get(
      HttpClient client, String uri, String method, Optional<String> credentials) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(uri))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody());
    credentials.ifPresent(
        pair ->
            request.header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static int status(int port, String path, String method, Optional<String> credentials)
      throws Exception {
    String uri = "http://127.0.0.1:" + port + path;
    return get(HttpClient.newHttpClient(), uri, method, credentials).statusCode();
  }

  private double rejected(String reason) {
    return registry.get("complexity.endpoint.rejected").tag("reason", reason).counter().count();
  }

  @Test
  void basicAuth_letsUsersThroughAndCountsTheOthers() throws Exception {
    int port = start(builder().basicAuth(passwords("# who may read", "", ANN, BOB)));
    for (int time = 0; time < 2; time++) { // the second time it is recognised
      assertEquals(200, status(port, "/metrics", "GET", Optional.of("ann:" + ANNS_PASSWORD)));
      assertEquals(200, status(port, "/metrics", "GET", Optional.of("bob:" + BOBS_PASSWORD)));
    }
    assertEquals(200, status(port, "/-/healthy", "GET", Optional.of("ann:" + ANNS_PASSWORD)));
    assertEquals(0, rejected("credentials"));
    List<String> wrong =
        List.of("ann:" + BOBS_PASSWORD, "ann:", "eve:" + ANNS_PASSWORD, ":", "ann", ANN);
    for (String pair : wrong) {
      assertEquals(401, status(port, "/metrics", "GET", Optional.of(pair)), pair);
    }
    assertEquals(401, status(port, "/-/healthy", "GET", Optional.empty()));
    String tooLong = "ann:" + "x".repeat(10_000);
    assertEquals(401, status(port, "/metrics", "GET", Optional.of(tooLong)));
    assertEquals(wrong.size() + 2, rejected("credentials"));
    var answer =
        get(
            HttpClient.newHttpClient(),
            "http://127.0.0.1:" + port + "/metrics",
            "GET",
            Optional.empty());
    assertEquals(
        "Basic realm=\"metrics\", charset=\"UTF-8\"",
        answer.headers().firstValue("WWW-Authenticate").orElseThrow());
    assertFalse(answer.body().contains("complexity"));
    var metrics =
        get(
            HttpClient.newHttpClient(),
            "http://127.0.0.1:" + port + "/metrics",
            "GET",
            Optional.of("ann:" + ANNS_PASSWORD));
    assertTrue(
        metrics.body().contains("complexity_endpoint_rejected_total{reason=\"credentials\"} 9.0"),
        metrics.body());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann",
        ":$2b$10$AqKNSrH2Ufw7J1HFy3ut.eXQMmvtOd76YoeWHICDwzMClWescO.J2",
        "ann:open sesame",
        "ann:$2b$04$AqKNSrH2Ufw7J1HFy3ut.eXQMmvtOd76YoeWHICDwzMClWescO.J2",
        "ann:$2b$31$AqKNSrH2Ufw7J1HFy3ut.eXQMmvtOd76YoeWHICDwzMClWescO.J2",
        "ann:$6$2e3PIOQ9mEbUGdxG$MWgoGdVH2nhMM9DUeDkdgG4mjm.I4ibgUhygSkpTfhBnYLo1Lcid3NeBEkocilL"
      })
  void basicAuth_refusesOtherLines(String line) throws Exception {
    Path file = passwords(BOB, line);
    var refusal = assertThrows(IllegalArgumentException.class, () -> builder().basicAuth(file));
    assertTrue(refusal.getMessage().startsWith(file + ", line 2: "), refusal.getMessage());
    assertFalse(refusal.getMessage().contains("sesame"), "no secret in a message");
    Path empty = passwords("# nobody");
    assertThrows(IllegalArgumentException.class, () -> builder().basicAuth(empty));
  }

  @Test
  void path_isExact() throws Exception {
    int port = start(builder().path("/own/metrics"));
    assertEquals(200, status(port, "/own/metrics", "GET", Optional.empty()));
    assertEquals(
        200,
        status(
            port,
            "/own/metrics?name[]=complexity_cpse".replace("[]", "%5B%5D"),
            "GET",
            Optional.empty()));
    assertEquals(200, status(port, "/-/healthy", "HEAD", Optional.empty()));
    List<String> others =
        List.of(
            "/metrics",
            "/",
            "/own",
            "/own/metrics/",
            "/own/metricsx",
            "/own/../own/metrics",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/own/metrics%00",
            "//own/metrics");
    for (String path : others) {
      assertEquals(404, status(port, path, "GET", Optional.empty()), path);
    }
    assertEquals(others.size(), rejected("path"));
  }

  @ParameterizedTest
  @CsvSource({"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "NONSENSE"})
  void methods_otherThanReadingAreRefused(String method) throws Exception {
    int port = start(builder());
    var answer =
        get(
            HttpClient.newHttpClient(),
            "http://127.0.0.1:" + port + "/metrics",
            method,
            Optional.empty());
    assertEquals(405, answer.statusCode());
    assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
    assertEquals(1, rejected("method"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "metrics", "/a?b", "/a b", "/a#b", "/-/healthy", "/a%20b"})
  void path_refusesWhatIsNone(String path) {
    assertThrows(IllegalArgumentException.class, () -> builder().path(path));
  }

  @Test
  void close_leavesNothingInTheRegistry() throws Exception {
    PrometheusEndpoint endpoint = builder().start();
    endpoint.close();
    assertEquals(
        Optional.empty(),
        Optional.ofNullable(registry.find("complexity.endpoint.rejected").counter())
            .map(Counter::getId));
  }

  private Path pkcs12(String algorithm) throws Exception {
    return Certificates.pkcs12(folder, algorithm);
  }

  private static KeyStore store(Path file) throws Exception {
    return Certificates.store(file);
  }

  private Path pem(String name, String kind, byte[] der) throws IOException {
    return Certificates.pem(folder, name, kind, der);
  }

  private static HttpClient trusting(KeyStore store) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("endpoint", store.getCertificate("endpoint"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC", "EdDSA"})
  void tls_fromBothKindsOfFiles(String algorithm) throws Exception {
    Path file = pkcs12(algorithm);
    KeyStore store = store(file);
    Certificate certificate = store.getCertificate("endpoint");
    Path chain = pem(algorithm + ".crt", "CERTIFICATE", certificate.getEncoded());
    Path key =
        pem(
            algorithm + ".key",
            "PRIVATE KEY",
            store.getKey("endpoint", SECRET.toCharArray()).getEncoded());
    HttpClient client = trusting(store);
    for (PrometheusEndpoint.Builder builder :
        List.of(builder().tls(file, SECRET.toCharArray()), builder().tls(chain, key))) {
      int port = start(builder);
      var answer = get(client, "https://127.0.0.1:" + port + "/metrics", "GET", Optional.empty());
      assertEquals(200, answer.statusCode());
      assertTrue(answer.body().contains("complexity_cpse{"), answer.body());
      assertThrows(
          IOException.class,
          () -> get(client, "http://127.0.0.1:" + port + "/metrics", "GET", Optional.empty()));
    }
  }

  @Test
  void tls_saysWhichFileIsWrong() throws Exception {
    Path file = pkcs12("EC");
    assertTrue(message(() -> builder().tls(file, "wrong".toCharArray())).contains(file.toString()));
    Path other = Files.writeString(folder.resolve("none.key"), "-----BEGIN RSA PRIVATE KEY-----");
    Path chain =
        pem("some.crt", "CERTIFICATE", store(file).getCertificate("endpoint").getEncoded());
    assertTrue(message(() -> builder().tls(chain, other)).contains("openssl pkcs8 -topk8"));
    Path rsa =
        pem(
            "rsa.key",
            "PRIVATE KEY",
            store(pkcs12("RSA")).getKey("endpoint", SECRET.toCharArray()).getEncoded());
    assertTrue(message(() -> builder().tls(chain, rsa)).contains("of kind RSA"));
    Path empty = Files.createFile(folder.resolve("empty.crt"));
    assertTrue(message(() -> builder().tls(empty, rsa)).contains(empty.toString()));
    assertThrows(IOException.class, () -> builder().tls(folder.resolve("no.p12"), 'x'));
  }

  private static String message(org.junit.jupiter.api.function.Executable executable) {
    return assertThrows(Exception.class, executable).getMessage();
  }

  /** What Prometheus holds is what the last sample says, exactly, behind a password or TLS. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void prometheus_scrapesWithPasswordAndTls(boolean encrypted) throws Exception {
    Optional<Path> program = PrometheusServer.program("prometheus");
    assumeTrue(program.isPresent(), "prometheus is not installed");
    PrometheusEndpoint.Builder builder = builder().basicAuth(passwords(ANN));
    String more =
        """
            basic_auth:
              username: ann
              password: %s
        """
            .formatted(ANNS_PASSWORD);
    if (encrypted) {
      Path file = pkcs12("EC");
      builder.tls(file, SECRET.toCharArray());
      Path authority =
          pem("authority.crt", "CERTIFICATE", store(file).getCertificate("endpoint").getEncoded());
      more += "    scheme: https\n    tls_config:\n      ca_file: " + authority + "\n";
    }
    binder.accept(
        Lenet.sample(
            "run-1", 400, series -> Value.of(Math.PI * (1 + Lenet.series().indexOf(series)))));
    int port = start(builder);
    Path empty = Files.createDirectory(folder.resolve("prometheus"));
    try (PrometheusServer server = PrometheusServer.start(program.get(), empty, port, more)) {
      server.await("has scraped", () -> !server.query("complexity_cpse").isEmpty());
      int cpse = 0;
      while (!Lenet.is(Lenet.series().get(cpse), "cpse")) {
        cpse++;
      }
      String profile = Lenet.series().get(cpse).metric().profile();
      String value =
          server
              .query("complexity_cpse{profile=\"" + profile + "\"}")
              .path(0)
              .path("value")
              .path(1)
              .asText();
      assertEquals(Math.PI * (1 + cpse), Double.parseDouble(value));
      assertEquals("1", server.query("up").path(0).path("value").path(1).asText());
    }
    assertEquals(0, rejected("credentials"));
  }

  @Test
  void start_secondEndpointThatCannot_leavesTheFirstItsCounters() throws Exception {
    int port = start(builder());
    assertEquals(404, status(port, "/none", "GET", Optional.empty()));
    assertThrows(IOException.class, () -> builder().port(port).start());
    assertEquals(1, rejected("path"));
    open.remove(0).close();
    assertThrows(MeterNotFoundException.class, () -> rejected("path"));
  }

  @Test
  void awaitScrape_waitsForTheLastSample() throws Exception {
    PrometheusEndpoint endpoint = builder().start();
    open.add(endpoint);
    List<Long> countdown = new ArrayList<>();
    assertFalse(endpoint.awaitScrape(Duration.ofMillis(1200), countdown::add));
    assertEquals(List.of(2L, 1L), countdown);
    assertEquals(200, status(endpoint.getPort(), "/metrics", "HEAD", Optional.empty()));
    String part = "/metrics?name[]=complexity_cpse".replace("[]", "%5B%5D");
    assertEquals(200, status(endpoint.getPort(), part, "GET", Optional.empty()));
    assertFalse(endpoint.awaitScrape(Duration.ZERO, countdown::add));
    assertEquals(200, status(endpoint.getPort(), "/metrics", "GET", Optional.empty()));
    assertTrue(endpoint.awaitScrape(Duration.ofSeconds(Long.MAX_VALUE), seconds -> {}));
    assertTrue(endpoint.awaitScrape(Duration.ZERO, countdown::add));
    binder.accept(Lenet.sample("run-1", 500, series -> Value.of(2)));
    AtomicReference<Integer> scraped = new AtomicReference<>();
    Thread scraper =
        new Thread(
            () -> {
              try {
                scraped.set(status(endpoint.getPort(), "/metrics", "GET", Optional.empty()));
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
    assertTrue(
        endpoint.awaitScrape(
            Duration.ofMinutes(1),
            seconds -> {
              if (scraper.getState() == Thread.State.NEW) {
                scraper.start();
              }
            }));
    scraper.join();
    assertEquals(200, scraped.get());
  }

  /** Whoever holds connections open, sends nothing, or half of something, keeps nobody out. */
  @Test
  void hostileClients_keepNobodyOut() throws Exception {
    int port = start(builder().basicAuth(passwords(ANN)));
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    // a body that never comes: its head is enough to be turned away
    for (int i = 0; i < 4; i++) {
      Socket slow = new Socket(address.getAddress(), port);
      open.add(slow);
      slow.getOutputStream()
          .write(
              "POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000000\r\n\r\nx"
                  .getBytes(StandardCharsets.US_ASCII));
    }
    Socket greedy = new Socket(address.getAddress(), port);
    open.add(greedy);
    assertThrows(
        IOException.class,
        () -> {
          OutputStream out = greedy.getOutputStream();
          out.write("GET /metrics HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
          byte[] header = ("X: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
          for (int i = 0; i < 20_000; i++) { // 20 MB: it is cut off before
            out.write(header);
          }
        });
    for (int i = 0; i < 1000; i++) { // as fast as they can, without a word
      SocketChannel idle = SocketChannel.open();
      open.add(idle);
      idle.configureBlocking(false);
      idle.connect(address);
    }
    long start = System.nanoTime();
    assertEquals(200, status(port, "/metrics", "GET", Optional.of("ann:" + ANNS_PASSWORD)));
    assertTrue(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start) < 30);
  }
}
