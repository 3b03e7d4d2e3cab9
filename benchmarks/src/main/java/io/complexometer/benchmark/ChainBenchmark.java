package io.complexometer.benchmark;

import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.ChainEstimator;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.Folds;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * The entropy of one file of binary samples by the chain rule, packed as the probe leaves them:
 * cold, or by an estimator that has just seen other samples, which is not counted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
public class ChainBenchmark {
  private static final String NOTHING = "nothing";

  /** That of the Python side, not the estimator's own. */
  private static final double GAIN = 1e-7;

  /** From this number of units on a pass takes so long that a few repetitions must do. */
  private static final int MANY_UNITS = 256;

  @Param("")
  private String file;

  @Param(NOTHING)
  private String before;

  private BinarySamples samples;
  private BinarySamples seen;
  private Folds folds;
  private ChainEstimator estimator;

  /** For JMH, which creates it. */
  public ChainBenchmark() {}

  /**
   * Measures a file, and prints the seconds of an estimate, its bits and its remaining gain as a
   * result.
   *
   * @param arguments the file, and for a warm start the file that the estimator has seen before
   * @throws RunnerException if JMH cannot run
   */
  public static void main(String[] arguments) throws RunnerException {
    ChainBenchmark once = new ChainBenchmark();
    once.file = arguments[0];
    once.before = arguments.length > 1 ? arguments[1] : NOTHING;
    once.read();
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(ChainBenchmark.class.getName())
            .param("file", once.file)
            .param("before", once.before)
            .shouldFailOnError(true);
    if (once.samples.units() >= MANY_UNITS) {
      // what a warm start has seen before has warmed up the code too
      options.warmupIterations(once.before.equals(NOTHING) ? 1 : 0).measurementIterations(2);
    }
    double seconds = new Runner(options.build()).runSingle().getPrimaryResult().getScore();
    once.prepare();
    CodeLength length = once.estimate();
    System.out.printf(
        Locale.ROOT,
        "%s%.9f %.9f %.3e%n",
        io.complexometer.benchmark.Fork.RESULT,
        seconds,
        length.bits(),
        length.remainingGain());
  }

  /** Reads the samples through ND4J, which loads BLAS and decides on its threads. */
  @Setup
  public void read() {
    samples = NpyFile.readBits(Path.of(file));
    seen = before.equals(NOTHING) ? samples : NpyFile.readBits(Path.of(before));
    folds = Folds.interleaved(samples.rows());
  }

  /** A new estimator, which sees what it is to have seen before. */
  @Setup(Level.Invocation)
  public void prepare() {
    estimator = new ChainEstimator(GAIN);
    if (!before.equals(NOTHING)) {
      estimator.estimate(seen, folds);
    }
  }

  /**
   * One estimate.
   *
   * @return the code length
   */
  @Benchmark
  public CodeLength estimate() {
    return estimator.estimate(samples, folds);
  }
}
