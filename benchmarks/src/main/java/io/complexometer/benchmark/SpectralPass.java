package io.complexometer.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The time of all spectra of a network beside numpy's time for the same: {@code A @ A.T} on the
 * thin side and {@code eigvalsh}, of matrices of the same shapes that are doubles already, on the
 * same machine with the same number of threads.
 *
 * <p>Ours is measured by JMH ({@link SpectralPassBenchmark}), theirs by a script that keeps JMH's
 * protocol: two rounds of a second to warm up, then the mean of five rounds. JMH's forks inherit
 * the environment, and with it the number of threads, from a process of their own.
 */
@Command(
    name = "SpectralPass",
    description = "Time of all spectra of LeNet and VGG-16, beside numpy's.")
final class SpectralPass implements Callable<Integer> {
  @Option(
      names = "--threads",
      split = ",",
      description = "Values of OMP_NUM_THREADS and OPENBLAS_NUM_THREADS (${DEFAULT-VALUE}).",
      defaultValue = "1,2")
  private List<String> threads;

  @Option(
      names = "--networks",
      split = ",",
      description = "LeNet, VGG-16 (${DEFAULT-VALUE}).",
      defaultValue = LayerGroup.LENET + "," + LayerGroup.VGG_16)
  private List<String> networks;

  @Option(
      names = "--python",
      description = "A Python with numpy (${DEFAULT-VALUE}).",
      defaultValue = "python3")
  private String python;

  @Option(
      names = "--script",
      description = "Numpy's side (${DEFAULT-VALUE}).",
      defaultValue = "benchmarks/src/main/python/spectral_pass.py")
  private Path script;

  @Override
  public Integer call() {
    if (!Files.exists(script)) {
      throw new IllegalArgumentException(
          script + " is not there: start from the root of the repository, or name it by --script");
    }
    List<LayerGroup> groups =
        LayerGroup.ALL.stream().filter(group -> networks.contains(group.network())).toList();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("no such networks: " + networks);
    }
    Set<String> shapes = new LinkedHashSet<>();
    groups.forEach(group -> shapes.addAll(group.shapes()));
    for (String count : threads) {
      List<String> command = new ArrayList<>(List.of(python, script.toString()));
      command.addAll(shapes);
      Map<String, Double> theirs = seconds(Fork.run(command, count));
      Map<String, Double> ours =
          seconds(Fork.java(SpectralPassBenchmark.class, count, List.of(), List.copyOf(shapes)));
      printShapes(count, shapes, ours, theirs);
      printGroups(count, groups, ours, theirs);
    }
    return 0;
  }

  /** Lines of a shape and one or more times, which are added. */
  private static Map<String, Double> seconds(List<String> results) {
    Map<String, Double> seconds = new HashMap<>();
    for (String result : results) {
      String[] parts = result.split(" ", -1);
      double sum = 0;
      for (int i = 1; i < parts.length; i++) {
        sum += Double.parseDouble(parts[i]);
      }
      seconds.put(parts[0], sum);
    }
    return seconds;
  }

  private static void printShapes(
      String count, Set<String> shapes, Map<String, Double> ours, Map<String, Double> theirs) {
    System.out.println(
        "\n| threads | matrix | ours, ms | numpy, ms | ratio |\n|---|---|---|---|---|");
    for (String shape : shapes) {
      System.out.println(row("| " + count + " | " + shape, ours.get(shape), theirs.get(shape)));
    }
  }

  private static void printGroups(
      String count, List<LayerGroup> groups, Map<String, Double> ours, Map<String, Double> theirs) {
    System.out.println(
        "\n| threads | network | layers | ours, ms | numpy, ms | ratio |\n|---|---|---|---|---|---|");
    Map<String, double[]> totals = new HashMap<>();
    for (LayerGroup group : groups) {
      double our = group.shapes().stream().mapToDouble(ours::get).sum();
      double their = group.shapes().stream().mapToDouble(theirs::get).sum();
      System.out.println(
          row("| " + count + " | " + group.network() + " | " + group.name(), our, their));
      double[] total = totals.computeIfAbsent(group.network(), network -> new double[2]);
      total[0] += our;
      total[1] += their;
    }
    totals.forEach(
        (network, total) ->
            System.out.println(
                row("| " + count + " | " + network + " | **total**", total[0], total[1])));
  }

  private static String row(String head, double ours, double theirs) {
    return String.format(
        Locale.ROOT,
        "%s | %.3f | %.3f | %.2f |",
        head,
        1_000 * ours,
        1_000 * theirs,
        ours / theirs);
  }
}
