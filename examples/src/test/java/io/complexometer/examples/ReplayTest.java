package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a user would, on the log of a training by the same program. */
final class ReplayTest {
  @TempDir private Path folder;

  private Path log;

  @BeforeEach
  void train() {
    log = folder.resolve("iris.jsonl");
    Program.Outcome outcome =
        Program.run(
            "train", "--data", "iris", "--epochs", "2", "--port", "0", "--out", log.toString());
    assertEquals(0, outcome.code(), outcome::err);
  }

  /** Until Ctrl-C the endpoint shows the last sample, and nothing that the log does not tell. */
  @Test
  void replay_showsTheLastSample() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Complexometer.class.getName(),
                "replay",
                log.toString(),
                "--speed",
                "1e9",
                "--port",
                "0")
            .redirectErrorStream(true)
            .start();
    StringBuilder printed = new StringBuilder();
    String page = "";
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      String address = "";
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        printed.append(line).append('\n');
        if (line.startsWith("metrics: ")) {
          address = line.substring(9);
        }
        if (line.startsWith("the last of ")) {
          page = get(address);
          process.toHandle().destroy(); // as Ctrl-C, which a test cannot type
        }
      }
    } finally {
      process.destroyForcibly();
    }
    List<String> lines = Files.readAllLines(log);
    JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    String session = last.get("session").asText();
    assertTrue(
        printed.toString().contains("the last of " + (lines.size() - 1) + " samples stays"),
        printed::toString);
    String label = "{session=\"" + session + "\"} ";
    assertTrue(
        page.contains("\ncomplexity_training_score" + label + last.get("score").asDouble() + "\n"),
        page);
    assertTrue(page.contains("\ncomplexity_training_iteration" + label + "15.0\n"), page);
    assertFalse(page.contains("complexity_samples_total"), page);
  }

  /** To a gateway and a collector, which both only note who asked; the program ends by itself. */
  @Test
  void replay_pushes() throws IOException {
    List<String> requests = Collections.synchronizedList(new ArrayList<>());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Program.Outcome outcome =
          Program.run(
              "replay",
              log.toString(),
              "--speed",
              "1e9",
              "--push",
              url,
              "--push-job",
              "old",
              "--otlp",
              url);
      assertEquals(0, outcome.code(), outcome::err);
      String session =
          new ObjectMapper().readTree(Files.readAllLines(log).get(0)).get("session").asText();
      assertEquals(
          Set.of("PUT /metrics/job/old/session/" + session, "POST /v1/metrics"),
          Set.copyOf(requests));
      int samples = Files.readAllLines(log).size() - 1;
      assertTrue(outcome.out().endsWith("\n" + samples + " samples\n"), outcome::out);
    } finally {
      server.stop(0);
    }
  }

  private static String get(String address) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  @Test
  void replay_badInputIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (String[] arguments :
          new String[][] {
            {"replay", folder.resolve("nowhere").toString()},
            {"replay", log.toString(), "--speed", "0"},
            {"replay", log.toString(), "--push-every", "2"},
            {"replay", log.toString(), "--push", "nowhere"},
            {"replay", log.toString(), "--port", "70000"},
            {"replay", log.toString(), "--port", Integer.toString(taken.getLocalPort())},
          }) {
        Program.Outcome outcome = Program.run(arguments);
        assertEquals(2, outcome.code(), outcome::err);
        assertTrue(outcome.err().startsWith("error: "), outcome::err);
      }
    }
  }
}
