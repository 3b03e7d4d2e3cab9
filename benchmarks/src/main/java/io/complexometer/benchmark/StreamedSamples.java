package io.complexometer.benchmark;

import io.complexometer.measure.scaling.LogarithmicGrid;
import io.complexometer.monitor.TrendsStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What ten million samples cost the laws that are fitted live: the time to add a value to the grid
 * of a series, that of a sample of several series, the fits between them, and the heap, each decade
 * of iterations by itself. Times are the processor's, of this thread.
 */
@Command(
    name = "StreamedSamples",
    description = "Time an update and memory of scaling laws over a long run.")
final class StreamedSamples implements Callable<Integer> {
  private static final int BLOCK = 1_000; // a clock that is read more often would be most of it

  @Option(names = "--samples", description = "How many (${DEFAULT-VALUE}).")
  private long samples = 10_000_000;

  @Option(names = "--series", description = "To which laws are fitted (${DEFAULT-VALUE}).")
  private int series = 10;

  private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(1);

  @Override
  public Integer call() {
    run(100_000, false); // so that the code is compiled
    Markdown.printHead(
        "samples",
        "points kept",
        "grid: ns a value",
        "ns a sample of " + series + " series",
        "fits",
        "ms a fit",
        "heap, kB");
    run(samples, true);
    return 0;
  }

  private void run(long end, boolean printed) {
    LogarithmicGrid grid = new LogarithmicGrid();
    TrendsStream trends = new TrendsStream(series, BLOCK);
    double[] values = new double[BLOCK];
    Cost cost = new Cost();
    long decade = BLOCK;
    for (long from = 0; from < end; from += BLOCK) {
      for (int i = 0; i < BLOCK; i++) {
        values[i] = 1 + 4 * Math.pow((double) (from + i + 1), -0.4) + 0.02 * random.nextDouble();
        trends.prepare(from + i, values[i]);
      }
      long start = cpuNanos();
      for (int i = 0; i < BLOCK; i++) {
        grid.add((double) (from + i + 1), values[i]);
      }
      long added = cpuNanos();
      trends.observe();
      long observed = cpuNanos();
      cost.fits += trends.fit();
      cost.fitNanos += cpuNanos() - observed;
      cost.gridNanos += added - start;
      cost.observeNanos += observed - added;
      cost.samples += BLOCK;
      if (from + BLOCK == decade || from + BLOCK >= end) {
        if (printed) {
          cost.print(from + BLOCK, grid.count());
        }
        cost = new Cost();
        decade *= 10;
      }
    }
  }

  /** Of this thread: what else the machine does is none of it. */
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Of one decade. */
  private static final class Cost {
    private long samples;
    private long gridNanos;
    private long observeNanos;
    private long fits;
    private long fitNanos;

    void print(long end, int points) {
      Markdown.printRow(
          String.format(Locale.ROOT, "%,d", end),
          points,
          Markdown.decimals(1, (double) gridNanos / samples),
          Markdown.decimals(1, (double) observeNanos / samples),
          fits,
          Markdown.decimals(1, fitNanos / 1e6 / fits),
          String.format(Locale.ROOT, "%,d", MemoryUse.now().heap() / 1_000));
    }
  }
}
