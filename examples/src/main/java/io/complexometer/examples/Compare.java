package io.complexometer.examples;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.AnalysisSettings;
import io.complexometer.examples.comparison.CircularComparison;
import io.complexometer.examples.comparison.Comparison;
import io.complexometer.examples.comparison.ComparisonJson;
import io.complexometer.examples.comparison.ComparisonSettings;
import io.complexometer.examples.comparison.ComparisonTable;
import io.complexometer.examples.data.DataException;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.progress.TerminalMeters;
import io.complexometer.examples.report.ComparisonReport;
import io.complexometer.examples.report.HtmlFile;
import io.complexometer.measure.circular.CircularEnsemble;
import io.complexometer.measure.structure.Level;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares two networks: structure, spectra of their weights, whether these are equivalent. */
@Command(
    name = "compare",
    description = {
      "Do the weights of two networks look alike? Puts two models side by side: structure, spectra"
          + " of the weight matrices, cPSE, and whether the spectra are equivalent: no farther from"
          + " each other than those of two random networks of the same shapes.",
      "",
      "A and B are of any format that analyze reads: a Deeplearning4j or Keras model, a"
          + " configuration, an .npz file or a folder of .npy files.",
      ""
    },
    footer = {
      "",
      "What to read in it:",
      "  E               how far the curves of A and B are from each other",
      "  delta           how far those of two random networks are: above it, A and",
      "                  B differ by more than chance",
      "  share of zeros  of all eigenvalues: those of layers with more outputs than",
      "                  inputs, and of dead directions; they move E",
      "  z               of each network alone: its distance from random ones",
      "",
      "Equivalent is the absence of a difference in the spectra, each layer divided",
      "by its scale. Whether A and B compute the same it cannot tell. Beside itself a",
      "model has an E of more than 0: A and B have random matrices of their own.",
      "",
      "Examples:",
      "  compare before.zip after.zip         two states of one training",
      "  compare seed1.zip seed2.zip          is it the seed, or more?",
      "  compare a.npz b.npz --html pair.html with plots, in one file",
      "  compare lenet.zip mlp.zip --json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Compare implements Callable<Integer> {
  private static final double LONG_SECONDS = 20;
  private static final int MOST_DRAWS = 10_000; // curves do not change any more

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A", description = "A model.")
  private Path a;

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private Path b;

  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      split = ",",
      converter = InputShape.class,
      description =
          "Shape of the input of both networks, as for analyze. By default told from the models.")
  private List<InputType> inputs = List.of();

  @Option(
      names = "--structure-level",
      paramLabel = "LEVEL",
      description =
          "How closely paths through the networks are counted: nominal (default), edge or exact.")
  private Level level = Level.NOMINAL;

  @Option(
      names = "--ensemble",
      paramLabel = "CUE|COE|CSE",
      description = "The random unitary matrices that both are compared with; default CUE.")
  private CircularEnsemble ensemble = ComparisonSettings.DEFAULT.ensemble();

  @Option(
      names = "--draws",
      paramLabel = "N",
      description =
          "How often they are drawn for a curve; default 20. Fewer are faster and blur: differences"
              + " of small networks go unseen.")
  private int draws = ComparisonSettings.DEFAULT.draws();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of all that is drawn, random networks as well; default 1.")
  private long seed = ComparisonSettings.DEFAULT.seed();

  @Option(names = "--json", description = "One JSON object instead of the tables.")
  private boolean json;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with plots there; replaces an earlier report, no other file.")
  private Optional<Path> html = Optional.empty();

  @Override
  public Integer call() {
    if (draws < 1 || draws > MOST_DRAWS) {
      throw new ParameterException(
          spec.commandLine(), "--draws must be from 1 to %,d".formatted(MOST_DRAWS));
    }
    html.ifPresent(HtmlFile::requireReplaceable);
    AnalysisSettings how = new AnalysisSettings(inputs, level, List.of(), seed);
    Analysis ofA = analyse(a, how);
    Analysis ofB = analyse(b, how);
    ComparisonSettings settings = new ComparisonSettings(ensemble, draws, seed);
    tellIfLong(CircularComparison.seconds(ofA, ofB, settings));
    Comparison comparison = Comparison.of(ofA, ofB, settings, new TerminalMeters());
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      printer.println(ComparisonJson.of(comparison, how));
      printer.flush();
    } else {
      new ComparisonTable(printer, comparison).print();
    }
    List<String> faults = Stream.of(ofA, ofB).flatMap(one -> one.faults().stream()).toList();
    faults.forEach(
        fault -> spec.commandLine().getErr().println("error: " + Complexometer.oneLine(fault)));
    html.ifPresent(file -> ComparisonReport.write(comparison, file));
    return faults.isEmpty() ? 0 : 2;
  }

  /** One after the other: only one file is open, and one matrix in memory. */
  private static Analysis analyse(Path file, AnalysisSettings settings) {
    try (StoredModel stored = StoredModel.open(file)) {
      return Analysis.of(stored, settings, new TerminalMeters());
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s: needs more than %,d MB: start java with a larger -Xmx."
              .formatted(file, Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private void tellIfLong(double seconds) {
    if (seconds > LONG_SECONDS) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          "The threshold takes about %,.0f s: these layers have many rows. --draws %d would take a"
              + " quarter of that.%n",
          seconds, Math.max(1, draws / 4));
      err.flush();
    }
  }
}
