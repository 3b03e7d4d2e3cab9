package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GaussianDrawsTest {

  /** Moments of a Wishart matrix: E tr W = n m, E tr W^2 = n m (n + m + 1); Muirhead 1982, 3.2. */
  @ParameterizedTest
  @CsvSource({"20,50", "50,20", "30,30", "1,7", "7,1"})
  void drawNext_wishartMoments(int rows, int columns) {
    int draws = 4000;
    GaussianDraws gaussian = draws(draws, new MatrixShape(rows, columns));
    double[] first = new double[draws];
    double[] second = new double[draws];
    for (int i = 0; i < draws; i++) {
      WeightSpectrum spectrum = gaussian.draw(i).get(0);
      assertEquals(rows, spectrum.order());
      assertEquals(Math.min(rows, columns), spectrum.stored());
      assertTrue(spectrum.isDescending());
      for (int j = 0; j < spectrum.stored(); j++) {
        first[i] += spectrum.eigenvalue(j);
        second[i] += spectrum.eigenvalue(j) * spectrum.eigenvalue(j);
      }
    }
    double product = rows * columns;
    assertMean(product, first);
    assertMean(product * (rows + columns + 1), second);
  }

  @Test
  void resume_drawsWhatComesNext() {
    MatrixShape[] shapes = {new MatrixShape(3, 5), new MatrixShape(4, 3)};
    GaussianDraws whole = draws(10, shapes);
    GaussianDraws rest = new GaussianDraws(List.of(shapes), 10, 7);
    rest.resume(whole.drawn().subList(0, 7));
    while (!rest.isComplete()) {
      rest.drawNext();
    }
    for (int i = 0; i < whole.drawn().size(); i++) {
      for (int j = 0; j < whole.drawn().get(i).stored(); j++) {
        assertEquals(whole.drawn().get(i).eigenvalue(j), rest.drawn().get(i).eigenvalue(j));
      }
    }
    assertThrows(IllegalStateException.class, () -> rest.resume(List.of()));
    for (List<WeightSpectrum> others :
        List.of(
            whole.drawn().subList(1, 2), // of the other matrix
            Collections.nCopies(21, whole.drawn().get(0)))) {
      GaussianDraws none = new GaussianDraws(List.of(shapes), 10, 7);
      assertThrows(IllegalArgumentException.class, () -> none.resume(others));
    }
  }

  /** Within four standard errors. */
  private static void assertMean(double expected, double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double error = Math.sqrt(squares / (values.length - 1) / values.length);
    assertEquals(expected, mean, 4 * error);
  }

  /**
   * Each ordered eigenvalue against those of full Gaussian matrices: two-sample Kolmogorov-Smirnov,
   * critical value of 1e-6 for 1,000 draws each (1.36 sqrt(2 / 1000) is that of 5 %; c(1e-6) =
   * 2.69).
   */
  @Test
  void drawNext_likeFullGaussianMatrices() {
    int draws = 1000;
    MatrixShape shape = new MatrixShape(6, 9);
    GaussianDraws gaussian = draws(draws, shape);
    Random random = new Random(5);
    double[][] full = new double[draws][];
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int i = 0; i < draws; i++) {
        double[] entries = IntStream.range(0, 54).mapToDouble(j -> random.nextGaussian()).toArray();
        full[i] = workspace.squaredSingularValues(new Matrix.Doubles(6, 9, entries));
      }
    }
    for (int j = 0; j < 6; j++) {
      int index = j;
      double[] one =
          IntStream.range(0, draws)
              .mapToDouble(i -> gaussian.draw(i).get(0).eigenvalue(index))
              .sorted()
              .toArray();
      double[] other = Arrays.stream(full).mapToDouble(values -> values[index]).sorted().toArray();
      assertTrue(distance(one, other) < 2.69 * Math.sqrt(2.0 / draws));
    }
  }

  private static double distance(double[] one, double[] other) {
    double largest = 0;
    for (int i = 0, j = 0; i < one.length; i++) {
      while (j < other.length && other[j] <= one[i]) {
        j++;
      }
      largest = Math.max(largest, Math.abs((i + 1.0) / one.length - (double) j / other.length));
    }
    return largest;
  }

  @Test
  void drawNext_sameSeedSameSpectra_ofTheirOwnForEachLayer() {
    MatrixShape[] shapes = {new MatrixShape(8, 5), new MatrixShape(8, 5)};
    GaussianDraws one = draws(2, shapes);
    GaussianDraws other = draws(2, shapes);
    assertEquals(one.draw(1).get(1).largest(), other.draw(1).get(1).largest());
    long different =
        IntStream.range(0, 4)
            .mapToDouble(i -> one.draw(i / 2).get(i % 2).largest())
            .distinct()
            .count();
    assertEquals(4, different);
  }

  @Test
  void isComplete_afterEveryLayerOfEveryNetwork() {
    List<MatrixShape> shapes = List.of(new MatrixShape(3, 4), new MatrixShape(5, 3));
    GaussianDraws draws = new GaussianDraws(shapes, 2, 1);
    for (int step = 0; step < 4; step++) {
      assertFalse(draws.isComplete());
      assertEquals(3, draws.nextSide());
      draws.drawNext();
    }
    assertTrue(draws.isComplete());
    assertTrue(new GaussianDraws(List.of(), 2, 1).isComplete());
  }

  private static GaussianDraws draws(int draws, MatrixShape... shapes) {
    GaussianDraws gaussian = new GaussianDraws(List.of(shapes), draws, 7);
    while (!gaussian.isComplete()) {
      gaussian.drawNext();
    }
    return gaussian;
  }
}
