package io.complexometer.benchmark;

import io.complexometer.examples.Complexometer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** One run of {@code analyze} in a process of its own: its seconds and its peak of memory. */
final class ModelAnalysisRun {
  private ModelAnalysisRun() {}

  /**
   * Runs the program, and prints seconds since the process began and its peak of memory in bytes.
   *
   * @param arguments the file
   */
  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(ModelAnalysisRun::print)); // main exits
    Complexometer.main(new String[] {"analyze", arguments[0], "--json"});
  }

  private static void print() {
    long began = ManagementFactory.getRuntimeMXBean().getStartTime();
    double seconds = (System.currentTimeMillis() - began) / 1e3;
    try {
      System.out.printf(
          Locale.ROOT, "%n%s%.3f %d%n", Fork.RESULT, seconds, MemoryUse.peakResident());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    System.out.flush();
  }
}
