package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.DesignedMatrix;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Estimates beside exact decompositions, designed spectra and closed forms. */
final class SpectrumEstimatorTest {
  private static final SpectrumEstimator SMALL = new SpectrumEstimator(8, 20, 5);
  private static final GramWorkspace WORKSPACE = new GramWorkspace();

  @AfterAll
  static void close() {
    WORKSPACE.close();
  }

  /**
   * Marchenko-Pastur for square matrices of entries of variance 1/n: the singular values fill a
   * quarter of a circle of radius 2. The spectrum of one matrix deviates from it by about log(n)/n.
   */
  @Test
  void gaussian_followsTheQuarterCircle() {
    int n = 600;
    WeightSpectrum estimate = check(DesignedMatrix.gaussian(n, n, 1 / Math.sqrt(n), 1));
    DoubleUnaryOperator quarterCircle =
        x -> {
          double s = Math.min(2, Math.sqrt(x));
          return (s * Math.sqrt(4 - s * s) / 2 + 2 * Math.asin(s / 2)) / Math.PI;
        };
    double distance = 0;
    for (int i = 0; i < n; i++) {
      double f = quarterCircle.applyAsDouble(estimate.eigenvalue(i));
      distance = Math.max(distance, Math.abs(f - (n - i - 0.5) / n));
    }
    double deviation = Math.log(n) / n;
    assertTrue(distance <= statedError(estimate) + deviation, distance + " is too far");
  }

  @Test
  void gaussian_wideAndTall() {
    check(DesignedMatrix.gaussian(300, 900, 1, 2));
    check(DesignedMatrix.gaussian(900, 300, 1, 3));
  }

  /** lambda_i = i^-3/2, and i^-1: most of the spectrum lies within hundredths of the largest. */
  @Test
  void heavyTailed_designed() {
    for (double exponent : new double[] {-0.75, -0.5}) {
      double[] values =
          IntStream.rangeClosed(1, 500).mapToDouble(i -> Math.pow(i, exponent)).toArray();
      WeightSpectrum estimate = check(DesignedMatrix.withSingularValues(500, 520, values));
      for (int i = 0; i < 10; i++) {
        assertEquals(values[i] * values[i], estimate.eigenvalue(i), 1e-9);
      }
    }
  }

  /** Three outliers of their own and one of multiplicity three on Gaussian noise. */
  @Test
  void spikes_areFoundOneByOne() {
    int n = 400;
    double[] spikes = {40, 20, 10, 7, 7, 7};
    Matrix.Doubles a = DesignedMatrix.withSingularValues(n, n, spikes);
    Matrix.Doubles noise = DesignedMatrix.gaussian(n, n, 1 / Math.sqrt(n), 4);
    for (int i = 0; i < n * n; i++) {
      a.data()[i] += noise.data()[i];
    }
    WeightSpectrum exact = WeightSpectrum.of(a, WORKSPACE);
    WeightSpectrum estimate = check(a);
    assertTrue(estimate.accuracy().orElseThrow().resolved() >= spikes.length);
    for (int i = 0; i < spikes.length; i++) {
      assertEquals(exact.eigenvalue(i), estimate.eigenvalue(i), 1e-9 * exact.largest());
    }
    assertTrue(estimate.eigenvalue(spikes.length) < 4.5, "noise ends at 4");
  }

  /** The eigenvalue of multiplicity three is exactly so, and a single one is not doubled. */
  @Test
  void multipleEigenvalues_areCounted() {
    double[] values = IntStream.range(0, 300).mapToDouble(i -> 1 + i / 300.0).toArray();
    Arrays.fill(values, 0, 3, 9);
    values[3] = 5;
    Matrix a = DesignedMatrix.withSingularValues(300, 320, values);
    WeightSpectrum estimate = check(a);
    for (int i = 0; i < 3; i++) {
      assertEquals(81, estimate.eigenvalue(i), 1e-10);
    }
    assertEquals(25, estimate.eigenvalue(3), 1e-10);
    assertTrue(estimate.eigenvalue(4) < 4);
  }

  /** A rank that the Krylov space exceeds: Lanczos breaks down, and everything is known. */
  @Test
  void lowRank_isExact() {
    double[] values = IntStream.rangeClosed(1, 40).mapToDouble(i -> i / 10.0).toArray();
    Matrix a = DesignedMatrix.withSingularValues(350, 300, values);
    for (int vectors : new int[] {1, 3, 8}) {
      WeightSpectrum estimate = new SpectrumEstimator(vectors, 60, 1).spectrum(a, WORKSPACE);
      assertEquals(40, estimate.accuracy().orElseThrow().resolved());
      assertTrue(estimate.accuracy().orElseThrow().passes() < 60);
      assertTrue(estimate.accuracy().orElseThrow().smallestResolved());
      for (int i = 0; i < 300; i++) {
        double expected = i < 40 ? values[39 - i] * values[39 - i] : 0;
        assertEquals(expected, estimate.eigenvalue(i), 1e-11);
      }
      checkSum(a, estimate);
    }
  }

