package io.complexometer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The time of the measures of representations: nonlinearity complexity by the estimator CHAIN
 * beside numpy's time for Boehning's bound with momentum at the same remaining gain, cold and warm;
 * the entropies from counts at the size of a wide layer; effective dimension beside numpy's
 * covariance and {@code eigvalsh}.
 *
 * <p>The samples are those of perceptrons in training ({@link ActivationRecording}), which both
 * sides read from the same files. Ours is measured by JMH, theirs by a script that keeps JMH's
 * protocol; their turns follow each other, since the machine's speed may drift in the course of the
 * whole.
 */
@Command(
    name = "Representation",
    description = "Time of nonlinearity complexity and effective dimension, beside numpy's.")
final class Representation implements Callable<Integer> {
  private static final String SCRIPT = "representation.py";

  @Mixin private ThreadCounts threads;

  @Mixin private Numpy numpy;

  /**
   * As far apart the two sides may be: with a gain of 1e-7 left, each has been up to 0.003 bits off
   * the optimum on 512 units of trained networks.
   */
  private static final double BITS_TOLERANCE = 1e-2;

  private static final double DIMENSION_TOLERANCE = 1e-6;

  @Option(
      names = "--units",
      split = ",",
      description = "Units of a hidden layer (${DEFAULT-VALUE}).",
      defaultValue = "64,128,256,512")
  private List<Integer> widths;

  @Option(
      names = "--turns",
      description = "Turns of effective dimension; their median counts (${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int turns;

  @Option(names = "--data", description = "Folder of IDX files; without it, drawn strokes.")
  private Optional<Path> data = Optional.empty();

  /** Where the two sides are too far apart: told when all is measured. */
  private final List<String> differences = new ArrayList<>();

  /** An estimate of ours: seconds, bits, and the gain that remains. */
  private record Estimate(double seconds, double bits, double gain) {}

  @Override
  public Integer call() throws IOException {
    numpy.require(SCRIPT);
    if (turns < 1) {
      throw new IllegalArgumentException("turns must be at least 1");
    }
    Path folder = Files.createTempDirectory("representation");
    try {
      record(folder);
      for (String count : threads.counts()) {
        Map<Integer, Estimate> cold = printCold(folder, count);
        printWarm(folder, count, cold);
        printWide(folder, count);
        printDimension(folder, count);
      }
    } finally {
      delete(folder);
    }
    differences.forEach(System.err::println);
    return differences.isEmpty() ? 0 : 1;
  }

  private void record(Path folder) {
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.toString());
    arguments.add(widths.stream().map(String::valueOf).collect(Collectors.joining(",")));
    data.ifPresent(images -> arguments.add(images.toString()));
    Fork.java(ActivationRecording.class, Fork.threads("1"), List.of("-Xmx2g"), arguments);
  }

  /** Gives ours of the last moment. */
  private Map<Integer, Estimate> printCold(Path folder, String count) {
    Markdown.printHead(
        "threads",
        "units",
        "bits, ours",
        "bits, numpy",
        "ours - numpy",
        "gain left, ours",
        "gain left, numpy",
        "steps, numpy",
        "ours cold, ms",
        "numpy cold, ms",
        "ours / numpy");
    Map<Integer, Estimate> cold = new LinkedHashMap<>();
    for (int width : widths) {
      Path file = ActivationRecording.bits(folder, width, ActivationRecording.MOMENTS);
      double[] numpy = numpy("chain", file, count);
      Estimate ours = chain(count, file);
      cold.put(width, ours);
      Markdown.printRow(
          count,
          width,
          Markdown.decimals(4, ours.bits()),
          Markdown.decimals(4, numpy[1]),
          Markdown.scientific(ours.bits() - numpy[1]),
          Markdown.scientific(ours.gain()),
          Markdown.scientific(numpy[2]),
          Markdown.decimals(0, numpy[3]),
          Markdown.millis(ours.seconds()),
          Markdown.millis(numpy[0]),
          Markdown.decimals(2, ours.seconds() / numpy[0]));
      compare("bits of %d units".formatted(width), ours.bits(), numpy[1], BITS_TOLERANCE);
    }
    return cold;
  }

