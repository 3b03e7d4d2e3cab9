package io.complexometer.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
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
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The ways out of a training, as far as the program's options open them. */
final class TrainPublishingTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private HttpServer server;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          requests.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestURI().toString().replaceFirst("/session/.*", "/session")
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private Program.Outcome train(String... options) {
    List<String> all = new ArrayList<>(List.of("train", "--data", "iris", "--epochs", "3"));
    all.addAll(List.of("--every", "4", "--out", folder.resolve("iris.jsonl").toString()));
    all.addAll(List.of(options));
    return Program.run(all.toArray(String[]::new));
  }

  @Test
  void options_allOfThem_standInTheReadme() throws IOException {
    String text = Files.readString(Path.of("README.md"));
    String train = text.substring(text.indexOf("## `train`"), text.indexOf("## `fit`"));
    Set<String> described =
        Pattern.compile("(?m)^\\| `(--[a-z-]+)")
            .matcher(train)
            .results()
            .map((MatchResult row) -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> there =
        new CommandLine(new Train())
            .getCommandSpec().options().stream()
                .flatMap(option -> Stream.of(option.names()))
                .filter(name -> name.startsWith("--"))
                .filter(name -> !Set.of("--help", "--version").contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(there, described);
  }

  @Test
  void push_lastSampleAndDeletion_reachTheGateway() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "user:pass:word\n");
    Program.Outcome outcome =
        train(
            "--port",
            "0",
            "--push",
            url(),
            "--push-job",
            "iris",
            "--push-auth",
            token.toString(),
            "--push-every",
            "1",
            "--push-delete",
            "0",
            "--otlp",
            url());
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(
        outcome.out().contains("metrics are pushed to: " + url() + "; sent to: " + url() + "\n"),
        outcome::out);
    String basic =
        "Basic "
            + Base64.getEncoder().encodeToString("user:pass:word".getBytes(StandardCharsets.UTF_8));
    assertEquals(
        Set.of(
            "PUT /metrics/job/iris/session " + basic,
            "DELETE /metrics/job/iris/session " + basic,
            "POST /v1/metrics null"),
        Set.copyOf(requests));
    assertEquals(
        "DELETE",
        requests.stream()
            .filter(request -> request.contains("/job/"))
            .reduce((earlier, later) -> later)
            .orElseThrow()
            .substring(0, 6));
    assertFalse(outcome.err().contains("pass"), outcome::err);
  }

  @Test
  void endpoint_passwordAndTls_areAskedForUntilTheLastScrape() throws Exception {
    Path users =
        Files.writeString(
            folder.resolve("users"),
            "me:" + BCrypt.withDefaults().hashToString(8, "secret".toCharArray()) + "\n");
    Path keys = keys();
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    CompletableFuture<Program.Outcome> outcome =
        CompletableFuture.supplyAsync(
            () ->
                train(
                    "--port",
                    Integer.toString(port),
                    "--metrics-path",
                    "/runs",
                    "--auth",
                    users.toString(),
                    "--tls",
                    keys.toString(),
                    "--tls-password-file",
                    password.toString(),
                    "--linger",
                    "600"));
    HttpClient client = HttpClient.newBuilder().sslContext(trusting(keys)).build();
    URI address = URI.create("https://127.0.0.1:" + port + "/runs");
    int scrapes = 0;
    while (!outcome.isDone()) {
      scrapes += scrape(client, address) ? 1 : 0;
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertEquals(0, outcome.get().code(), () -> outcome.join().err());
    String out = outcome.get().out();
    assertTrue(scrapes > 0);
    assertTrue(out.contains("metrics: " + address + "\n"), out);
    assertTrue(out.endsWith("\nthe last sample has been scraped\n"), out);
  }

  private static boolean scrape(HttpClient client, URI address) throws Exception {
    String basic = Base64.getEncoder().encodeToString("me:secret".getBytes(StandardCharsets.UTF_8));
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address).header("Authorization", "Basic " + basic).build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals(200, response.statusCode());
      return response.body().contains("complexity_training_iteration");
    } catch (ConnectException e) { // not yet, or no longer
      return false;
    } catch (IOException e) { // closed while it answered
      return false;
    }
  }

  private Path keys() throws Exception {
    Path file = folder.resolve("endpoint.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "endpoint",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.txt").toFile())
            .start();
    assertEquals(0, keytool.waitFor());
    return file;
  }

  private static SSLContext trusting(Path keys) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream input = Files.newInputStream(keys)) {
      store.load(input, PASSWORD.toCharArray());
    }
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("endpoint", store.getCertificate("endpoint"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void otlp_collectorThatIsNot_isALine() {
    server.stop(0);
    Program.Outcome outcome = train("--port", "0", "--otlp", url());
    assertEquals(0, outcome.code(), outcome::err);
    List<String> said =
        outcome.err().lines().filter(line -> line.contains("OTLP receiver")).toList();
    assertFalse(said.isEmpty(), outcome::err);
    assertTrue(said.get(0).contains("url=" + url() + "/v1/metrics"), outcome::err);
    assertFalse(outcome.err().contains("\tat "), outcome::err);
  }

  @Test
  void linger_nobodyScrapes_ends() {
    Program.Outcome outcome = train("--port", "0", "--linger", "1");
    assertEquals(0, outcome.code(), outcome::err);
    assertTrue(
        outcome
            .out()
            .endsWith("\nwaiting 1 s for the last scrape\nthe last sample has not been scraped\n"),
        outcome::out);
  }

  /** As Ctrl-C: nobody waits an hour, and the gateway is tidied up at once. */
  @Test
  void wait_interrupted_ends() throws Exception {
    for (List<String> waiting :
        List.of(List.of("--linger", "3600"), List.of("--push", url(), "--push-delete", "3600"))) {
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Complexometer.class.getName(),
                  "train",
                  "--data",
                  "iris",
                  "--epochs",
                  "2",
                  "--port",
                  "0"));
      command.addAll(List.of("--out", folder.resolve(waiting.size() + ".jsonl").toString()));
      command.addAll(waiting);
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      List<String> printed = new ArrayList<>();
      try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          printed.add(line);
          if (line.contains("3600 s")) {
            TimeUnit.SECONDS.sleep(1); // it has said so, and now waits
            process.toHandle().destroy(); // as Ctrl-C, which a test cannot type
          }
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), printed::toString);
      } finally {
        process.destroyForcibly();
      }
      assertTrue(printed.toString().contains("3600 s"), printed::toString);
      assertFalse(printed.toString().contains("Exception"), printed::toString);
    }
    assertEquals(
        List.of(
            "PUT /metrics/job/complexometer/session null",
            "DELETE /metrics/job/complexometer/session null"),
        requests);
  }

  @Test
  void options_thatCannotBe_areNamed() throws IOException {
    String file = Files.writeString(folder.resolve("empty"), "").toString();
    String none = folder.resolve("none").toString();
    String binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff}).toString();
    for (String[] options :
        new String[][] {
          {"--port", "65536"},
          {"--linger", "-1"},
          {"--metrics-path", "metrics"},
          {"--host", "no-such-host.invalid"},
          {"--auth", none},
          {"--auth", file},
          {"--tls", file},
          {"--tls", "a,b,c"},
          {"--tls", file + "," + none},
          {"--tls-password-file", file},
          {"--push", "ftp://host"},
          {"--push", "http://me:hidden@host"},
          {"--push-every", "0"},
          {"--push-auth", file, "--push", url()},
          {"--push-auth", binary, "--push", url()},
          {"--auth", binary},
          {"--push-delete", "-1"},
          {"--otlp", "host:4318"},
          {"--otlp", "http://me:hidden@host"},
        }) {
      Program.Outcome outcome = train(options);
      assertEquals(2, outcome.code(), () -> String.join(" ", options) + outcome.err());
      List<String> complaints =
          outcome.err().lines().filter(line -> line.startsWith("error: ")).toList();
      assertEquals(1, complaints.size(), outcome::err);
      assertTrue(complaints.get(0).startsWith("error: " + options[0]), outcome::err);
      assertFalse(outcome.err().contains("hidden"), outcome::err);
    }
    assertFalse(Files.exists(folder.resolve("iris.jsonl")));
    Program.Outcome outcome = train("--push-every", "2");
    assertTrue(outcome.err().startsWith("error: --push-.. options need --push"), outcome::err);
    assertEquals(List.of(), requests);
  }
}
