package io.complexometer.measure.spectrum;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.linalg.Matrix;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SpectralDensityTest {
  private static final List<Double> EDGES = SpectralDensity.edges();

  @Test
  void edges_areTenADecade() {
    assertEquals(181, EDGES.size());
    assertEquals(1e-12, EDGES.get(0));
    assertEquals(1, EDGES.get(120));
    assertEquals(10, EDGES.get(130));
    assertEquals(1e6, EDGES.get(180));
    assertEquals(1.9952623149688795, EDGES.get(123), 1e-15); // 10^0.3
    for (int i = 1; i < EDGES.size(); i++) {
      assertEquals(0.1, Math.log10(EDGES.get(i) / EDGES.get(i - 1)), 1e-14);
    }
  }

  @Test
  void of_eigenvaluesOnAndBesideEdges() {
    WeightSpectrum spectrum =
        WeightSpectrum.ofEigenvalues(9, 10, Math.nextDown(10), 1.1, 1, Math.nextDown(1), 0);
    SpectralDensity density = SpectralDensity.of(spectrum, 6);
    assertEquals(1, density.counts().get(130)); // 10 belongs to the bin that it begins
    assertEquals(1, density.counts().get(129));
    assertEquals(2, density.counts().get(120));
    assertEquals(1, density.counts().get(119));
    assertEquals(5, total(density));
    assertEquals(0, density.below());
    assertEquals(0, density.above());
    assertEquals(4, density.zeros()); // one that is given, three of N = 9 that are not stored
    assertEquals(Optional.empty(), density.absence());
  }

  @Test
  void of_eigenvaluesBeyondTheGrid() {
    SpectralDensity high = SpectralDensity.of(WeightSpectrum.ofEigenvalues(4, 1e300, 1e290), 4);
    assertEquals(2, high.above());
    assertEquals(2, high.zeros());
    SpectralDensity edge = SpectralDensity.of(WeightSpectrum.ofEigenvalues(2, 1e6, 999_999), 2);
    assertEquals(1, edge.above());
    assertEquals(1, edge.counts().get(179));
    SpectralDensity low = SpectralDensity.of(WeightSpectrum.ofEigenvalues(2, 1e-12, 9e-13), 2);
    assertEquals(1, low.below());
    assertEquals(1, low.counts().get(0));
  }

  /** 90 x 60 Gaussian: the 30 zeros of N > M, and what numpy's singular values give. */
  @Test
  void of_tallMatrix_countsN() {
    Matrix matrix = SpectralFixtures.matrix("gauss_90x60", 90, 60);
    SpectralDensity density = SpectralDensity.of(SpectralFixtures.spectrum(matrix), 60);
    List<Integer> filled = List.of(1, 2, 1, 0, 4, 1, 2, 4, 2, 1, 5, 3, 5, 5, 6, 6, 4, 5, 3);
    assertEquals(filled, density.counts().subList(108, 127));
    assertEquals(60, total(density));
    assertEquals(30, density.zeros());
  }

  @Test
  void of_zeroAndNonFiniteMatrix() {
    WeightSpectrum zero = SpectralFixtures.spectrum(new Matrix.Floats(3, 2, new float[6]));
    SpectralDensity none = SpectralDensity.of(zero, 2);
    assertEquals(3, none.zeros());
    assertEquals(0, total(none));
    float[] data = {1, 2, 3, Float.NEGATIVE_INFINITY};
    WeightSpectrum broken = SpectralFixtures.spectrum(new Matrix.Floats(2, 2, data));
    SpectralDensity absent = SpectralDensity.of(broken, 2);
    assertEquals(Optional.of(WeightSpectrum.NON_FINITE), absent.absence());
    assertEquals(List.of(), absent.counts());
  }

  private static int total(SpectralDensity density) {
    return density.counts().stream().mapToInt(Integer::intValue).sum();
  }
}
