package io.complexometer.benchmark;

import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.Folds;
import io.complexometer.measure.nonlinearity.IndependentEntropy;
import io.complexometer.measure.nonlinearity.JointEntropy;
import io.complexometer.measure.nonlinearity.TreeEstimator;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.RunnerException;

/** The entropies of one file of binary samples that take counts only, as a wide layer's do. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class WideEntropyBenchmark {
  @Param("")
  private String file;

  private BinarySamples samples;
  private Folds folds;

  /** For JMH, which creates it. */
  public WideEntropyBenchmark() {}

  /**
   * Measures a file, and prints a result for each estimator: its name, the seconds of an estimate,
   * and its bits, NaN where they cannot be told from so few samples.
   *
   * @param arguments the file
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] arguments) throws RunnerException {
    WideEntropyBenchmark once = new WideEntropyBenchmark();
    once.file = arguments[0];
    once.read();
    Map<String, Double> bits =
        Map.of(
            "tree", once.tree().bits(),
            "joint", once.joint().value().orNaN(),
            "independent", once.independent().bits());
    JmhResults.print(WideEntropyBenchmark.class, once.file, bits);
  }

  /** Reads the samples. */
  @Setup
  public void read() {
    samples = NpyFile.readBits(Path.of(file));
    folds = Folds.interleaved(samples.rows());
  }

  /**
   * TREE.
   *
   * @return the code length
   */
  @Benchmark
  public CodeLength tree() {
    return new TreeEstimator().estimate(samples, folds);
  }

  /**
   * JOINT.
   *
   * @return the estimates
   */
  @Benchmark
  public JointEntropy joint() {
    return JointEntropy.of(samples);
  }

  /**
   * INDEPENDENT.
   *
   * @return the sum of the units' entropies
   */
  @Benchmark
  public IndependentEntropy independent() {
    return IndependentEntropy.of(samples);
  }
}
