package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.log.OldRun;
import io.complexometer.examples.log.Pace;
import io.complexometer.export.ComplexityMeterBinder;
import io.complexometer.export.ComplexityOtlpRegistry;
import io.complexometer.export.PrometheusEndpoint;
import io.complexometer.export.PushGatewaySink;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
      "  replay run.jsonl --speed 1e9     the last sample at once",
      "  replay run.jsonl --speed 1e9 --push http://127.0.0.1:9091"
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

  @Mixin private EndpointOptions endpointOptions;
  @Mixin private PushOptions pushOptions;

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

  /** Each session is pushed by a sink of its own, and has to arrive. */
  private static final class Pushed implements SampleSink {
    private final Supplier<PushGatewaySink> sinks;
    private Optional<PushGatewaySink> now = Optional.empty();

    Pushed(Supplier<PushGatewaySink> sinks) {
      this.sinks = sinks;
    }

    @Override
    public void begin(Session session, Supplier<Health> health) {
      end();
      PushGatewaySink sink = sinks.get();
      sink.begin(session, health);
      now = Optional.of(sink);
    }

    @Override
    public void accept(Sample sample) {
      now.ifPresent(sink -> sink.accept(sample));
    }

    @Override
    public void end() {
      Optional<PushGatewaySink> last = now;
      now = Optional.empty();
      last.ifPresent(
          sink -> {
            sink.end();
            sink.close();
            if (!sink.hasArrived()) {
              throw new DataException(
                  "the last sample has not arrived at the gateway: see above, and try again.");
            }
          });
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!(speed > 0)) {
      throw new ParameterException(spec.commandLine(), "--speed must be positive");
    }
    endpointOptions.check();
    pushOptions.check();
    OldRun run = OldRun.of(log);
    PrintWriter out = spec.commandLine().getOut();
    if (pushOptions.describe().isEmpty()) {
      serve(run, out);
    } else {
      push(run, out);
    }
    return 0;
  }

  private void serve(OldRun run, PrintWriter out) throws IOException, InterruptedException {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    try (ComplexityMeterBinder meters = ComplexityMeterBinder.withoutHealth();
        PrometheusEndpoint endpoint = endpointOptions.start(registry, meters)) {
      say(out, "metrics: %s", endpointOptions.address(endpoint));
      long samples = show(run, out, List.of(new Shown(meters)));
      if (endpointOptions.linger().isZero()) {
        say(out, "the last of %,d samples stays: Ctrl-C ends the program", samples);
        new CountDownLatch(1).await();
      }
      try (Countdown countdown = new Countdown(out, "waiting %d s for the last scrape")) {
        endpoint.awaitScrape(endpointOptions.linger(), countdown);
      }
    }
  }

  private void push(OldRun run, PrintWriter out) {
    say(out, "metrics are %s", pushOptions.describe());
    try (ComplexityMeterBinder meters = ComplexityMeterBinder.withoutHealth()) {
      List<SampleSink> sinks = new ArrayList<>(List.of(new Shown(meters)));
      pushOptions
          .push()
          .map(PushGatewaySink.Builder::withoutHealth)
          .ifPresent(sink -> sinks.add(new Pushed(sink::build)));
      Optional<ComplexityOtlpRegistry> otlp = pushOptions.otlp(meters);
      try {
        say(out, "%,d samples", show(run, out, sinks));
      } finally {
        otlp.ifPresent(ComplexityOtlpRegistry::close); // sends the last
      }
    }
  }

  private long show(OldRun run, PrintWriter out, List<SampleSink> sinks) {
    Said said = new Said(out);
    List<SampleSink> all = new ArrayList<>(sinks);
    all.add(said);
    run.read(new Pace(speed, all)).forEach(notice -> spec.commandLine().getErr().println(notice));
    spec.commandLine().getErr().flush();
    return said.samples;
  }

  private static void say(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
    out.flush();
  }
}
