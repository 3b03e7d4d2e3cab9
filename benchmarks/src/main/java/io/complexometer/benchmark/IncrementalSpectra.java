package io.complexometer.benchmark;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The time of an analysis when only one of 50 layers has changed since the last one, beside the
 * time of that layer's decomposition alone.
 *
 * <p>Each number of threads has a JVM of its own: see {@link IncrementalAnalysis}.
 */
@Command(
    name = "IncrementalSpectra",
    description = "Time of an analysis when one of 50 layers has changed.")
final class IncrementalSpectra implements Callable<Integer> {
  @Mixin private ThreadCounts threads;

  @Option(
      names = "--rounds",
      description = "Analyses of each kind (${DEFAULT-VALUE}).",
      defaultValue = "15")
  private int rounds;

  @Override
  public Integer call() {
    System.out.println(
        "| threads | network | layer changed | its decomposition, ms | analysis, ms | ratio |"
            + " interval | coverage | nothing changed, ms | all changed, ms | copy, ms |\n"
            + "|---|---|---|---|---|---|---|---|---|---|---|");
    for (String count : threads.counts()) {
      Fork.java(
              IncrementalAnalysis.class,
              Fork.threads(count),
              List.of("-Xmx2g"),
              List.of(Integer.toString(rounds)))
          .forEach(result -> System.out.println("| " + count + " | " + result));
    }
    return 0;
  }
}
