package io.complexometer.examples;

import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.PrometheusEndpoint;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where metrics are served for Prometheus, and to whom, for all commands that do. */
final class EndpointOptions {
  private static final String DEFAULT_PATH = "/metrics";
  private static final String DEFAULT_HOST = "127.0.0.1";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Of the metrics for Prometheus; 0 for any free; default 9464.")
  private int port = PrometheusEndpoint.DEFAULT_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "Where the metrics are served: an address of this machine, 0.0.0.0 for all of them;"
              + " default 127.0.0.1, which nobody else can reach.")
  private String host = DEFAULT_HOST;

  @Option(
      names = "--metrics-path",
      paramLabel = "PATH",
      description = "Path of the metrics; default /metrics.")
  private String path = DEFAULT_PATH;

  @Option(
      names = "--auth",
      paramLabel = "FILE",
      description = "Asks for a user and a password of this file, as htpasswd -nB USER prints it.")
  private Optional<Path> auth = Optional.empty();

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      split = ",",
      description = "Serves over TLS: a PKCS #12 file, or CERTIFICATE,KEY of PEM files.")
  private List<Path> tls = List.of();

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "Whose first line is the password of the PKCS #12 file.")
  private Optional<Path> tlsPassword = Optional.empty();

  @Option(
      names = "--linger",
      paramLabel = "SECONDS",
      description =
          "How long to wait at the end, at most, until the last sample has been scraped; Ctrl-C"
              + " ends it. Default 0.")
  private int linger;

  void check() {
    require(port >= 0 && port <= 65535, "--port must be from 0 to 65535");
    require(linger >= 0, "--linger must not be negative");
    require(tls.size() <= 2, "--tls takes one PKCS #12 file, or CERTIFICATE,KEY");
    require(
        tls.size() != 1 || tlsPassword.isPresent(),
        "--tls of a PKCS #12 file needs --tls-password-file; a certificate needs its key after a"
            + " comma");
    require(
        tls.size() == 1 || tlsPassword.isEmpty(),
        "--tls-password-file is for --tls of one PKCS #12 file");
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(command.commandLine(), message);
    }
  }

  /**
   * Begins to serve.
   *
   * @throws IOException if that cannot be; the message names the option
   */
  PrometheusEndpoint start(PrometheusMeterRegistry registry, ComplexityMeterBinder... meters)
      throws IOException {
    PrometheusEndpoint.Builder endpoint =
        PrometheusEndpoint.builder(registry, meters).port(port).host(host);
    try {
      endpoint.path(path);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--metrics-path: " + e.getMessage(), e);
    }
    if (auth.isPresent()) {
      SecretFile.use("--auth", auth.get(), endpoint::basicAuth);
    }
    if (tls.size() == 1) {
      char[] password = SecretFile.firstLine("--tls-password-file", tlsPassword.orElseThrow());
      SecretFile.use("--tls", tls.get(0), file -> endpoint.tls(file, password));
    } else if (tls.size() == 2) {
      SecretFile.use("--tls", tls.get(0), file -> endpoint.tls(file, tls.get(1)));
    }
    try {
      return endpoint.start();
    } catch (UnknownHostException e) {
      throw new IOException("--host: there is no '" + host + "' here", e);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + " (options --port, --host)", e);
    }
  }

  /** What to open in a browser, or to put into the configuration of Prometheus. */
  String address(PrometheusEndpoint endpoint) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return (tls.isEmpty() ? "http" : "https") + "://" + name + ":" + endpoint.getPort() + path;
  }

  Duration linger() {
    return Duration.ofSeconds(linger);
  }
}
