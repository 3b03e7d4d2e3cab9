package io.complexometer.examples;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.AnalysisJson;
import io.complexometer.examples.analysis.AnalysisSettings;
import io.complexometer.examples.analysis.AnalysisTable;
import io.complexometer.examples.analysis.ProbeReading;
import io.complexometer.examples.data.DataException;
import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.progress.TerminalMeters;
import io.complexometer.examples.report.AnalysisReport;
import io.complexometer.examples.report.HtmlFile;
import io.complexometer.measure.structure.Level;
import io.complexometer.monitor.StructureTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.inputs.InputType;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a network that is not being trained: a file of it, or of its weights. */
@Command(
    name = "analyze",
    description = {
      "How complex is a network that exists already? Measures its weights, how it is built, and, on"
          + " inputs of yours, what its layers do.",
      "",
      "MODEL is a Deeplearning4j model (.zip) or configuration (.json), a Keras model (.h5), a file of"
          + " weight matrices (.npz, .npy), or a folder of .npy files in the natural order of their"
          + " names. Rows of a matrix are output units.",
      ""
    },
    footer = {
      "",
      "What to read in the table:",
      "  cPSE       how different its layers' spectra are; z says how far that is",
      "             from networks of the same shapes with random weights",
      "  norm       by how much a layer can stretch its input",
      "  rank       how many directions carry its weights",
      "  alpha      exponent of the tail of its spectrum; means something only",
      "             where it is far from that of random matrices beside it",
      "  dimension  how many directions its activations use",
      "  bits       in how many ways its units switch on and off together",
      "  complexity log2 of the inputs that one output of the layer sees",
      "  gain       log2 of the paths from the network's inputs to one output",
      "  bottleneck how many dimensions of the input can get through so far",
      "  power      bits of it that are lost for good at the layer",
      "",
      "Examples:",
      "  analyze model.zip                        trained by Deeplearning4j",
      "  analyze weights/                         a folder of .npy files",
      "  analyze model.h5 --probe images.npy      and the activations",
      "  analyze config.json --input 3x224x224    structure alone",
      "  analyze model.zip --structure-level exact --json > model.json",
      "  analyze model.zip --html report.html"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Analyze implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "The file or folder.")
  private Path model;

  @Option(
      names = "--input",
      paramLabel = "SHAPE",
      split = ",",
      converter = InputShape.class,
      description =
          "Shape of one input of the network: 784, FEATURESxSTEPS, CHANNELSxHEIGHTxWIDTH or"
              + " CHANNELSxDEPTHxHEIGHTxWIDTH; of several inputs, one for each, with commas. By"
              + " default told from the model.")
  private List<InputType> inputs = List.of();

  @Option(
      names = "--structure-level",
      paramLabel = "LEVEL",
      description =
          "How closely paths through the network are counted: nominal (default), edge (without"
              + " those into padding) or exact (each one).")
  private Level level = Level.NOMINAL;

  @Option(
      names = "--probe",
      paramLabel = "FILE",
      split = ",",
      description =
          "Run the network on the first 1,000 of these inputs, and measure its activations: .npy,"
              + " IDX or CSV, at least 50; of several inputs of the network, a file for each, with"
              + " commas.")
  private List<Path> probe = List.of();

  @Option(names = "--json", description = "One JSON object instead of the table.")
  private boolean json;

  @Option(
      names = "--markdown",
      description = "Only the structure, as tables in Markdown: for an issue, or a paper.")
  private boolean markdown;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with plots there, too: one page that needs no network.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the random networks, and of rows that are drawn; default 1.")
  private long seed = 1;

  @Override
  public Integer call() {
    if (json && markdown) {
      throw new ParameterException(spec.commandLine(), "--json or --markdown, not both");
    }
    html.ifPresent(HtmlFile::requireReplaceable);
    try (StoredModel stored = StoredModel.open(model)) {
      AnalysisSettings settings =
          new AnalysisSettings(inputs, level, ProbeReading.read(probe, stored, inputs), seed);
      Analysis analysis = measure(stored, settings);
      print(analysis, settings);
      analysis
          .faults()
          .forEach(
              fault ->
                  spec.commandLine().getErr().println("error: " + Complexometer.oneLine(fault)));
      html.ifPresent(file -> AnalysisReport.write(analysis, file));
      return analysis.faults().isEmpty() ? 0 : 2;
    }
  }

  private static Analysis measure(StoredModel stored, AnalysisSettings settings) {
    try {
      return Analysis.of(stored, settings, new TerminalMeters());
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s needs more than %,d MB: start java with a larger -Xmx"
              .formatted(stored.name(), Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private void print(Analysis analysis, AnalysisSettings settings) {
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      printer.println(AnalysisJson.of(analysis, settings));
      printer.flush();
    } else if (markdown) {
      analysis.structure().map(StructureTable::markdown).ifPresent(printer::println);
      printer.flush();
    } else {
      new AnalysisTable(printer, analysis, settings).print();
    }
  }
}
