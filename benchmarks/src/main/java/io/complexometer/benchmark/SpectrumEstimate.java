package io.complexometer.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Error against cost of estimated spectra: each matrix is decomposed, then estimated with several
 * numbers of vectors and steps, all in one process ({@link SpectrumEstimateRun}).
 */
@Command(
    name = "SpectrumEstimate",
    description = "Error and cost of estimated spectra beside exact ones.")
final class SpectrumEstimate implements Callable<Integer> {
  private static final String HEADER =
      "\n| threads | matrix | vectors x steps | s | gain | native MB | found singly | Kolmogorov"
          + " | stated | lambda_max | stable rank | effective rank | alpha | bins |\n"
          + "|---|---|---|---|---|---|---|---|---|---|---|---|---|---|";

  @Mixin private ThreadCounts threads;

  @Option(
      names = "--matrices",
      split = ",",
      description = "As kindROWSxCOLUMNS, kinds being gaussian, spiked, uneven (${DEFAULT-VALUE}).",
      defaultValue = "gaussian4096x4096,spiked4096x4096,uneven4096x4096")
  private List<String> matrices;

  @Option(names = "--large", description = "Also spiked8192x8192: minutes for the exact spectrum.")
  private boolean large;

  @Option(
      names = "--estimates",
      split = ",",
      description = "As VECTORSxSTEPS (${DEFAULT-VALUE}).",
      defaultValue = "8x16,8x32,8x64,16x16,16x24,16x32,16x48,32x16,32x32")
  private List<String> estimates;

  @Override
  public Integer call() {
    List<String> all = new ArrayList<>(matrices);
    if (large) {
      all.add("spiked8192x8192");
    }
    for (String count : threads.counts()) {
      for (String matrix : all) {
        List<String> arguments = new ArrayList<>(List.of(matrix));
        arguments.addAll(estimates);
        List<String> rows =
            Fork.java(SpectrumEstimateRun.class, Fork.threads(count), List.of("-Xmx3g"), arguments);
        System.out.println(HEADER);
        rows.forEach(row -> System.out.println("| " + count + " | " + matrix + row));
      }
    }
    return 0;
  }
}
