package io.complexometer.benchmark;

import io.complexometer.monitor.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the environment's thread settings do to a training, and to the analysis beside it.
 *
 * <p>Each figure comes from JVMs of their own, in which a watched and an unwatched model train in
 * turns; see {@link InterleavedTraining}. The weights are sampled ten times as often as by default,
 * so that there is an analysis in a good part of the iterations; inline nothing is put off. In some
 * JVMs the threads of training and analysis starve each other and in others they do not: the range
 * over the JVMs says more than the median does.
 */
@Command(
    name = "ThreadSettings",
    description = "Training and analysis under the settings of threads that a user may choose.")
final class ThreadSettings implements Callable<Integer> {
  @Option(
      names = "--forks",
      description = "JVMs of each setting, network and mode (${DEFAULT-VALUE}).",
      defaultValue = "2")
  private int forks;

  @Option(
      names = "--networks",
      split = ",",
      description = "LENET, MLP (${DEFAULT-VALUE}).",
      defaultValue = "LENET,MLP")
  private List<TrainingPlan.Network> networks;

  @Option(
      names = "--iterations",
      description =
          "Counted iterations of each model, a multiple of 50, and five times as many of an MLP,"
              + " whose iterations are short (${DEFAULT-VALUE}).",
      defaultValue = "100")
  private int iterations;

  @Option(
      names = "--every",
      description = "Iterations between two samples (${DEFAULT-VALUE}).",
      defaultValue = "10")
  private int every;

  @Option(names = "--data", description = "Folder of IDX files; without it, drawn strokes.")
  private Optional<Path> data = Optional.empty();

  private static final int BLOCK = 50;

  /** Variables of the environment, and how the table calls them. */
  private record Setting(String name, Map<String, String> variables) {}

  private static final List<Setting> SETTINGS =
      List.of(
          new Setting("default", Map.of()),
          variable("OMP_NUM_THREADS", "1"),
          variable("OMP_WAIT_POLICY", "passive"));

  private static Setting variable(String name, String value) {
    return new Setting("`" + name + "=" + value + "`", Map.of(name, value));
  }

  @Override
  public Integer call() {
    if (iterations % BLOCK != 0 || forks < 1) {
      throw new IllegalArgumentException("iterations must be a multiple of 50, forks at least 1");
    }
    System.out.println(
        "| network | setting | alone, ms an iteration | in the background | an analysis, ms |"
            + " inline | an analysis, ms |\n|---|---|---|---|---|---|---|");
    for (TrainingPlan.Network network : networks) {
      for (Setting setting : SETTINGS) {
        List<OverheadRun> background = new ArrayList<>();
        List<OverheadRun> inline = new ArrayList<>();
        for (int fork = 0; fork < forks; fork++) {
          background.add(run(network, setting, Mode.BACKGROUND));
          inline.add(run(network, setting, Mode.INLINE));
        }
        System.out.println(row(network, setting, background, inline));
      }
    }
    return 0;
  }

  private OverheadRun run(TrainingPlan.Network network, Setting setting, Mode mode) {
    int counted = network == TrainingPlan.Network.MLP ? 5 * iterations : iterations;
    TrainingPlan plan =
        new TrainingPlan(network, mode, every, false, false, BLOCK, counted, BLOCK, data);
    List<String> results =
        Fork.java(
            InterleavedTraining.class, setting.variables(), List.of("-Xmx2g"), plan.arguments());
    OverheadRun run = OverheadRun.parse(results.get(0));
    System.err.println(network + " " + setting.name() + " " + run);
    return run;
  }

  private static String row(
      TrainingPlan.Network network,
      Setting setting,
      List<OverheadRun> background,
      List<OverheadRun> inline) {
    List<OverheadRun> all = new ArrayList<>(background);
    all.addAll(inline);
    return String.join(
        " | ",
        "| " + network,
        setting.name(),
        range(all, OverheadRun::plainMillis),
        range(background, OverheadRun::watchedMillis),
        range(background, OverheadRun::analysisMillis),
        range(inline, OverheadRun::watchedMillis),
        range(inline, OverheadRun::analysisMillis) + " |");
  }

  /** The median, and in parentheses the least and the most. */
  private static String range(List<OverheadRun> runs, ToDoubleFunction<OverheadRun> number) {
    double[] sorted = runs.stream().mapToDouble(number).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.1f (%.1f to %.1f)",
        MedianInterval.of(sorted).median(),
        sorted[0],
        Arrays.stream(sorted).max().orElseThrow());
  }
}
