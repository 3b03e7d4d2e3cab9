package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.fitting.FitJson;
import io.complexometer.examples.fitting.FitTable;
import io.complexometer.examples.fitting.FittedSeries;
import io.complexometer.examples.fitting.NamedPoints;
import io.complexometer.examples.fitting.SeriesFile;
import io.complexometer.examples.fitting.SeriesSource;
import io.complexometer.examples.fitting.Slopes;
import io.complexometer.examples.fitting.SlopesText;
import io.complexometer.examples.progress.Meters;
import io.complexometer.examples.progress.TerminalMeters;
import io.complexometer.examples.report.FitReport;
import io.complexometer.examples.report.HtmlFile;
import io.complexometer.monitor.SeriesPattern;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fits laws to a series: of a table, or of a run's log. */
@Command(
    name = "fit",
    description = {
      "Is it a power law? Fits six laws to a series y(t) and says which it follows, as far as that"
          + " can be told: constant, power, power with offset, broken power, exponential, logarithm.",
      "",
      "FILE is a table of two columns, t and y, with a header or without; or the JSON Lines of a run"
          + " that is over or still going on, where t = iteration + 1.",
      ""
    },
    footer = {
      "",
      "What to read in it:",
      "  exponent   slope on log-log axes of y, or of y less its offset",
      "  rho        how much neighbouring points know of each other: near 1 there",
      "             is less in them than it seems, and intervals are wider",
      "  BIC        the less the better; a difference of 4.6 is evidence of 10 : 1",
      "  undecided  two laws say as much: a longer run may tell",
      "  too short  less than a decade from the first t to the last",
      "",
      "Examples:",
      "  fit series.csv                             a table of t and y",
      "  fit run.jsonl                              a line for each measure",
      "  fit run.jsonl --measure score              all that is known of one",
      "  fit run.jsonl --measure effectiveDimension/dense --html law.html",
      "  fit run.jsonl --measure cpse.paper --settled-below 0.001 --at 1e6",
      "  fit run.jsonl --measure nonlinearityComplexity --against effectiveDimension"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class FitLaw implements Callable<Integer> {
  private static final Path STANDARD_INPUT = Path.of("-");
  private static final double LATEST = 1e15;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "The series; - reads standard input.")
  private Path file;

  @Option(
      names = "--measure",
      paramLabel = "NAME[.PROFILE][/LAYER]",
      description =
          "Which series of a run: the measure's name as in its log, score, a layer's name or index."
              + " By default score, cpse, effectiveDimension and nonlinearityComplexity of all"
              + " layers.")
  private Optional<String> measure = Optional.empty();

  @Option(
      names = "--against",
      paramLabel = "NAME[.PROFILE][/LAYER]",
      description =
          "How does --measure change with this one? The slope on log-log axes, with an interval;"
              + " instead of laws.")
  private Optional<String> against = Optional.empty();

  @Option(
      names = "--settled-below",
      paramLabel = "X",
      description =
          "When does y change by less than X in 1,000 iterations? Default 1 %% of the last y, and"
              + " 0.01 of cpse, which is a logarithm.")
  private Optional<Double> settledBelow = Optional.empty();

  @Option(
      names = "--at",
      paramLabel = "T",
      description = "What will y be at t = T? Default ten times the last t.")
  private Optional<Double> at = Optional.empty();

  @Option(names = "--json", description = "One JSON object instead of the table.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with plots there; replaces an earlier report, no other file.")
  private Optional<Path> html = Optional.empty();

  @Override
  public Integer call() throws IOException {
    require(settledBelow.map(x -> x > 0 && Double.isFinite(x)), "--settled-below must be positive");
    require(at.map(t -> t > 0 && t <= LATEST), "--at must be positive, and at most 1e15");
    require(against.map(any -> measure.isPresent()), "--against needs --measure: y against x");
    require(against.map(any -> html.isEmpty()), "--against has no report: leave out --html");
    html.ifPresent(HtmlFile::requireReplaceable);
    if (!file.equals(STANDARD_INPUT)) {
      answer(SeriesFile.of(file, String.valueOf(file.getFileName())));
      return 0;
    }
    // readers look at the beginning of a file first, for which it has to be one
    Path copy = Files.createTempFile("standard-input-", ".txt");
    try {
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      answer(SeriesFile.of(copy, "standard input"));
    } finally {
      Files.delete(copy);
    }
    return 0;
  }

  private void answer(SeriesFile series) {
    Optional<SeriesPattern> pattern = measure.map(text -> pattern("--measure", text));
    if (pattern.isPresent() && !series.isLog()) {
      throw new DataException(
          file + ": is a table, which has one series: leave out --measure, or give a run's log.");
    }
    PrintWriter printer = spec.commandLine().getOut();
    if (against.isPresent()) {
      Slopes slopes = series.compare(pattern.get(), pattern("--against", against.get()));
      if (json) {
        printer.println(SlopesText.json(slopes));
      } else {
        SlopesText.lines(slopes).forEach(printer::println);
      }
      printer.flush();
      return;
    }
    SeriesSource source = series.read(pattern);
    List<FittedSeries> fitted = fit(source);
    if (json) {
      printer.println(FitJson.of(source, fitted));
      printer.flush();
    } else {
      new FitTable(printer, source, fitted).print();
    }
    html.ifPresent(page -> FitReport.write(source, fitted, page));
  }

  private SeriesPattern pattern(String option, String text) {
    try {
      return SeriesPattern.of(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + ": " + e.getMessage(), e);
    }
  }

  private List<FittedSeries> fit(SeriesSource source) {
    OptionalDouble threshold = settledBelow.stream().mapToDouble(x -> x).findFirst();
    OptionalDouble time = at.stream().mapToDouble(x -> x).findFirst();
    List<FittedSeries> fitted = new ArrayList<>();
    try (Meters.Meter meter = new TerminalMeters().begin("fits", source.series().size())) {
      for (NamedPoints one : source.series()) {
        fitted.add(FittedSeries.of(one, threshold, time));
        meter.step();
      }
    }
    return fitted;
  }

  private void require(Optional<Boolean> good, String message) {
    if (!good.orElse(true)) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
