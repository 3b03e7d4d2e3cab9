package io.complexometer.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A process of its own for a measurement: BLAS reads its number of threads from the environment
 * when it is loaded, and never again.
 *
 * <p>Lines of its output that begin with {@value #RESULT} are results; all others are passed on to
 * the standard error stream, so that a table on the standard output stays a table.
 */
final class Fork {
  static final String RESULT = "result ";

  /** Stands for a number of threads that is not set: the library then takes all cores. */
  static final String DEFAULT_THREADS = "default";

  private static final List<String> THREAD_VARIABLES =
      List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_WAIT_POLICY");

  private Fork() {}

  /**
   * The variables that set a number of threads.
   *
   * @param threads of OpenMP and OpenBLAS, or {@link #DEFAULT_THREADS}
   */
  static Map<String, String> threads(String threads) {
    return threads.equals(DEFAULT_THREADS)
        ? Map.of()
        : Map.of("OMP_NUM_THREADS", threads, "OPENBLAS_NUM_THREADS", threads);
  }

  /** Runs a class of this program. */
  static List<String> java(
      Class<?> main,
      Map<String, String> threadVariables,
      List<String> options,
      List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return run(command, threadVariables);
  }

  /**
   * Runs a command.
   *
   * @param threadVariables of its environment; others that set threads are not inherited
   * @return its results, without the word that marks them
   * @throws IllegalStateException if it fails; its own words went to the standard error stream
   */
  static List<String> run(List<String> command, Map<String, String> threadVariables) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(THREAD_VARIABLES);
    builder.environment().putAll(threadVariables);
    List<String> results = new ArrayList<>();
    try {
      Process process = builder.start();
      try (BufferedReader output = process.inputReader(Charset.defaultCharset())) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          if (line.startsWith(RESULT)) {
            results.add(line.substring(RESULT.length()));
          } else {
            System.err.println(line);
          }
        }
      }
      int exit = process.waitFor();
      if (exit != 0) {
        throw new IllegalStateException(
            "a measurement ended with exit code %d: %s".formatted(exit, command));
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command.get(0), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a measurement", e);
    }
    return results;
  }
}
