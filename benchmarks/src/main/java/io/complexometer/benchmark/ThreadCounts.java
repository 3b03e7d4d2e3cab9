package io.complexometer.benchmark;

import java.util.List;
import picocli.CommandLine.Option;

/** With how many threads a benchmark is run: each number has processes of its own. */
final class ThreadCounts {
  @Option(
      names = "--threads",
      split = ",",
      description = "Values of OMP_NUM_THREADS and OPENBLAS_NUM_THREADS (${DEFAULT-VALUE}).",
      defaultValue = "1,2")
  private List<String> counts;

  List<String> counts() {
    return counts;
  }
}
