package io.complexometer.benchmark;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.measure.spectrum.SpectrumEstimator;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One matrix, decomposed and estimated; a result is a row of the table of {@link SpectrumEstimate}.
 */
final class SpectrumEstimateRun {
  private static final int OUTLIERS = 20;
  private static final int BINS = 10; // of cPSE
  private static final double MEGABYTE = 1e6;

  /** A spectrum and what it cost. */
  private record Run(WeightSpectrum spectrum, double seconds, long nativeBytes) {}

  private SpectrumEstimateRun() {}

  /**
   * Measures.
   *
   * @param arguments the matrix, as kindROWSxCOLUMNS, and estimates, as VECTORSxSTEPS
   */
  public static void main(String[] arguments) {
    Nd4j.create(1); // loads BLAS, and decides on its threads
    String kind = arguments[0].replaceAll("[0-9].*", "");
    String[] sides = arguments[0].substring(kind.length()).split("x", 2);
    Matrix matrix = draw(kind, Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    warmUp();
    Run exact = run(matrix, WeightSpectrum::of);
    SpectralSummary truth = SpectralSummary.of(exact.spectrum(), matrix.columns());
    System.out.printf(
        Locale.ROOT,
        "%s | exact | %.2f | 1 | %.0f | %d | - | - | %.6g | %.4f | %.2f | %.3f | %s |%n",
        Fork.RESULT,
        exact.seconds(),
        exact.nativeBytes() / MEGABYTE,
        exact.spectrum().stored(),
        exact.spectrum().largest(),
        truth.stableRank().orNaN(),
        truth.effectiveRank().orNaN(),
        truth.tail().alpha().orNaN(),
        "-");
    for (int i = 1; i < arguments.length; i++) {
      String[] numbers = arguments[i].split("x", 2);
      SpectrumEstimator estimator =
          new SpectrumEstimator(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]), 1);
      print(arguments[i], matrix, exact, run(matrix, estimator::spectrum));
    }
  }

  private static void print(String name, Matrix matrix, Run exact, Run run) {
    SpectralSummary truth = SpectralSummary.of(exact.spectrum(), matrix.columns());
    SpectralSummary summary = SpectralSummary.of(run.spectrum(), matrix.columns());
    SpectrumAccuracy accuracy = run.spectrum().accuracy().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%s | %s | %.2f | %.1f | %.0f | %d | %.4f | %.4f + %.4f | %.1e | %.1e | %.1e | %.3f | %.4f"
            + " |%n",
        Fork.RESULT,
        name,
        run.seconds(),
        exact.seconds() / run.seconds(),
        run.nativeBytes() / MEGABYTE,
        accuracy.resolved(),
        distance(exact.spectrum(), run.spectrum()),
        4 * accuracy.standardError().orNaN(),
        accuracy.quadratureError(),
        run.spectrum().largest() / exact.spectrum().largest() - 1,
        relativeError(summary.stableRank(), truth.stableRank()),
        relativeError(summary.effectiveRank(), truth.effectiveRank()),
        summary.tail().alpha().orNaN(),
        binError(exact.spectrum(), run.spectrum()));
  }

  private static double relativeError(Value value, Value truth) {
    return value.orNaN() / truth.orNaN() - 1;
  }

  /** Runs with a workspace of its own, and watches what JavaCPP has handed out. */
  private static Run run(Matrix matrix, BiFunction<Matrix, GramWorkspace, WeightSpectrum> how) {
    AtomicLong peak = new AtomicLong();
    long before = Pointer.totalBytes();
    Thread watch =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                peak.accumulateAndGet(Pointer.totalBytes(), Math::max);
                try {
                  Thread.sleep(10);
                } catch (InterruptedException e) {
                  return;
                }
              }
            });
    watch.setDaemon(true);
    watch.start();
    try (GramWorkspace workspace = new GramWorkspace()) {
      long start = System.nanoTime();
      WeightSpectrum spectrum = how.apply(matrix, workspace);
      double seconds = (System.nanoTime() - start) / 1e9;
      return new Run(spectrum, seconds, peak.get() - before);
    } finally {
      watch.interrupt();
    }
  }

  /** So that no class is loaded, and little is compiled, on the clock. */
  private static void warmUp() {
    Matrix small = draw("gaussian", 700, 700);
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int i = 0; i < 5; i++) {
        WeightSpectrum.of(small, workspace);
        new SpectrumEstimator(8, 16, 1).spectrum(small, workspace);
      }
    }
  }

  /**
   * Normal entries of variance 1 / columns; {@code spiked}: on top, {@value #OUTLIERS} outliers of
   * singular values from 2.5 to 12, as training makes them; {@code uneven}: rows and columns scaled
   * by log-normal factors, for a heavier tail.
   */
  private static Matrix draw(String kind, int rows, int columns) {
    Random random = new Random(1);
    float[] data = new float[rows * columns];
    double deviation = 1 / Math.sqrt(columns);
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (deviation * random.nextGaussian());
    }
    switch (kind) {
      case "gaussian" -> {}
      case "spiked" -> {
        for (int k = 0; k < OUTLIERS; k++) {
          double strength = 2.5 + 9.5 * k / (OUTLIERS - 1);
          double[] left = factors(random, rows, 0);
          double[] right = factors(random, columns, 0);
          double scale = strength / Math.sqrt((double) rows * columns);
          for (int i = 0; i < data.length; i++) {
            data[i] += (float) (scale * left[i / columns] * right[i % columns]);
          }
        }
      }
      case "uneven" -> {
        double[] left = factors(random, rows, 0.5);
        double[] right = factors(random, columns, 0.5);
        for (int i = 0; i < data.length; i++) {
          data[i] *= (float) (left[i / columns] * right[i % columns]);
        }
      }
      default -> throw new IllegalArgumentException("no such kind of matrix: " + kind);
    }
    return new Matrix.Floats(rows, columns, data);
  }

  /** Normal numbers, or, for a positive spread, the exponentials of as many times it. */
  private static double[] factors(Random random, int count, double spread) {
    double[] factors = new double[count];
    for (int i = 0; i < count; i++) {
      double normal = random.nextGaussian();
      factors[i] = spread == 0 ? normal : Math.exp(spread * normal);
    }
    return factors;
  }

  /** The Kolmogorov distance of two spectra of as many eigenvalues, largest first. */
  private static double distance(WeightSpectrum a, WeightSpectrum b) {
    return Math.max(ahead(a, b), ahead(b, a)) / (double) a.stored();
  }

  /** How many eigenvalues more than a's first so many b has above them, at most. */
  private static int ahead(WeightSpectrum a, WeightSpectrum b) {
    double rounding = 1e-12 * a.largest();
    int most = 0;
    int above = 0;
    for (int i = 0; i < a.stored(); i++) {
      while (above < b.stored() && b.eigenvalue(above) > a.eigenvalue(i) + rounding) {
        above++;
      }
      most = Math.max(most, above - i);
    }
    return most;
  }

  /** By how much counts in equal bins over [0, lambda_max] differ, as a share of all: the worst. */
  private static double binError(WeightSpectrum a, WeightSpectrum b) {
    int[] differences = new int[BINS];
    for (int i = 0; i < a.stored(); i++) {
      differences[bin(a, i)]++;
      differences[bin(b, i)]--;
    }
    int worst = 0;
    for (int difference : differences) {
      worst = Math.max(worst, Math.abs(difference));
    }
    return worst / (double) a.stored();
  }

  private static int bin(WeightSpectrum spectrum, int index) {
    return Math.min(BINS - 1, (int) (BINS * spectrum.eigenvalue(index) / spectrum.largest()));
  }
}
