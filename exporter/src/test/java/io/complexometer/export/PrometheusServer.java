package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real Prometheus that scrapes one port of this machine, and its HTTP API. */
final class PrometheusServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process process;
  private final Path output;
  private final String address;

  private PrometheusServer(Process process, Path output, String address) {
    this.process = process;
    this.output = output;
    this.address = address;
  }

  /** A program of this name on the PATH, if there is one. */
  static Optional<Path> program(String name) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts the program in an empty folder, and returns when it is ready to answer. */
  static PrometheusServer start(Path program, Path folder, int scrapedPort) throws Exception {
    return start(program, folder, scrapedPort, "");
  }

  /** The same, with further lines of the scrape configuration, indented by four. */
  static PrometheusServer start(Path program, Path folder, int scrapedPort, String more)
      throws Exception {
    Path configuration = folder.resolve("prometheus.yml");
    Files.writeString(
        configuration,
        """
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
        scrape_configs:
          - job_name: complexometer
            static_configs:
              - targets: ["127.0.0.1:%d"]
        %s"""
            .formatted(scrapedPort, more));
    int port = freePort();
    Path output = folder.resolve("output.txt");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + configuration,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    PrometheusServer server = new PrometheusServer(process, output, "http://127.0.0.1:" + port);
    try {
      server.await("is ready", server::isReady);
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private boolean isReady() throws Exception {
    try {
      return send("/-/ready").statusCode() == 200;
    } catch (ConnectException e) {
      return false;
    }
  }

  /** Asks again and again until a condition holds; shows what Prometheus wrote if it never does. */
  void await(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        fail("Prometheus is not so far that it " + what + ". It wrote:\n" + written());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private String written() throws IOException {
    return Files.readString(output);
  }

  /** The newest value of each series that an expression selects or computes. */
  JsonNode query(String expression) throws Exception {
    return get("query", Map.of("query", expression)).path("result");
  }

  /** The values of an expression over time, second by second back from an end. */
  JsonNode queryRange(String expression, Instant start, Instant end) throws Exception {
    // Prometheus counts from the start on: a whole number of steps, so that it comes to the end.
    long seconds = Duration.between(start, end).toSeconds() + 1;
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", expression);
    parameters.put("start", end.minusSeconds(seconds).toString());
    parameters.put("end", end.toString());
    parameters.put("step", "1s");
    return get("query_range", parameters).path("result");
  }

  /** The values that a label has among the series of a selector. */
  JsonNode labelValues(String selector, String label) throws Exception {
    return get("label/" + label + "/values", Map.of("match[]", selector));
  }

  private JsonNode get(String what, Map<String, String> parameters) throws Exception {
    String query =
        parameters.entrySet().stream()
            .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
            .collect(Collectors.joining("&"));
    HttpResponse<String> response = send("/api/v1/" + what + "?" + query);
    assertEquals(200, response.statusCode(), () -> parameters + "\n" + response.body());
    return JSON.readTree(response.body()).path("data");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(address + path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /** Ends the process, and waits until it has let go of its folder. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
