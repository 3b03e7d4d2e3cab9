package io.complexometer.benchmark;

import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What a benchmark of one file prints for the process that has started it. */
final class JmhResults {
  private JmhResults() {}

  /**
   * Runs all methods of a benchmark, and prints a result for each: its name, its mean seconds, and
   * the number that it computes.
   *
   * @param benchmark with a parameter {@code file}
   * @param file its value
   * @param numbers what each method computes, by its name
   */
  static void print(Class<?> benchmark, String file, Map<String, Double> numbers)
      throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(benchmark.getName()).param("file", file).shouldFailOnError(true);
    for (RunResult run : new Runner(options.build()).run()) {
      String method = run.getPrimaryResult().getLabel();
      System.out.printf(
          Locale.ROOT,
          "%s%s %.9f %.9f%n",
          Fork.RESULT,
          method,
          run.getPrimaryResult().getScore(),
          numbers.get(method));
    }
  }
}
