package io.complexometer.benchmark;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program that starts a benchmark by its name. */
@Command(
    name = "benchmarks",
    description = "What the listener costs, and what a measure costs beside its reference.",
    subcommands = {
      ListenerOverhead.class,
      SpectralPass.class,
      SpectrumEstimate.class,
      IncrementalSpectra.class,
      Representation.class,
      ModelAnalysis.class,
      StructureLevels.class,
      AnalysisMemory.class,
      ProbeMemory.class,
      ThreadSettings.class,
      StoppingTable.class,
      ErrorRates.class,
      StreamedSamples.class,
      ScrapeCost.class,
      CommandLine.HelpCommand.class
    })
public final class Benchmarks {
  private Benchmarks() {}

  /**
   * Runs one benchmark.
   *
   * @param arguments its name and options
   */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Benchmarks()).execute(arguments));
  }
}