  /** The last two moments, by an estimator that has seen the moment before or the same rows. */
  private void printWarm(Path folder, String count, Map<Integer, Estimate> coldAtLast) {
    Markdown.printHead(
        "threads",
        "units",
        "iterations",
        "warm from",
        "cold, ms",
        "warm, ms",
        "warm / cold",
        "bits, warm - cold");
    int last = ActivationRecording.MOMENTS;
    String earlier = ActivationRecording.INTERVAL + " iterations earlier";
    for (int width : widths) {
      Path[] files = new Path[last + 1];
      for (int moment = 1; moment <= last; moment++) {
        files[moment] = ActivationRecording.bits(folder, width, moment);
      }
      Estimate cold = chain(count, files[last - 1]);
      Estimate warm = chain(count, files[last - 1], files[last - 2]);
      printWarm(count, width, last - 1, earlier, cold, warm);
      warm = chain(count, files[last], files[last - 1]);
      printWarm(count, width, last, earlier, coldAtLast.get(width), warm);
      warm = chain(count, files[last], files[last]);
      printWarm(count, width, last, "the same rows", coldAtLast.get(width), warm);
    }
  }

  private static void printWarm(
      String count, int width, int moment, String from, Estimate cold, Estimate warm) {
    Markdown.printRow(
        count,
        width,
        moment * ActivationRecording.INTERVAL,
        from,
        Markdown.millis(cold.seconds()),
        Markdown.millis(warm.seconds()),
        Markdown.decimals(2, warm.seconds() / cold.seconds()),
        Markdown.scientific(warm.bits() - cold.bits()));
  }

  private void printWide(Path folder, String count) {
    Markdown.printHead("threads", "samples", "estimator", "bits", "ms");
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("images in random directions", ActivationRecording.randomFeatures(folder));
    files.put("a random tree", ActivationRecording.randomTree(folder));
    files.forEach(
        (name, file) -> {
          for (String[] result : ours(WideEntropyBenchmark.class, count, file)) {
            Markdown.printRow(
                count,
                name,
                result[0],
                Markdown.decimals(2, Double.parseDouble(result[2])),
                Markdown.millis(Double.parseDouble(result[1])));
          }
        });
  }

  private void printDimension(Path folder, String count) {
    Markdown.printHead(
        "threads",
        "ours",
        "dimension, ours",
        "dimension, numpy",
        "ours, ms",
        "numpy, ms",
        "ours / numpy");
    Path file = ActivationRecording.features(folder);
    double[] numpySeconds = new double[turns];
    double numpyDimension = 0;
    Map<String, double[]> seconds = new LinkedHashMap<>();
    Map<String, Double> dimensions = new LinkedHashMap<>();
    for (int turn = 0; turn < turns; turn++) {
      double[] numpy = numpy("dimension", file, count);
      numpySeconds[turn] = numpy[0];
      numpyDimension = numpy[1];
      for (String[] result : ours(EffectiveDimensionBenchmark.class, count, file)) {
        seconds.computeIfAbsent(result[0], way -> new double[turns])[turn] =
            Double.parseDouble(result[1]);
        dimensions.put(result[0], Double.parseDouble(result[2]));
      }
    }
    double numpy = MedianInterval.of(numpySeconds).median();
    for (Map.Entry<String, double[]> way : seconds.entrySet()) {
      double ours = MedianInterval.of(way.getValue()).median();
      double dimension = dimensions.get(way.getKey());
      Markdown.printRow(
          count,
          way.getKey(),
          Markdown.decimals(6, dimension),
          Markdown.decimals(6, numpyDimension),
          Markdown.millis(ours),
          Markdown.millis(numpy),
          Markdown.decimals(2, ours / numpy));
      compare("effective dimension", dimension, numpyDimension, DIMENSION_TOLERANCE);
    }
  }

  private static Estimate chain(String count, Path... files) {
    double[] numbers = numbers(ours(ChainBenchmark.class, count, files).get(0));
    return new Estimate(numbers[0], numbers[1], numbers[2]);
  }

  private static List<String[]> ours(Class<?> benchmark, String count, Path... files) {
    List<String> arguments = Stream.of(files).map(Path::toString).toList();
    return Fork.java(benchmark, Fork.threads(count), List.of(), arguments).stream()
        .map(result -> result.split(" ", -1))
        .toList();
  }

  private double[] numpy(String measure, Path file, String count) {
    return numpy.run(SCRIPT, Fork.threads(count), List.of(measure, file.toString()));
  }

  private static double[] numbers(String[] words) {
    return Stream.of(words).mapToDouble(Double::parseDouble).toArray();
  }

  private void compare(String what, double ours, double numpy, double tolerance) {
    if (!(Math.abs(ours - numpy) <= tolerance)) {
      differences.add("%s: ours %s, numpy's %s".formatted(what, ours, numpy));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
