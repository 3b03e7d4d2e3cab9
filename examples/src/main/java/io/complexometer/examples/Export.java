package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.log.OldRun;
import io.complexometer.examples.log.RunTable;
import io.complexometer.examples.progress.Meters;
import io.complexometer.examples.progress.TerminalMeters;
import io.complexometer.export.OpenMetricsHistory;
import io.complexometer.monitor.Health;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import io.complexometer.monitor.Session;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes runs that are over for other programs. */
@Command(
    name = "export",
    description = {
      "Writes runs that are over to standard output, for Prometheus or for everything else.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  export run.jsonl --csv > run.csv",
      "  export runs/*.jsonl --openmetrics > runs.txt",
      "  promtool tsdb create-blocks-from openmetrics runs.txt data",
      "                        data: the folder of Prometheus, --storage.tsdb.path"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Export implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "LOG", arity = "1..*", description = "The JSON Lines of runs.")
  private List<Path> logs;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Format format;

  /** Exactly one of them. */
  private static final class Format {
    @Option(
        names = "--openmetrics",
        description =
            "OpenMetrics text with the time of each sample, for promtool tsdb create-blocks-from"
                + " openmetrics. Names and labels are those of the metrics while a run goes on.")
    private boolean openMetrics;

    @Option(
        names = "--csv",
        description =
            "A table: a row for each sample, a column for each series, named as in the log.")
    private boolean csv;
  }

  @Override
  public Integer call() throws IOException {
    List<OldRun> runs = OldRun.all(logs);
    Writer out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8));
    if (format.openMetrics) {
      writeHistory(runs, out);
    }
    if (format.csv) {
      writeTable(runs, out);
    }
    out.flush();
    if (System.out.checkError()) { // it does not throw
      throw new DataException(
          "standard output takes no more: check that there is room, and that it is still read.");
    }
    return 0;
  }

  private void writeHistory(List<OldRun> runs, Writer out) throws IOException {
    OpenMetricsHistory history = new OpenMetricsHistory();
    read(runs, history, true);
    if (history.setBack() > 0) {
      say(
          String.format(
              Locale.ROOT,
              "the clock was set back before %,d of %,d samples: all are written in the order of"
                  + " their times, and of those at one millisecond the last",
              history.setBack(),
              history.samples()));
    }
    history.write(out);
  }

  private void writeTable(List<OldRun> runs, Writer out) throws IOException {
    List<Session> sessions = new ArrayList<>();
    SampleSink collector =
        new SampleSink() {
          @Override
          public void begin(Session session, Supplier<Health> health) {
            sessions.add(session);
          }

          @Override
          public void accept(Sample sample) {}
        };
    read(runs, collector, true);
    read(runs, RunTable.begin(out, sessions), false);
  }

  private void read(List<OldRun> runs, SampleSink sink, boolean tell) {
    try (Meters.Meter meter = new TerminalMeters().begin("logs", runs.size())) {
      for (OldRun run : runs) {
        List<String> notices = run.read(sink);
        if (tell) {
          notices.forEach(this::say);
        }
        meter.step();
      }
    }
  }

  private void say(String notice) {
    spec.commandLine().getErr().println(notice);
    spec.commandLine().getErr().flush();
  }
}
