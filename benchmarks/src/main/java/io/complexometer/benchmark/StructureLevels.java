package io.complexometer.benchmark;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** The time of all measures of structure, by level, for a graph of DenseNet-201's size. */
@Command(name = "StructureLevels", description = "Time of the structure of a DenseNet-201.")
final class StructureLevels implements Callable<Integer> {

  @Override
  public Integer call() {
    Markdown.printHead("level", "ms, first time in a JVM");
    for (String result : Fork.java(StructureBenchmark.class, Map.of(), List.of(), List.of())) {
      String[] words = result.split(" ", -1);
      Markdown.printRow(words[0], Markdown.millis(Double.parseDouble(words[1])));
    }
    return 0;
  }
}
