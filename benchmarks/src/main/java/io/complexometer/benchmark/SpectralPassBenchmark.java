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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The spectrum of one matrix of single-precision normal numbers, as the listener computes it:
 * turned into doubles, multiplied with itself on the thin side, decomposed. Matrices are measured
 * one by one because those of VGG-16 are eleven in shape and five in a row alike.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class SpectralPassBenchmark {
  @Param({"20x25", "500x800"})
  private String shape;

  private Matrix weights;
  private GramWorkspace workspace;

  /** For JMH, which creates it. */
  public SpectralPassBenchmark() {}

  /**
   * Measures shapes, and prints a result for each.
   *
   * @param shapes as {@code rowsxcolumns}
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] shapes) throws RunnerException {
    for (RunResult result :
        new Runner(
                new OptionsBuilder()
                    .include(SpectralPassBenchmark.class.getName())
                    .param("shape", shapes)
                    .shouldFailOnError(true)
                    .build())
            .run()) {
      System.out.printf(
          Locale.ROOT,
          "%s%s %.9f%n",
          io.complexometer.benchmark.Fork.RESULT,
          result.getParams().getParam("shape"),
          result.getPrimaryResult().getScore());
    }
  }

  /** Draws the matrix, and loads BLAS through ND4J, which decides on its threads. */
  @Setup
  public void draw() {
    Nd4j.create(1);
    String[] sides = shape.split("x", 2);
    int rows = Integer.parseInt(sides[0]);
    int columns = Integer.parseInt(sides[1]);
    float[] data = new float[rows * columns];
    Random random = new Random(1);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
    weights = new Matrix.Floats(rows, columns, data);
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
