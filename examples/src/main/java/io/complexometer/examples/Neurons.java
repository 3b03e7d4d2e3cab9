package io.complexometer.examples;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.progress.TerminalMeters;
import io.complexometer.examples.recording.Blocks;
import io.complexometer.examples.recording.DemoRecording;
import io.complexometer.examples.recording.Findings;
import io.complexometer.examples.recording.FindingsJson;
import io.complexometer.examples.recording.FindingsTable;
import io.complexometer.examples.recording.Kind;
import io.complexometer.examples.recording.Known;
import io.complexometer.examples.recording.Recording;
import io.complexometer.examples.recording.RecordingFile;
import io.complexometer.examples.recording.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures a recording of neurons: the entropy of its words, the dimension of its numbers. */
@Command(
    name = "neurons",
    description = {
      "How many words do neurons speak, and how many dimensions do they use? Measures a recording:"
          + " the entropy of its words (which units are active in a time bin) by several"
          + " estimators, and the effective dimension of its counts or of continuous numbers, each"
          + " with an error bar.",
      "",
      "FILE is CSV without a header, or .npy: a row for each time bin, a column for each unit. With"
          + " --bin it is a list of spikes: a row for each, the time in seconds and the unit.",
      ""
    },
    footer = {
      "",
      "What to read in the table:",
      "  independent units  the entropy if units knew nothing of each other",
      "  tree, chain        what remains once units are told from others: upper",
      "                     bounds, but for chance; chain is the one to quote",
      "  joint              from counting whole words: right where nearly all",
      "                     words were seen often, far too low elsewhere",
      "  multi-information  bits that the units share: 0 where independent",
      "  dimension          1 where all units go up and down together, their",
      "                     number where they vary alike and on their own",
      "",
      "Examples:",
      "  neurons --demo                  a made-up recording of known entropy",
      "  neurons --demo --out demo.csv   and the file itself, to see its form",
      "  neurons counts.npy              time bins x units, by numpy.save",
      "  neurons spikes.csv --bin 0.02   spike times, counted in bins of 20 ms",
      "  neurons spikes.csv --bin 0.02 --start 60 --duration 300",
      "  neurons words.csv --block-length 500 --replicates 400",
      "  neurons words.csv --estimator boosted --json"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Complexometer.Version.class,
    sortOptions = false,
    showDefaultValues = false)
final class Neurons implements Callable<Integer> {
  enum FoldsName {
    BLOCKED,
    INTERLEAVED
  }

  enum Extra {
    BOOSTED,
    CHAIN
  }

  private static final int BLOCKS = 50;

  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "FILE", description = "The recording, CSV or .npy.")
  private Optional<Path> file = Optional.empty();

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description =
          "What the numbers are: binary (only 0 and 1), counts (whole numbers from 0: active or not"
              + " for the entropy) or continuous (dimension only); by default told from the"
              + " numbers.")
  private Optional<Kind> kind = Optional.empty();

  @Option(
      names = "--bin",
      paramLabel = "SECONDS",
      description = "FILE holds spike times: count them in bins of this width.")
  private Optional<Double> bin = Optional.empty();

  @Option(
      names = "--start",
      paramLabel = "SECONDS",
      description = "Spike times: where the first bin begins; default 0.")
  private Optional<Double> start = Optional.empty();

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      description = "Spike times: for how long bins are made; default up to the last spike.")
  private Optional<Double> duration = Optional.empty();

  @Option(
      names = "--estimator",
      paramLabel = "NAME",
      split = ",",
      description =
          "One more estimator: boosted (trees that see any dependence; minutes to hours), or chain"
              + " even where that takes long.")
  private Set<Extra> extras = EnumSet.noneOf(Extra.class);

  @Option(
      names = "--folds",
      paramLabel = "FOLDS",
      description =
          "For cross-validation: blocked (five stretches of time, default) or interleaved (every"
              + " fifth bin; too good where neighbouring bins resemble each other).")
  private FoldsName folds = FoldsName.BLOCKED;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      description =
          "For error bars: the number of blocks of time that are drawn; default 50. A block must be"
              + " longer than what neighbouring bins know of each other.")
  private Optional<Integer> blocks = Optional.empty();

  @Option(
      names = "--block-length",
      paramLabel = "BINS",
      description = "The same by the length of a block.")
  private Optional<Integer> blockLength = Optional.empty();

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "For error bars: the number of draws; default 100; 0 for no error bars.")
  private int replicates = 100;

  @Option(
      names = "--chain-replicates",
      paramLabel = "N",
      description = "How many of them for the chain, which is slower; default 20.")
  private int chainReplicates = 20;

  @Option(names = "--seed", paramLabel = "N", description = "Of draws and demo; default 1.")
  private long seed = 1;

  @Option(names = "--json", description = "One JSON object instead of the table.")
  private boolean json;

  @Option(names = "--demo", description = "Measure a made-up recording whose entropy is known.")
  private boolean demo;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "With --demo: write the made-up recording there.")
  private Optional<Path> out = Optional.empty();

  @Override
  public Integer call() {
    checkOptions();
    Recording recording = recording();
    if (out.isPresent()) {
      DemoRecording.write(recording, out.get());
    }
    Findings findings = measure(recording);
    Optional<Known> known =
        demo
            ? Optional.of(new Known(DemoRecording.entropyBits(), DemoRecording.independentBits()))
            : Optional.empty();
    PrintWriter printer = spec.commandLine().getOut();
    if (json) {
      printer.println(FindingsJson.of(findings, known));
      printer.flush();
    } else {
      new FindingsTable(printer, findings, known).print();
    }
    return 0;
  }

  private Findings measure(Recording recording) {
    Settings settings = settings(recording.rows());
    try {
      return Findings.of(recording, settings, new TerminalMeters());
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "%s, %,d time bins x %,d units, needs more than %,d MB: start java with a larger -Xmx, or cut the recording."
              .formatted(
                  recording.name(),
                  recording.rows(),
                  recording.units(),
                  Runtime.getRuntime().maxMemory() >> 20),
          e);
    }
  }

  private Recording recording() {
    if (demo) {
      return DemoRecording.draw(seed);
    }
    return bin.isPresent()
        ? RecordingFile.readSpikeTimes(file.get(), kind, bin.get(), start.orElse(0.0), duration)
        : RecordingFile.read(file.get(), kind);
  }

  private Settings settings(int rows) {
    int count =
        blockLength
            .map(length -> Math.round((float) rows / length))
            .or(() -> blocks)
            .orElse(BLOCKS);
    require(
        count >= Blocks.FEWEST && count <= rows,
        "%s: %,d blocks of %,d bins; from %d blocks to one for each bin can be drawn from"
            .formatted(
                blockLength.isPresent() ? "--block-length" : "--blocks",
                count,
                rows,
                Blocks.FEWEST));
    return new Settings(
        folds == FoldsName.BLOCKED,
        new Blocks(rows, count),
        replicates,
        chainReplicates,
        extras.contains(Extra.CHAIN),
        extras.contains(Extra.BOOSTED),
        seed);
  }

  private void checkOptions() {
    require(demo != file.isPresent(), demo ? "--demo takes no FILE" : "FILE is missing, or --demo");
    require(demo || out.isEmpty(), "--out belongs to --demo");
    require(!demo || (bin.isEmpty() && kind.isEmpty()), "--demo takes neither --bin nor --kind");
    require(
        bin.isPresent() || (start.isEmpty() && duration.isEmpty()),
        "--start and --duration belong to --bin");
    require(isPositive(bin), "--bin must be positive");
    require(isPositive(duration), "--duration must be positive");
    require(Double.isFinite(start.orElse(0.0)), "--start must be a time");
    require(blocks.isEmpty() || blockLength.isEmpty(), "--blocks or --block-length, not both");
    require(blockLength.orElse(1) >= 1, "--block-length must be at least 1");
    require(replicates == 0 || replicates >= 2, "--replicates must be 0 or at least 2");
    require(
        chainReplicates == 0 || chainReplicates >= 2, "--chain-replicates must be 0 or at least 2");
  }

  private static boolean isPositive(Optional<Double> seconds) {
    return seconds.map(value -> value > 0 && Double.isFinite(value)).orElse(true);
  }

  private void require(boolean good, String message) {
    if (!good) {
      throw new ParameterException(spec.commandLine(), message);
    }
  }
}
