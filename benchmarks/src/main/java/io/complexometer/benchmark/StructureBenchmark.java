package io.complexometer.benchmark;

import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Level;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Shape;
import io.complexometer.measure.structure.Structure;
import io.complexometer.measure.structure.Taps;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * All measures of the structure of a DenseNet-201 (arXiv:1608.06993, table 1) for images of 224 x
 * 224 pixels: 98 dense layers, each behind the concatenation of all before it in its block.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime) // a structure is measured once: the first time counts
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class StructureBenchmark {
  private static final int[] BLOCKS = {6, 12, 48, 32};
  private static final int GROWTH = 32;

  @Param({"NOMINAL", "EDGE", "EXACT"})
  private Level level;

  private NetworkGraph.Builder builder;
  private NetworkGraph network;

  /** For JMH, which creates it. */
  public StructureBenchmark() {}

  /**
   * Measures at each level, and prints its name and seconds as a result.
   *
   * @param ignored none
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] ignored) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(StructureBenchmark.class.getName()).shouldFailOnError(true);
    for (RunResult run : new Runner(options.build()).run()) {
      System.out.printf(
          Locale.ROOT,
          "%s%s %.6f%n",
          io.complexometer.benchmark.Fork.RESULT,
          run.getParams().getParam("level"),
          run.getPrimaryResult().getScore());
    }
  }

  /** Writes the network down. */
  @Setup
  public void write() {
    builder = NetworkGraph.builder();
    int x = convolution(builder.input("in", Shape.of(3, 224, 224)), 64, 7, 2);
    x = pool(neutral(x), 3, 2, 1);
    for (int block = 0; block < BLOCKS.length; block++) {
      for (int i = 0; i < BLOCKS[block]; i++) {
        int grown = convolution(neutral(x), 4 * GROWTH, 1, 1);
        grown = convolution(neutral(grown), GROWTH, 3, 1);
        builder.begin("concat", "concat", false);
        x = builder.concat(x, grown);
      }
      x = neutral(x);
      if (block < BLOCKS.length - 1) {
        x = pool(convolution(x, builder.shape(x).channels() / 2, 1, 1), 2, 2, 0);
      }
    }
    builder.begin("pool", "pool", false);
    x = builder.leaf(x, Leaves.globalPool(builder.shape(x)));
    builder.begin("dense", "dense", false);
    network = builder.build(builder.leaf(x, Leaves.dense(builder.shape(x), 1000, true)));
  }

  private int neutral(int before) {
    builder.begin("norm", "norm", false);
    return builder.leaf(before, Leaves.neutral("norm", builder.shape(before)));
  }

  private int convolution(int before, int channels, int kernel, int stride) {
    builder.begin("conv", "conv", false);
    Shape shape = builder.shape(before);
    return builder.leaf(
        before,
        Leaves.convolution(shape, channels, taps(shape, kernel, stride, kernel / 2), false));
  }

  private int pool(int before, int kernel, int stride, int padding) {
    builder.begin("pool", "pool", false);
    Shape shape = builder.shape(before);
    return builder.leaf(before, Leaves.pool(shape, taps(shape, kernel, stride, padding)));
  }

  private static List<Taps> taps(Shape shape, int kernel, int stride, int padding) {
    return shape.extent().stream()
        .map(
            n ->
                Taps.window(n, (n + 2 * padding - kernel) / stride + 1, kernel, stride, 1, padding))
        .toList();
  }

  /**
   * Measures.
   *
   * @return what was measured
   */
  @Benchmark
  public Structure measure() {
    return Structure.of(network, level);
  }
}
