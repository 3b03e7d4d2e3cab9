package io.complexometer.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The time and the memory that {@code analyze} takes for the weights of a VGG-16 in an .npz file,
 * beside numpy's time for the Gram matrices and eigenvalues of the same file. Ours is the whole
 * program from its start: reading, spectra, summaries, cPSE in all profiles, twenty random
 * networks.
 */
@Command(
    name = "ModelAnalysis",
    description = "Time of the program analyze for a VGG-16's weights, beside numpy's.")
final class ModelAnalysis implements Callable<Integer> {
  private static final String SCRIPT = "model_analysis.py";

  @Mixin private ThreadCounts threads;

  @Mixin private Numpy numpy;

  @Option(
      names = "--turns",
      description = "Turns of both; the median of their ratios counts (${DEFAULT-VALUE}).",
      defaultValue = "3")
  private int turns;

  @Override
  public Integer call() throws IOException {
    numpy.require(SCRIPT);
    Path file = Files.createTempFile("vgg16", ".npz");
    try {
      numpy("write", file, "1");
      Markdown.printHead(
          "threads",
          "turn",
          "analyze, s",
          "numpy: Gram and eigenvalues, s",
          "numpy with reading, s",
          "analyze / numpy",
          "file, MB",
          "peak memory, MB");
      for (String count : threads.counts()) {
        print(file, count);
      }
    } finally {
      Files.delete(file);
    }
    return 0;
  }

  private void print(Path file, String count) throws IOException {
    List<Double> ratios = new ArrayList<>();
    for (int turn = 1; turn <= turns; turn++) {
      double[] numpy = numpy("measure", file, count);
      double[] ours =
          Numpy.numbers(
              Fork.java(
                      ModelAnalysisRun.class,
                      Fork.threads(count),
                      cores(count),
                      List.of(file.toString()))
                  .get(0));
      ratios.add(ours[0] / numpy[0]);
      Markdown.printRow(
          count,
          turn,
          Markdown.decimals(2, ours[0]),
          Markdown.decimals(2, numpy[0]),
          Markdown.decimals(2, numpy[1]),
          Markdown.decimals(2, ours[0] / numpy[0]),
          Files.size(file) >> 20,
          (long) ours[1] >> 20);
    }
    double median =
        MedianInterval.of(ratios.stream().mapToDouble(Double::doubleValue).toArray()).median();
    Markdown.printRow(count, "median", "", "", "", Markdown.decimals(2, median), "", "");
  }

  /** With one thread of BLAS, one of ours as well. */
  private static List<String> cores(String count) {
    return count.equals(Fork.DEFAULT_THREADS)
        ? List.of()
        : List.of("-XX:ActiveProcessorCount=" + count);
  }

  private double[] numpy(String what, Path file, String count) {
    return numpy.run(SCRIPT, Fork.threads(count), List.of(what, file.toString()));
  }
}
