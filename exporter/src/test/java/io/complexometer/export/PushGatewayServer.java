package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** A real Pushgateway on a port of this machine. */
final class PushGatewayServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Process process;
  private final Path output;
  private final int port;

  private PushGatewayServer(Process process, Path output, int port) {
    this.process = process;
    this.output = output;
    this.port = port;
  }

  /** Starts the program, and returns when it answers; what it wrote goes into the folder. */
  static PushGatewayServer start(Path program, Path folder, int port, String... options)
      throws Exception {
    Path output = Files.createTempFile(folder, "pushgateway", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--web.listen-address=127.0.0.1:" + port,
                "--persistence.file=")); // as Debian starts it, it finds what was pushed years ago
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    PushGatewayServer server = new PushGatewayServer(process, output, port);
    try {
      server.await("answers", server::isReady);
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
    return server;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  static URI address(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  URI address() {
    return address(port);
  }

  private boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() < 500; // 401 where it asks for a password
    } catch (IOException e) {
      return false;
    }
  }

  /** What a Prometheus would scrape of it. */
  List<Exposed> exposed() throws Exception {
    HttpResponse<String> response = get("/metrics");
    assertEquals(200, response.statusCode(), response::body);
    return Exposed.parse(response.body());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(address().resolve(path)).timeout(PATIENCE).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  /**
   * Asks again and again until a condition holds; shows what the gateway wrote if it never does.
   */
  void await(String what, Callable<Boolean> condition) throws Exception {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        fail(
            "the Pushgateway is not so far that it "
                + what
                + ". It wrote:\n"
                + Files.readString(output));
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Kills the process, and with it all that was pushed. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
