package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SpectralSummaryTest {
  private static final JsonNode EXPECTED = SpectralFixtures.json("expected.json");

  static Stream<String> names() {
    return EXPECTED.properties().stream().map(entry -> entry.getKey());
  }

  /** {@code expected.json} comes from an independent implementation in numpy. */
  @ParameterizedTest
  @MethodSource("names")
  void of_fixture(String name) {
    JsonNode expected = EXPECTED.get(name);
    int columns = expected.get("columns").asInt();
    Matrix matrix = SpectralFixtures.matrix(name, expected.get("rows").asInt(), columns);
    SpectralSummary summary = summary(matrix);
    check(expected.get("spectral_norm"), summary.spectralNorm());
    check(expected.get("frobenius_norm"), summary.frobeniusNorm());
    check(expected.get("stable_rank"), summary.stableRank());
    check(expected.get("effective_rank"), summary.effectiveRank());
    check(expected.get("condition_number"), summary.conditionNumber());
    PowerLawTailTest.check(expected.get("tail"), summary.tail());
    double alphaHat =
        expected.get("tail").get("alpha").asDouble()
            * expected.get("log10_spectral_norm_squared").asDouble();
    assertEquals(alphaHat, summary.alphaHat().orNaN(), 1e-9);
  }

  private static void check(JsonNode expected, Value actual) {
    assertEquals(expected.asDouble(), actual.orNaN(), 1e-9 * expected.asDouble());
  }

  /** Eigenvalues 8, 4, 4: sum 16, shares 1/2, 1/4, 1/4, entropy 1.5 ln 2. */
  @Test
  void of_threeEigenvalues() {
    SpectralSummary summary = SpectralSummary.of(WeightSpectrum.ofEigenvalues(3, 8, 4, 4), 5);
    assertEquals(Math.sqrt(8), summary.spectralNorm().orNaN(), 1e-15);
    assertEquals(4, summary.frobeniusNorm().orNaN(), 1e-15);
    assertEquals(Value.of(2), summary.stableRank());
    assertEquals(Math.pow(2, 1.5), summary.effectiveRank().orNaN(), 1e-15);
    assertEquals(Math.sqrt(2), summary.conditionNumber().orNaN(), 1e-15);
    assertEquals(Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES), summary.alphaHat());
  }

  @Test
  void of_zeroMatrix() {
    SpectralSummary summary = summary(new Matrix.Floats(30, 40, new float[1200]));
    assertEquals(Value.of(0), summary.spectralNorm());
    assertEquals(Value.of(0), summary.frobeniusNorm());
    Value absent = Value.absent(SpectralSummary.ZERO_MATRIX);
    assertEquals(absent, summary.stableRank());
    assertEquals(absent, summary.effectiveRank());
    assertEquals(absent, summary.conditionNumber());
    assertEquals(absent, summary.alphaHat());
    assertEquals(PowerLawTail.absent(SpectralSummary.ZERO_MATRIX), summary.tail());
  }

  /** I - 2 v v^T / |v|^2: every eigenvalue of A A^T is 1, but for the last digits. */
  @Test
  void of_orthogonalMatrix_hasNoTail() {
    int order = 60;
    double[] v = random(order, 3);
    double square = Arrays.stream(v).map(x -> x * x).sum();
    double[] data = new double[order * order];
    for (int i = 0; i < data.length; i++) {
      int row = i / order;
      int column = i % order;
      data[i] = (row == column ? 1 : 0) - 2 * v[row] * v[column] / square;
    }
    WeightSpectrum spectrum = SpectralFixtures.spectrum(new Matrix.Doubles(order, order, data));
    assertFalse(spectrum.largest() == spectrum.smallest(), "rounding is what this test needs");
    SpectralSummary summary = SpectralSummary.of(spectrum, order);
    assertEquals(1, summary.spectralNorm().orNaN(), 1e-14);
    assertEquals(order, summary.stableRank().orNaN(), 1e-12);
    assertEquals(order, summary.effectiveRank().orNaN(), 1e-12);
    assertEquals(1, summary.conditionNumber().orNaN(), 1e-14);
    assertEquals(PowerLawTail.absent(PowerLawTail.EQUAL_EIGENVALUES), summary.tail());
    assertEquals(Value.absent(PowerLawTail.EQUAL_EIGENVALUES), summary.alphaHat());
  }

  /** Norm 5 of (3, 4), as a row and as a column. */
  @Test
  void of_oneRowOrColumn() {
    for (int rows = 1; rows <= 2; rows++) {
      SpectralSummary summary = summary(new Matrix.Floats(rows, 3 - rows, new float[] {3, 4}));
      assertEquals(5, summary.spectralNorm().orNaN(), 1e-14);
      assertEquals(5, summary.frobeniusNorm().orNaN(), 1e-14);
      assertEquals(Value.of(1), summary.stableRank());
      assertEquals(Value.of(1), summary.effectiveRank());
      assertEquals(Value.of(1), summary.conditionNumber());
      assertEquals(PowerLawTail.absent(PowerLawTail.TOO_FEW_EIGENVALUES), summary.tail());
    }
  }

  /** An embedding. Entry (r, r mod 16) is 1: columns of norm sqrt(12500), at right angles. */
  @Test
  void of_200000RowsOf16Columns() {
    int rows = 200_000;
    float[] data = new float[rows * 16];
    for (int row = 0; row < rows; row++) {
      data[16 * row + row % 16] = 1;
    }
    SpectralSummary summary = summary(new Matrix.Floats(rows, 16, data));
    assertEquals(Math.sqrt(12_500), summary.spectralNorm().orNaN(), 1e-10);
    assertEquals(Math.sqrt(rows), summary.frobeniusNorm().orNaN(), 1e-10);
    assertEquals(16, summary.stableRank().orNaN(), 1e-12);
    assertEquals(1, summary.conditionNumber().orNaN(), 1e-12);
    assertEquals(PowerLawTail.absent(PowerLawTail.TOO_FEW_EIGENVALUES), summary.tail());
  }

  @Test
  void of_nonFiniteMatrix() {
    float[] data = new float[30 * 40];
    data[77] = Float.NaN;
    SpectralSummary summary = summary(new Matrix.Floats(30, 40, data));
    Value absent = Value.absent(WeightSpectrum.NON_FINITE);
    assertEquals(
        new SpectralSummary(
            absent,
            absent,
            absent,
            absent,
            absent,
            PowerLawTail.absent(WeightSpectrum.NON_FINITE),
            absent),
        summary);
  }

  /**
   * The 60 x 90 fixture with its rows once more below: a 120 x 90 matrix of rank 60, twice whose
   * eigenvalues are those of the fixture. The 30 zeros come out as rounding.
   */
  @Test
  void of_rankDeficientMatrix_isThatOfItsRank() {
    double[] data = new double[120 * 90];
    Matrix once = SpectralFixtures.matrix("gauss_60x90", 60, 90);
    once.copy(0, data, 0, 60 * 90);
    once.copy(0, data, 60 * 90, 60 * 90);
    WeightSpectrum spectrum = SpectralFixtures.spectrum(new Matrix.Doubles(120, 90, data));
    assertTrue(
        IntStream.range(60, 90).anyMatch(i -> spectrum.eigenvalue(i) > 0),
        "rounding is what this test needs");
    SpectralSummary summary = SpectralSummary.of(spectrum, 90);
    JsonNode expected = EXPECTED.get("gauss_60x90");
    check(expected.get("condition_number"), summary.conditionNumber());
    check(expected.get("effective_rank"), summary.effectiveRank());
    check(expected.get("tail").get("alpha"), summary.tail().alpha());
    assertEquals(
        2 * expected.get("tail").get("xmin").asDouble(), summary.tail().xmin().orNaN(), 1e-9);
  }

  /** The limit is max(N, M) 2^-52 lambda_max, and has to be exceeded. */
  @Test
  void of_eigenvaluesAtTheLimit() {
    WeightSpectrum spectrum = WeightSpectrum.ofEigenvalues(4, 1, 0x1p-42, 0x1p-49, 0x1p-50);
    double sigmaRatio = 0x1p21; // of 1 and 2^-42
    // N = 4: the limit is 2^-50; M = 1024: it is 2^-42; M = 1023: just below
    assertEquals(0x1p24 * Math.sqrt(2), conditionNumber(spectrum, 4), 1e-8);
    assertEquals(sigmaRatio, conditionNumber(spectrum, 1023));
    assertEquals(1, conditionNumber(spectrum, 1024));
  }

  private static double conditionNumber(WeightSpectrum spectrum, int columns) {
    return SpectralSummary.of(spectrum, columns).conditionNumber().orNaN();
  }

  /** Sums of such eigenvalues overflow, or vanish; no number here does. */
  @Test
  void of_extremeEigenvalues_staysFinite() {
    double[] huge = new double[30];
    Arrays.setAll(huge, i -> Double.MAX_VALUE / (1 + i));
    SpectralSummary largest = SpectralSummary.of(WeightSpectrum.ofEigenvalues(30, huge), 30);
    double harmonic = IntStream.rangeClosed(1, 30).mapToDouble(i -> 1.0 / i).sum();
    assertEquals(harmonic, largest.stableRank().orNaN(), 1e-13);
    double norm = Math.sqrt(Double.MAX_VALUE) * Math.sqrt(harmonic);
    assertEquals(norm, largest.frobeniusNorm().orNaN(), 1e-13 * norm);
    assertTrue(largest.alphaHat().isPresent());
    double[] tiny = new double[30];
    Arrays.setAll(tiny, i -> (30 - i) * Double.MIN_VALUE);
    SpectralSummary smallest = SpectralSummary.of(WeightSpectrum.ofEigenvalues(30, tiny), 30);
    assertEquals(15.5, smallest.stableRank().orNaN(), 1e-13);
    assertTrue(smallest.alphaHat().orNaN() < 0);
  }

  @Test
  void of_columnsThatDoNotFit_throws() {
    WeightSpectrum spectrum = WeightSpectrum.ofEigenvalues(3, 8, 4, 4);
    assertThrows(IllegalArgumentException.class, () -> SpectralSummary.of(spectrum, 2));
    assertThrows(IllegalArgumentException.class, () -> SpectralSummary.of(spectrum, 0));
  }

  private static SpectralSummary summary(Matrix matrix) {
    return SpectralSummary.of(SpectralFixtures.spectrum(matrix), matrix.columns());
  }

  private static double[] random(int count, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    return random.doubles(count).toArray();
  }
}
