package io.complexometer.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The other side of a comparison: a script that keeps the same protocol with numpy. */
final class Numpy {
  @Option(
      names = "--python",
      description = "A Python with numpy, for some benchmarks also scipy (${DEFAULT-VALUE}).",
      defaultValue = "python3")
  private String python;

  @Option(
      names = "--scripts",
      description = "Folder of numpy's side (${DEFAULT-VALUE}).",
      defaultValue = "benchmarks/src/main/python")
  private Path scripts;

  /**
   * Checks that a script is there, before anybody works for it.
   *
   * @throws IllegalArgumentException if it is not
   */
  void require(String script) {
    Path file = scripts.resolve(script);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          file
              + " is not there: start from the root of the repository, or name its folder by"
              + " --scripts");
    }
  }

  /** Runs a script, and gives the numbers of its first result. */
  double[] run(String script, Map<String, String> threadVariables, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(python, scripts.resolve(script).toString()));
    command.addAll(arguments);
    return numbers(Fork.run(command, threadVariables).get(0));
  }

  /** The numbers of a result. */
  static double[] numbers(String result) {
    return Stream.of(result.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
