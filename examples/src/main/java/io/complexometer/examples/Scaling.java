package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.data.IdxFolder;
import io.complexometer.examples.data.LabelledData;
import io.complexometer.examples.data.StrokeImages;
import io.complexometer.examples.report.HtmlFile;
import io.complexometer.examples.report.StudyReport;
import io.complexometer.examples.study.Study;
import io.complexometer.examples.study.StudyJson;
import io.complexometer.examples.study.StudySettings;
import io.complexometer.examples.study.StudyTable;
import io.complexometer.examples.study.StudyTraining;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains one network on true and on shuffled labels, in several widths, and compares the laws. */
@Command(
    name = "scaling",
    description = {
      "By which laws does complexity change during a training? Trains a perceptron of two hidden"
          + " layers on true and on shuffled labels, in several widths, fits scaling laws to score,"
          + " cPSE, effective dimension and nonlinearity, and compares the exponents.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  scaling                            images drawn by the program itself",
      "  scaling --data DIR --html study.html",
      "                                     MNIST, Fashion-MNIST: a folder of IDX files",
      "  scaling --widths 32,512 --seeds 1,2,3 --epochs 100"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Scaling implements Callable<Integer> {
  private static final int TRAIN_STROKES = 6_000;
  private static final int LEAST_PROBE = 50; // what the listener takes

  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "A folder of IDX files, gzipped or not; by default the program's own images.")
  private Optional<Path> data = Optional.empty();

  @Option(
      names = "--widths",
      paramLabel = "N,..",
      split = ",",
      description = "Units of each hidden layer, a network for each; default 64,128,256.")
  private List<Integer> widths = List.of(64, 128, 256);

  @Option(names = "--epochs", paramLabel = "N", description = "Of each training; default 40.")
  private int epochs = 40;

  @Option(names = "--batch", paramLabel = "N", description = "Batch size; default 64.")
  private int batch = 64;

  @Option(
      names = "--seeds",
      paramLabel = "N,..",
      split = ",",
      description =
          "Of weights, order and shuffled labels, a training for each; default 1. With several, the"
              + " table has medians and spreads.")
  private List<Long> seeds = List.of(1L);

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write all points and laws there; replaces a file of that name.")
  private Optional<Path> json = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a report with plots there; replaces an earlier report, no other file.")
  private Optional<Path> html = Optional.empty();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Write a sample log of each training there; existing ones are kept.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads of ND4J and BLAS; default 1 on up to 4 cores. OMP_NUM_THREADS goes before it.")
  private Optional<Integer> threads = Optional.empty();

  @Override
  public Integer call() throws IOException {
    checkOptions();
    html.ifPresent(HtmlFile::requireReplaceable);
    BlasThreads.set(threads);
    LabelledData labelled =
        data.map(IdxFolder::read)
            .orElseGet(() -> StrokeImages.draw(TRAIN_STROKES, StudySettings.PROBE_EXAMPLES, 1));
    checkData(labelled);
    StudySettings settings = new StudySettings(widths, seeds, epochs, batch);
    PrintWriter printer = spec.commandLine().getOut();
    printer.printf(
        "%s: %,d images to train on, %,d to test with%n",
        labelled.name(), labelled.trainFeatures().size(0), labelled.testFeatures().size(0));
    printer.flush();
    Study study =
        new StudyTraining(labelled, settings, out)
            .run(
                run -> {
                  printer.println(StudyTable.line(run));
                  printer.flush();
                });
    new StudyTable(printer, study).print();
    String version = new Complexometer.Version().getVersion()[0];
    if (json.isPresent()) {
      Files.writeString(json.get(), StudyJson.of(study, version));
    }
    html.ifPresent(file -> StudyReport.write(study, version, file));
    return 0;
  }

  private void checkOptions() {
    require(
        !widths.isEmpty() && widths.stream().allMatch(width -> width >= 2),
        "--widths must be numbers of at least 2");
    require(
        widths.stream().distinct().count() == widths.size(),
        "--widths must differ from each other");
    require(!seeds.isEmpty(), "--seeds must be whole numbers");
    require(seeds.stream().distinct().count() == seeds.size(), "--seeds must differ");
    require(epochs >= 1, "--epochs must be at least 1");
    require(batch >= 1, "--batch must be at least 1");
    require(threads.orElse(1) >= 1, "--threads must be at least 1");
  }

  private void checkData(LabelledData labelled) {
    if (labelled.testFeatures().size(0) < LEAST_PROBE) {
      throw new DataException(
          "%s: has %d test images, and %d are needed to measure activations on: add some."
              .formatted(labelled.name(), labelled.testFeatures().size(0), LEAST_PROBE));
    }
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
