package io.complexometer.benchmark;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.factory.Nd4j;
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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The spectrum of one matrix of single-precision normal numbers, as the listener computes it:
 * turned into doubles, multiplied with itself on the thin side, decomposed. Matrices are measured
 * one by one because a network has many of the same shape: ResNet-50's 54 are of 21.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class SpectralPassBenchmark {
  @Param({"20x25", "500x800"})
  private String shape;

  private Matrix weights;
  private GramWorkspace workspace;

  /** For JMH, which creates it. */
  public SpectralPassBenchmark() {}

  /**
   * Measures a shape, and prints the seconds of a pass as a result.
   *
   * @param arguments the shape, as {@code rowsxcolumns}
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(SpectralPassBenchmark.class.getName())
            .param("shape", arguments[0])
            .shouldFailOnError(true);
    if (Shape.parse(arguments[0]).order() >= Shape.LARGE_ORDER) {
      options.warmupIterations(1).measurementIterations(3);
    }
    double seconds = new Runner(options.build()).runSingle().getPrimaryResult().getScore();
    System.out.printf(Locale.ROOT, "%s%.9f%n", io.complexometer.benchmark.Fork.RESULT, seconds);
  }

  /** Draws the matrix, and loads BLAS through ND4J, which decides on its threads. */
  @Setup
  public void draw() {
    Nd4j.create(1);
    Shape sides = Shape.parse(shape);
    float[] data = new float[Math.toIntExact(sides.entries())];
    Random random = new Random(1);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    weights = new Matrix.Floats(sides.rows(), sides.columns(), data);
    workspace = new GramWorkspace();
  }

  /**
   * One pass.
   *
   * @return the spectrum
   */
  @Benchmark
  public WeightSpectrum spectrum() {
    return WeightSpectrum.of(weights, workspace);
  }

  /** Gives the native memory back. */
  @TearDown
  public void close() {
    workspace.close();
  }
}
