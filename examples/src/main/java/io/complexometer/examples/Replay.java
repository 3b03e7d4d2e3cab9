package io.complexometer.examples;

import io.complexometer.examples.log.OldRun;
import io.complexometer.examples.log.Pace;
import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.PrometheusEndpoint;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a run that is over once more, as if it were going on. */
@Command(
    name = "replay",
    description = {
      "Serves a run that is over to Prometheus once more, sample by sample as it went, so that"
          + " dashboards show it as if it were going on. The last sample stays until Ctrl-C.",
      ""
    },
    footer = {
      "",
      "Prometheus gives what it scrapes the time of now. To have a run at the time when it was, see"
          + " export --openmetrics.",
      "",
      "Examples:",
      "  replay run.jsonl                 in the time that it took",
      "  replay run.jsonl --speed 60      a minute in a second",
      "  replay run.jsonl --speed 1e9     the last sample at once"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Replay implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LOG", description = "The JSON Lines of the run.")
  private Path log;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description =
          "How many times faster than the run; default 1. No pause is longer than a minute.")
  private double speed = 1;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Of the metrics for Prometheus, on loopback; 0 for any free; default 9464.")
  private int port = PrometheusEndpoint.DEFAULT_PORT;

  /** Several sessions in one file are shown one after the other. */
  private record Shown(ComplexityMeterBinder meters) implements SampleSink {
    @Override
    public void begin(Session session, Supplier<Health> health) {
      meters.close();
      meters.begin(session, health);
    }

    @Override
    public void accept(Sample sample) {
      meters.accept(sample);
    }
  }

  /** A line for each sample, at most one a second. */
  private static final class Said implements SampleSink {
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final PrintWriter out;
    private long samples;
    private long printed = System.nanoTime() - PAUSE_NANOS;

    Said(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void begin(Session session, Supplier<Health> health) {
      out.println("session: " + Complexometer.oneLine(session.id()));
      out.flush();
    }

    @Override
    public void accept(Sample sample) {
      samples++;
      if (System.nanoTime() - printed >= PAUSE_NANOS) {
        printed = System.nanoTime();
        out.printf(
            Locale.ROOT,
            "sample %,d: iteration %,d, epoch %,d%n",
            samples,
            sample.iteration(),
            sample.epoch());
        out.flush();
      }
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    require(speed > 0, "--speed must be positive");
    require(port >= 0 && port <= 65535, "--port must be from 0 to 65535");
    OldRun run = OldRun.of(log);
    PrintWriter out = spec.commandLine().getOut();
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ComplexityMeterBinder meters = ComplexityMeterBinder.withoutHealth();
        PrometheusEndpoint endpoint = endpoint(registry, meters)) {
      out.println("metrics: http://127.0.0.1:" + endpoint.getPort() + "/metrics");
      Said said = new Said(out);
      List<SampleSink> sinks = new ArrayList<>(List.of(new Shown(meters), said));
      run.read(new Pace(speed, sinks))
          .forEach(notice -> spec.commandLine().getErr().println(notice));
      spec.commandLine().getErr().flush();
      out.printf(
          Locale.ROOT, "the last of %,d samples stays: Ctrl-C ends the program%n", said.samples);
      out.flush();
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private PrometheusEndpoint endpoint(
      PrometheusMeterRegistry registry, ComplexityMeterBinder meters) throws IOException {
    try {
      return PrometheusEndpoint.builder(registry, meters).port(port).start();
    } catch (IOException e) {
      throw new IOException(e.getMessage() + " (option --port)", e);
    }
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