  /** Half of the eigenvalues are zeros, the others spread: the zeros stay zeros. */
  @Test
  void rankDeficient_withMoreThanTheKrylovSpaceHolds() {
    double[] values = IntStream.range(0, 300).mapToDouble(i -> 1 + i / 300.0).toArray();
    Matrix a = DesignedMatrix.withSingularValues(600, 600, values);
    WeightSpectrum estimate = check(a);
    int zeros = (int) DoubleStream.of(eigenvalues(estimate)).filter(x -> x < 1e-9).count();
    assertEquals(300, zeros, 600 * statedError(estimate));
  }

  /**
   * A product of 400 x 250 and 250 x 400: nothing separates its 150 zeros from the others, so most
   * of them come out as small positive numbers, and the stated error says so.
   */
  @Test
  void rankDeficient_withoutAGap_isStated() {
    Matrix.Doubles left = DesignedMatrix.gaussian(400, 250, 1, 10);
    Matrix.Doubles right = DesignedMatrix.gaussian(250, 400, 1, 11);
    double[] product = new double[400 * 400];
    for (int i = 0; i < 400; i++) {
      for (int k = 0; k < 250; k++) {
        for (int j = 0; j < 400; j++) {
          product[i * 400 + j] += left.data()[i * 250 + k] * right.data()[k * 400 + j];
        }
      }
    }
    WeightSpectrum estimate = check(new Matrix.Doubles(400, 400, product));
    assertTrue(estimate.accuracy().orElseThrow().quadratureError() > 150.0 / 400 / 2);
    assertFalse(estimate.accuracy().orElseThrow().smallestResolved());
  }

  /** One eigenvalue only, at its place; an orthogonal projection has two. */
  @Test
  void fewDistinctEigenvalues() {
    double[] ones = new double[300];
    Arrays.fill(ones, 1);
    for (int vectors : new int[] {1, 8}) {
      SpectrumEstimator estimator = new SpectrumEstimator(vectors, 20, 1);
      for (Matrix a :
          new Matrix[] {
            DesignedMatrix.withSingularValues(300, 300, ones),
            DesignedMatrix.withSingularValues(300, 700, ones)
          }) {
        WeightSpectrum estimate = estimator.spectrum(a, WORKSPACE);
        assertArrayEquals(ones, eigenvalues(estimate), 1e-12);
        assertTrue(estimate.accuracy().orElseThrow().passes() <= 2);
      }
      Matrix projection = DesignedMatrix.withSingularValues(500, 500, ones);
      double[] both = Arrays.copyOf(ones, 500);
      assertArrayEquals(both, eigenvalues(estimator.spectrum(projection, WORKSPACE)), 1e-9);
      Matrix zero = new Matrix.Floats(300, 400, new float[120_000]);
      assertArrayEquals(new double[300], eigenvalues(estimator.spectrum(zero, WORKSPACE)));
    }
  }

  @Test
  void largeKrylovSpace_isTheWholeSpace() {
    Matrix a = DesignedMatrix.gaussian(90, 60, 1, 6);
    WeightSpectrum exact = WeightSpectrum.of(a, WORKSPACE);
    WeightSpectrum estimate = new SpectrumEstimator(8, 20, 1).spectrum(a, WORKSPACE);
    assertArrayEquals(eigenvalues(exact), eigenvalues(estimate), 1e-12 * exact.largest());
    assertEquals(60, estimate.accuracy().orElseThrow().resolved());
  }

  /** Same seed, same bits; another seed, another estimate of the same largest eigenvalue. */
  @Test
  void seed_decides() {
    Matrix a = DesignedMatrix.gaussian(300, 500, 1, 7);
    double[] first = eigenvalues(SMALL.spectrum(a, WORKSPACE));
    assertArrayEquals(first, eigenvalues(SMALL.spectrum(a, WORKSPACE)), 0);
    double[] other = eigenvalues(new SpectrumEstimator(8, 20, 6).spectrum(a, WORKSPACE));
    assertFalse(Arrays.equals(first, other));
    assertEquals(first[0], other[0], 1e-9 * first[0]);
  }

