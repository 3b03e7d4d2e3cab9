package io.complexometer.benchmark;

import io.complexometer.monitor.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What the listener costs a training: a LeNet on images of 28 x 28 pixels, batches of 64, the
 * listener at its defaults (weights every 100 iterations, a probe of 1,000 images every 500),
 * against the same training without it, as a ratio of wall times.
 *
 * <p>Each ratio comes from one JVM in which a watched and an unwatched model train in turns; see
 * {@link InterleavedTraining}. JMH has no place for that: it measures one method at a time, and
 * compares what was measured minutes apart. JVMs differ among themselves (compiled code, memory
 * layout), so there are several; the order of modes and thread settings changes from one round of
 * JVMs to the next.
 */
@Command(
    name = "ListenerOverhead",
    description = "Wall time of a watched LeNet training over that of an unwatched one.")
final class ListenerOverhead implements Callable<Integer> {
  private static final int INTERVAL = 100;

  @Option(
      names = "--forks",
      description = "JVMs of each line of the table (${DEFAULT-VALUE}).",
      defaultValue = "6")
  private int forks;

  @Option(
      names = "--modes",
      split = ",",
      description = "AUTO, BACKGROUND, INLINE (${DEFAULT-VALUE}).",
      defaultValue = "AUTO")
  private List<Mode> modes;

  @Option(
      names = "--threads",
      split = ",",
      description = "Values of OMP_NUM_THREADS; 'default' unsets it (${DEFAULT-VALUE}).",
      defaultValue = "1,default")
  private List<String> threads;

  @Option(
      names = "--iterations",
      description = "Counted iterations of each model, a multiple of 500 (${DEFAULT-VALUE}).",
      defaultValue = "1500")
  private int iterations;

  @Option(
      names = "--warm-up",
      description = "Iterations before them, a multiple of 500 (${DEFAULT-VALUE}).",
      defaultValue = "500")
  private int warmUp;

  @Option(names = "--data", description = "Folder of IDX files; without it, drawn strokes.")
  private Optional<Path> data = Optional.empty();

  /** One line of the table. */
  private record Setting(Mode mode, String threads) {}

  @Override
  public Integer call() {
    if (iterations % 500 != 0 || warmUp % 500 != 0 || forks < 1) {
      throw new IllegalArgumentException(
          "iterations and warm-up must be multiples of 500 (one probe each), forks at least 1");
    }
    List<Setting> settings =
        threads.stream().flatMap(t -> modes.stream().map(m -> new Setting(m, t))).toList();
    List<List<OverheadRun>> runs = new ArrayList<>();
    settings.forEach(setting -> runs.add(new ArrayList<>()));
    System.out.println(
        "| threads | mode | watched s | plain s | ratio | settling s | weights | probes | put off |"
            + " replaced | interruption s | share | analysis s | warm-up interruption s |"
            + " failures |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
    for (int fork = 0; fork < forks; fork++) {
      for (int i = 0; i < settings.size(); i++) {
        int turn = (i + fork) % settings.size();
        OverheadRun run = run(settings.get(turn));
        runs.get(turn).add(run);
        System.out.println(row(settings.get(turn), run));
      }
    }
    System.out.println(
        "\n| threads | mode | JVMs | ratio, median | interval | coverage | interruption share,"
            + " median | analysis ms |\n|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < settings.size(); i++) {
      System.out.println(summary(settings.get(i), runs.get(i)));
    }
    return 0;
  }

  private OverheadRun run(Setting setting) {
    TrainingPlan plan =
        new TrainingPlan(
            TrainingPlan.Network.LENET,
            setting.mode(),
            INTERVAL,
            true,
            true,
            INTERVAL,
            iterations,
            warmUp,
            data);
    List<String> results =
        Fork.java(
            InterleavedTraining.class,
            Fork.threads(setting.threads()),
            List.of("-Xmx2g"),
            plan.arguments());
    return OverheadRun.parse(results.get(0));
  }

  private static String row(Setting setting, OverheadRun run) {
    return String.format(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | %.4f | %.3f | %d | %d | %d | %d | %.3f | %.4f | %.3f | %.3f |"
            + " %d |",
        setting.threads(),
        setting.mode(),
        run.watchedSeconds(),
        run.plainSeconds(),
        run.ratio(),
        run.settleSeconds(),
        run.weightSamples(),
        run.probes(),
        run.putOff(),
        run.replaced(),
        run.interruptionSeconds(),
        run.interruptionShare(),
        run.analysisSeconds(),
        run.warmUpInterruptionSeconds(),
        run.failures());
  }

  private static String summary(Setting setting, List<OverheadRun> runs) {
    MedianInterval ratio = interval(runs, OverheadRun::ratio);
    return String.format(
        Locale.ROOT,
        "| %s | %s | %d | %.4f | %.4f to %.4f | %.3f | %.4f | %.1f |",
        setting.threads(),
        setting.mode(),
        runs.size(),
        ratio.median(),
        ratio.low(),
        ratio.high(),
        ratio.coverage(),
        interval(runs, OverheadRun::interruptionShare).median(),
        interval(runs, OverheadRun::analysisMillis).median());
  }

  private static MedianInterval interval(
      List<OverheadRun> runs, ToDoubleFunction<OverheadRun> number) {
    return MedianInterval.of(runs.stream().mapToDouble(number).toArray());
  }
}
