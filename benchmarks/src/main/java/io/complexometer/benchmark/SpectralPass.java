package io.complexometer.benchmark;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The time of all spectra of a network beside numpy's time for the same: {@code A @ A.T} on the
 * thin side and {@code eigvalsh}, of matrices of the same shapes that are doubles already, on the
 * same machine with the same number of threads; and, on request, for what the reference
 * implementation of cPSE does: {@code eigvals}, the general solver, of the product of N x N, N
 * being the rows, whether they are the thin side or not.
 *
 * <p>Ours is measured by JMH ({@link SpectralPassBenchmark}), theirs by a script that keeps JMH's
 * protocol. Numpy's turn and ours of one shape follow each other, since the machine's speed may
 * drift in the course of the whole. JMH's forks inherit the environment, and with it the number of
 * threads, from a process of their own.
 */
@Command(
    name = "SpectralPass",
    description = "Time of all spectra of LeNet, VGG-16 and ResNet-50, beside numpy's.")
final class SpectralPass implements Callable<Integer> {
  private static final String SCRIPT = "spectral_pass.py";

  @Mixin private ThreadCounts threads;

  @Mixin private Numpy numpy;

  @Option(
      names = "--networks",
      split = ",",
      description = "LeNet, VGG-16, ResNet-50 (${DEFAULT-VALUE}).",
      defaultValue = LayerGroup.LENET + "," + LayerGroup.VGG_16 + "," + LayerGroup.RESNET_50)
  private List<String> networks;

  @Option(
      names = "--general",
      description = "Time the reference implementation's algorithm too: takes minutes for VGG-16.")
  private boolean general;

  /** Seconds of one pass; general is 0 where it is not measured. */
  private record Seconds(double ours, double numpy, double general) {
    Seconds plus(Seconds other) {
      return new Seconds(ours + other.ours, numpy + other.numpy, general + other.general);
    }
  }

  @Override
  public Integer call() {
    numpy.require(SCRIPT);
    List<LayerGroup> groups =
        LayerGroup.ALL.stream().filter(group -> networks.contains(group.network())).toList();
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("no such networks: " + networks);
    }
    for (String count : threads.counts()) {
      printHead("threads", "matrix");
      Map<Shape, Seconds> measured = new LinkedHashMap<>();
      groups.stream()
          .flatMap(group -> group.shapes().stream())
          .distinct()
          .forEach(
              shape -> {
                measured.put(shape, measure(shape, count));
                print(measured.get(shape), count, shape.toString());
              });
      printGroups(groups, measured, count);
    }
    return 0;
  }

  private Seconds measure(Shape shape, String count) {
    List<String> arguments = new ArrayList<>(List.of(shape.toString()));
    if (general) {
      arguments.add("general");
    }
    double[] theirs = numpy.run(SCRIPT, Fork.threads(count), arguments);
    double[] ours =
        Numpy.numbers(
            Fork.java(
                    SpectralPassBenchmark.class,
                    Fork.threads(count),
                    List.of(),
                    List.of(shape.toString()))
                .get(0));
    return new Seconds(ours[0], theirs[0] + theirs[1], general ? theirs[2] : 0);
  }

  private void printGroups(List<LayerGroup> groups, Map<Shape, Seconds> measured, String count) {
    printHead("threads", "network", "layers");
    for (LayerGroup group : groups) {
      print(sum(group.shapes(), measured), count, group.network(), group.name());
    }
    for (String network : groups.stream().map(LayerGroup::network).distinct().toList()) {
      List<Shape> shapes = LayerGroup.shapes(network);
      List<Shape> tall = shapes.stream().filter(s -> s.rows() >= 4 * s.columns()).toList();
      if (!tall.isEmpty()) {
        print(sum(tall, measured), count, network, tall.size() + " with N >= 4 M");
      }
      print(sum(shapes, measured), count, network, "**total**");
    }
  }

  private static Seconds sum(List<Shape> shapes, Map<Shape, Seconds> measured) {
    return shapes.stream().map(measured::get).reduce(new Seconds(0, 0, 0), Seconds::plus);
  }

  private void printHead(String... what) {
    List<String> columns = new ArrayList<>(List.of(what));
    columns.addAll(List.of("ours, ms", "numpy, ms", "ours / numpy"));
    if (general) {
      columns.addAll(List.of("general, ms", "general / ours"));
    }
    System.out.println("\n" + row(columns) + "\n" + "|---".repeat(columns.size()) + "|");
  }

  private void print(Seconds seconds, String... what) {
    List<String> columns = new ArrayList<>(List.of(what));
    columns.add(millis(seconds.ours()));
    columns.add(millis(seconds.numpy()));
    columns.add(String.format(Locale.ROOT, "%.2f", seconds.ours() / seconds.numpy()));
    if (general) {
      columns.add(millis(seconds.general()));
      columns.add(String.format(Locale.ROOT, "%.1f", seconds.general() / seconds.ours()));
    }
    System.out.println(row(columns));
  }

  private static String millis(double seconds) {
    return String.format(Locale.ROOT, "%.3f", 1_000 * seconds);
  }

  private static String row(List<String> columns) {
    return columns.stream().collect(joining(" | ", "| ", " |"));
  }
}