  @Test
  void of_estimatesAboveTheLimitOnly() {
    Matrix a = DesignedMatrix.gaussian(40, 700, 1, 8);
    WeightSpectrum exact = WeightSpectrum.of(a, WORKSPACE, 40);
    assertFalse(exact.accuracy().isPresent());
    assertEquals(eigenvalues(WeightSpectrum.of(a, WORKSPACE))[7], exact.eigenvalue(7));
    assertTrue(WeightSpectrum.of(a, WORKSPACE, 39).accuracy().isPresent());
  }

  @Test
  void of_nonFinite_isAbsentAsEver() {
    float[] data = new float[200 * 300];
    data[7 * 300 + 11] = Float.NaN;
    Matrix a = new Matrix.Floats(200, 300, data);
    WeightSpectrum spectrum = WeightSpectrum.of(a, WORKSPACE, 100);
    assertEquals(WeightSpectrum.of(a, WORKSPACE).absence(), spectrum.absence());
    assertFalse(spectrum.accuracy().isPresent());
  }

  @Test
  void standardError_needsTwoVectors() {
    Matrix a = DesignedMatrix.gaussian(200, 200, 1, 9);
    WeightSpectrum estimate = new SpectrumEstimator(1, 30, 1).spectrum(a, WORKSPACE);
    assertEquals(
        Value.absent(SpectrumAccuracy.ONE_VECTOR),
        estimate.accuracy().orElseThrow().standardError());
    checkSum(a, estimate);
    assertEquals(
        Value.absent(SpectrumAccuracy.NOT_RESOLVED),
        SpectralSummary.of(estimate, 200).conditionNumber());
  }

  /** The stated errors hold, the sum is the squared Frobenius norm, and the order descends. */
  private static WeightSpectrum check(Matrix a) {
    WeightSpectrum exact = WeightSpectrum.of(a, WORKSPACE);
    WeightSpectrum estimate = SMALL.spectrum(a, WORKSPACE);
    double residual = estimate.accuracy().orElseThrow().largestResidual();
    assertEquals(exact.largest(), estimate.largest(), residual + 1e-12 * exact.largest());
    double distance = distance(exact, estimate);
    assertTrue(distance <= statedError(estimate), distance + " > " + statedError(estimate));
    assertTrue(estimate.isDescending());
    assertEquals(exact.stored(), estimate.stored());
    checkSum(a, estimate);
    return estimate;
  }

  private static void checkSum(Matrix a, WeightSpectrum estimate) {
    double[] entries = new double[a.rows() * a.columns()];
    a.copy(0, entries, 0, entries.length);
    double norm = DoubleStream.of(entries).map(x -> x * x).sum();
    assertEquals(norm, estimate.squaredFrobeniusNorm(), 1e-12 * norm);
  }

  private static double[] eigenvalues(WeightSpectrum spectrum) {
    return IntStream.range(0, spectrum.stored()).mapToDouble(spectrum::eigenvalue).toArray();
  }

  /** A fit to quantiles is marked: of noise next to nothing is found one by one. */
  @Test
  void tail_ofQuantiles_isUnreliable() {
    Matrix noise = DesignedMatrix.gaussian(300, 500, 1, 7);
    WeightSpectrum exact = WeightSpectrum.of(noise, WORKSPACE);
    WeightSpectrum estimate = SMALL.spectrum(noise, WORKSPACE);
    assertEquals(Value.of(1), SpectralSummary.of(exact, 500).tail().reliable());
    assertEquals(Value.of(0), SpectralSummary.of(estimate, 500).tail().reliable());
  }

  /** What the estimate says of itself. */
  private static double statedError(WeightSpectrum spectrum) {
    SpectrumAccuracy accuracy = spectrum.accuracy().orElseThrow();
    return 4 * accuracy.standardError().orNaN()
        + accuracy.quadratureError()
        + 1.0 / spectrum.stored();
  }

  /** The Kolmogorov distance of two spectra of the same number of eigenvalues, largest first. */
  private static double distance(WeightSpectrum a, WeightSpectrum b) {
    int n = a.stored();
    double tolerance = 1e-12 * a.largest();
    int distance = 0;
    for (int i = 0, j = 0; i < n; i++) { // eigenvalues above a's i-th, up to rounding
      while (j < n && b.eigenvalue(j) > a.eigenvalue(i) + tolerance) {
        j++;
      }
      distance = Math.max(distance, j - i);
    }
    for (int i = 0, j = 0; i < n; i++) {
      while (j < n && a.eigenvalue(j) > b.eigenvalue(i) + tolerance) {
        j++;
      }
      distance = Math.max(distance, j - i);
    }
    return distance / (double) n;
  }
}
