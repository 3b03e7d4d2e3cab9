package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** All counts here are enumerated by hand. */
final class MixedMatrixEnsembleTest {
  private static final int ZERO_BIN = 20;
  private static final int LAST_BIN = 39;

  /** Orders 3 and 8: two cycles, and the two largest once more. */
  @Test
  void of_cyclesLargestFirst() {
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(
            List.of(
                WeightSpectrum.ofEigenvalues(3, 4, 2.02, 1.01),
                WeightSpectrum.ofEigenvalues(8, 1)));
    assertEquals(8, network.widestOrder());
    assertEquals(3 + 1, network.count(LAST_BIN)); // 4 / 4, and the other layer's 1
    assertEquals(3, network.count(30)); // 0.505
    assertEquals(2, network.count(25)); // 0.2525
    assertEquals(7, network.count(ZERO_BIN));
    assertEquals(Value.of(7 / 16.0), network.spikeAtZero());
  }

  @Test
  void of_givenOrderMakesNoDifference() {
    WeightSpectrum wide = WeightSpectrum.ofEigenvalues(8, 1);
    MixedMatrixEnsemble descending =
        MixedMatrixEnsemble.of(List.of(WeightSpectrum.ofEigenvalues(3, 4, 2, 1), wide));
    MixedMatrixEnsemble ascending =
        MixedMatrixEnsemble.of(List.of(WeightSpectrum.ofEigenvalues(3, 1, 2, 4), wide));
    for (int b = 0; b < 40; b++) {
      assertEquals(descending.count(b), ascending.count(b));
    }
  }

  /** One column: one eigenvalue and zeros, of which the partial cycle takes the largest first. */
  @Test
  void of_oneColumnIsASpike() {
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(
            List.of(
                WeightSpectrum.ofEigenvalues(4, 9),
                WeightSpectrum.ofEigenvalues(5, 1, 1, 1, 1, 1)));
    assertEquals(2 + 5, network.count(LAST_BIN));
    assertEquals(3, network.count(ZERO_BIN));
    assertEquals(Value.of(0.3), network.spikeAtZero());
  }

  @Test
  void of_zeroLayerIsAllZeros() {
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(List.of(WeightSpectrum.ofEigenvalues(6, 0, 0, 0)));
    assertEquals(6, network.count(ZERO_BIN));
    assertEquals(Value.of(1), network.spikeAtZero());
  }

  /** Orthogonal up to rounding: all in the last bin, whatever the last bit. */
  @Test
  void of_orthogonalLayerIsAllOnes() {
    double below = Math.nextDown(1.0);
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(
            List.of(WeightSpectrum.ofEigenvalues(4, Math.nextUp(1.0), 1, below, below)));
    assertEquals(4, network.count(LAST_BIN));
    assertEquals(Value.of(0), network.spikeAtZero());
  }

  /** What rounding leaves of a zero eigenvalue counts as zero. */
  @Test
  void spikeAtZero_ignoresRounding() {
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(List.of(WeightSpectrum.ofEigenvalues(4, 100, 50, 3e-15, 1e-9)));
    assertEquals(Value.of(0.25), network.spikeAtZero());
  }

  @Test
  void of_noMatrix() {
    MixedMatrixEnsemble nothing = MixedMatrixEnsemble.of(List.of());
    assertEquals(Optional.of(MixedMatrixEnsemble.TOO_FEW_MATRICES), nothing.absence());
    assertEquals(Value.absent(MixedMatrixEnsemble.TOO_FEW_MATRICES), nothing.spikeAtZero());
    assertThrows(
        IllegalArgumentException.class,
        () -> ConjugateEnsemble.draw(CircularEnsemble.CUE, nothing.orders(), 20, 1));
  }
}
