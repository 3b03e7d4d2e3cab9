package io.complexometer.benchmark;

import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/**
 * The effective dimension of one file of single-precision features: from the state that the probe
 * fills chunk after chunk, and of all rows at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class EffectiveDimensionBenchmark {
  private static final int CHUNK = 128; // rows: the examples of the probe's

  @Param("")
  private String file;

  private Matrix.Floats features;
  private List<Matrix> chunks;
  private GramWorkspace workspace;

  /** For JMH, which creates it. */
  public EffectiveDimensionBenchmark() {}

  /**
   * Measures a file, and prints a result for each way: its name, the seconds it takes, and the
   * effective dimension.
   *
   * @param arguments the file
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] arguments) throws RunnerException {
    EffectiveDimensionBenchmark once = new EffectiveDimensionBenchmark();
    once.file = arguments[0];
    once.read();
    Map<String, Double> dimensions =
        Map.of(
            "merged", once.merged().value().orNaN(),
            "whole", once.whole().value().orNaN());
    once.close();
    JmhResults.print(EffectiveDimensionBenchmark.class, once.file, dimensions);
  }

  /** Reads the features through ND4J, which loads BLAS and decides on its threads; cuts them. */
  @Setup
  public void read() {
    features = NpyFile.readFloats(Path.of(file));
    workspace = new GramWorkspace();
    int units = features.columns();
    chunks = new ArrayList<>();
    for (int row = 0; row < features.rows(); row += CHUNK) {
      int end = Math.min(row + CHUNK, features.rows());
      chunks.add(
          new Matrix.Floats(
              end - row, units, Arrays.copyOfRange(features.data(), row * units, end * units)));
    }
  }

  /**
   * Chunk after chunk merged into a scatter, and its eigenvalues.
   *
   * @return the effective dimension
   */
  @Benchmark
  public EffectiveDimension merged() {
    Scatter scatter = new Scatter(features.columns());
    scatter.reserve(features.rows()); // as the probe does
    chunks.forEach(chunk -> scatter.add(chunk, workspace));
    return scatter.effectiveDimension(workspace);
  }

  /**
   * All rows at once.
   *
   * @return the effective dimension
   */
  @Benchmark
  public EffectiveDimension whole() {
    return EffectiveDimension.of(features, workspace);
  }

  /** Gives the native memory back. */
  @TearDown
  public void close() {
    workspace.close();
  }
}
