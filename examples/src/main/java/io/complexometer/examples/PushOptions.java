package io.complexometer.examples;

import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.ComplexityOtlpRegistry;
import io.complexometer.export.PushGatewaySink;
import io.micrometer.registry.otlp.OtlpConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where metrics are pushed to, for all commands that do. */
final class PushOptions {
  private static final String OTLP_PATH = "/v1/metrics";
  private static final String OTLP_STEP = "10s";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--push",
      paramLabel = "URL",
      description = "Pushes the last sample to this Prometheus Pushgateway: http://HOST:9091.")
  private Optional<URI> push = Optional.empty();

  @Option(
      names = "--push-every",
      paramLabel = "N",
      description = "Pushes the first sample too, and each N-th after it.")
  private Optional<Integer> every = Optional.empty();

  @Option(
      names = "--push-job",
      paramLabel = "NAME",
      description = "The label job at the gateway; default complexometer.")
  private Optional<String> job = Optional.empty();

  @Option(
      names = "--push-auth",
      paramLabel = "FILE",
      description = "Whose first line is USER:PASSWORD for the gateway, or a token without colon.")
  private Optional<Path> auth = Optional.empty();

  @Option(
      names = "--push-delete",
      paramLabel = "SECONDS",
      description =
          "Deletes the session at the gateway so long after its last sample has arrived: longer"
              + " than from scrape to scrape of the gateway, or that one is never seen. Ctrl-C"
              + " deletes at once. By default it stays.")
  private Optional<Integer> delete = Optional.empty();

  @Option(
      names = "--otlp",
      paramLabel = "URL",
      description =
          "Sends the newest sample to this OpenTelemetry collector, each ten seconds and at the"
              + " end: http://HOST:4318.")
  private Optional<URI> otlp = Optional.empty();

  void check() {
    require(every.orElse(1) >= 1, "--push-every must be at least 1");
    require(delete.orElse(0) >= 0, "--push-delete must not be negative");
    require(
        push.isPresent()
            || (every.isEmpty() && job.isEmpty() && auth.isEmpty() && delete.isEmpty()),
        "--push-.. options need --push");
    otlp.ifPresent(
        url ->
            require(
                ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawUserInfo() == null,
                "--otlp must be of the form http://HOST:4318; credentials go into"
                    + " OTEL_EXPORTER_OTLP_HEADERS"));
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /** The sink that pushes, if that is asked for. */
  Optional<PushGatewaySink.Builder> push() {
    return push.map(this::push);
  }

  private PushGatewaySink.Builder push(URI url) {
    PushGatewaySink.Builder sink;
    try {
      sink = PushGatewaySink.builder(url);
      job.ifPresent(sink::job);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--push: " + e.getMessage(), e);
    }
    every.ifPresent(sink::every);
    delete.map(Duration::ofSeconds).ifPresent(sink::deleteAfter);
    auth.ifPresent(file -> authorize(sink, SecretFile.firstLine("--push-auth", file)));
    return sink;
  }

  private static void authorize(PushGatewaySink.Builder sink, char... line) {
    String secret = new String(line);
    int colon = secret.indexOf(':');
    if (colon < 0) {
      sink.bearerToken(secret);
    } else {
      sink.basicAuth(secret.substring(0, colon), secret.substring(colon + 1));
    }
  }

  /** How long the session stays at the gateway, if it is deleted there at all. */
  Optional<Integer> delete() {
    return delete;
  }

  /** What sends to a collector, if that is asked for. */
  Optional<ComplexityOtlpRegistry> otlp(ComplexityMeterBinder meters) {
    return otlp.map(url -> new ComplexityOtlpRegistry(config(url), meters));
  }

  private static OtlpConfig config(URI url) {
    boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
    URI whole = bare ? url.resolve(OTLP_PATH) : url;
    Map<String, String> settings = Map.of("otlp.url", whole.toString(), "otlp.step", OTLP_STEP);
    return settings::get; // all else as OpenTelemetry's variables of the environment say
  }

  /** What is pushed where, in words; empty where nothing is. */
  String describe() {
    String gateway = push.map(url -> "pushed to: " + url).orElse("");
    String collector = otlp.map(url -> "sent to: " + url).orElse("");
    return gateway + (gateway.isEmpty() || collector.isEmpty() ? "" : "; ") + collector;
  }
}
