package io.complexometer.measure.circular;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class NetworkEquivalenceTest {
  private static final int DRAWS = 20;
  private static final List<MatrixShape> SHAPES =
      List.of(new MatrixShape(16, 12), new MatrixShape(12, 16), new MatrixShape(7, 12));

  /**
   * By construction the rate is rank / (pairs + 1) = 191 / 201. It is found on dense Gaussian
   * matrices, which share nothing with the calibration's bidiagonal ones. Its standard error,
   * sqrt(0.95 * 0.05 (1 / 200 + 1 / 200)) with that of delta, is 0.022.
   */
  @ParameterizedTest
  @EnumSource
  void equivalent_randomNetworksAtTheStatedRate(CircularEnsemble ensemble) {
    EquivalenceThreshold threshold =
        EquivalenceThreshold.calibrate(SHAPES, SHAPES, ensemble, DRAWS, 1);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(2);
    int equivalent = 0;
    for (int i = 0; i < 200; i++) {
      CircularSpectralDifference a = difference(gaussian(SHAPES, random), ensemble, 1000 + 2 * i);
      CircularSpectralDifference b = difference(gaussian(SHAPES, random), ensemble, 1001 + 2 * i);
      equivalent += NetworkEquivalence.of(a, b, threshold).equivalent().orElseThrow() ? 1 : 0;
    }
    assertEquals(191 / 201.0, equivalent / 200.0, 3 * 0.022);
  }

  /** Rank one and little else in every layer, as against full rank. */
  @Test
  void equivalent_notToSpikedLayers() {
    EquivalenceThreshold threshold =
        EquivalenceThreshold.calibrate(SHAPES, SHAPES, CircularEnsemble.CUE, DRAWS, 1);
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(3);
    for (int i = 0; i < 20; i++) {
      List<double[]> weights = gaussian(SHAPES, random);
      for (double[] layer : weights) {
        for (int k = 0; k < layer.length; k++) {
          layer[k] = 1 + layer[k] / 10;
        }
      }
      CircularSpectralDifference spiked = difference(weights, CircularEnsemble.CUE, 10 + i);
      CircularSpectralDifference plain =
          difference(gaussian(SHAPES, random), CircularEnsemble.CUE, 40 + i);
      NetworkEquivalence result = NetworkEquivalence.of(spiked, plain, threshold);
      assertEquals(Optional.of(false), result.equivalent());
      assertEquals(result.statistic(), NetworkEquivalence.of(plain, spiked, threshold).statistic());
    }
  }

  /** A factor of two is exact in floating point. */
  @Test
  void statistic_doesNotSeeTheScaleOfALayer() {
    List<double[]> weights = gaussian(SHAPES, RandomSource.XO_SHI_RO_256_PP.create(4));
    CircularSpectralDifference before = difference(weights, CircularEnsemble.COE, 1);
    for (int k = 0; k < weights.get(1).length; k++) {
      weights.get(1)[k] *= -8;
    }
    CircularSpectralDifference after = difference(weights, CircularEnsemble.COE, 1);
    assertEquals(before, after);
    assertEquals(Value.of(0), before.distance(after));
  }

  @Test
  void calibrate_takesTheStatedOrderStatistic() {
    EquivalenceThreshold most =
        EquivalenceThreshold.calibrate(SHAPES, SHAPES, CircularEnsemble.CSE, 2, 0.95, 19, 1);
    EquivalenceThreshold half =
        EquivalenceThreshold.calibrate(SHAPES, SHAPES, CircularEnsemble.CSE, 2, 0.5, 19, 1);
    assertTrue(half.delta() < most.delta());
    assertEquals(19, most.pairs());
    assertThrows(
        IllegalArgumentException.class,
        () -> EquivalenceThreshold.calibrate(SHAPES, SHAPES, CircularEnsemble.CSE, 2, 0.95, 18, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> EquivalenceThreshold.calibrate(List.of(), SHAPES, CircularEnsemble.CSE, 2, 1));
  }

  @Test
  void of_refusesAnotherThreshold() {
    EquivalenceThreshold threshold =
        new EquivalenceThreshold(SHAPES, SHAPES, CircularEnsemble.CUE, DRAWS, 0.1, 0.95, 200);
    List<double[]> weights = gaussian(SHAPES, RandomSource.XO_SHI_RO_256_PP.create(5));
    CircularSpectralDifference other = difference(weights, CircularEnsemble.COE, 1);
    assertThrows(
        IllegalArgumentException.class, () -> NetworkEquivalence.of(other, other, threshold));
    EquivalenceThreshold smaller =
        new EquivalenceThreshold(
            SHAPES, SHAPES.subList(1, 3), CircularEnsemble.COE, DRAWS, 0.1, 0.95, 200);
    assertThrows(
        IllegalArgumentException.class, () -> NetworkEquivalence.of(other, other, smaller));
  }

  @Test
  void of_nonFiniteWeightsGiveNoVerdict() {
    EquivalenceThreshold threshold =
        new EquivalenceThreshold(SHAPES, SHAPES, CircularEnsemble.CUE, DRAWS, 0.1, 0.95, 200);
    List<double[]> weights = gaussian(SHAPES, RandomSource.XO_SHI_RO_256_PP.create(6));
    CircularSpectralDifference whole = difference(weights, CircularEnsemble.CUE, 1);
    weights.get(2)[5] = Double.NEGATIVE_INFINITY;
    CircularSpectralDifference broken = difference(weights, CircularEnsemble.CUE, 1);
    NetworkEquivalence result = NetworkEquivalence.of(whole, broken, threshold);
    assertEquals(Value.absent(WeightSpectrum.NON_FINITE), result.statistic());
    assertEquals(Optional.empty(), result.equivalent());
  }

  /** The lines of README.md, but for the shapes. */
  @Test
  void of_asInTheReadme() {
    List<WeightSpectrum> spectra = Fixture.spectra("n3_three_equal");
    MixedMatrixEnsemble network = MixedMatrixEnsemble.of(spectra); // a List<WeightSpectrum>
    ConjugateEnsemble unitaries =
        ConjugateEnsemble.draw(CircularEnsemble.CUE, network.orders(), 20, 1); // draws, seed
    CircularSpectralDifference a = CircularSpectralDifference.of(network, unitaries);
    Value kappa = a.decayRate();
    assertTrue(kappa.isPresent());

    CircularSpectralDifference b =
        CircularSpectralDifference.of(
            network, ConjugateEnsemble.draw(CircularEnsemble.CUE, network.orders(), 20, 2));
    List<MatrixShape> shapes =
        List.of(new MatrixShape(8, 8), new MatrixShape(8, 8), new MatrixShape(8, 8));
    EquivalenceThreshold threshold =
        EquivalenceThreshold.calibrate(shapes, shapes, CircularEnsemble.CUE, 20, 2);
    NetworkEquivalence result = NetworkEquivalence.of(a, b, threshold); // b: from another seed
    Optional<Boolean> equivalent = result.equivalent();
    assertEquals(Optional.of(true), equivalent); // the same weights: only the draws differ
  }

  private static List<double[]> gaussian(List<MatrixShape> shapes, UniformRandomProvider random) {
    ZigguratSampler.NormalizedGaussian normal = ZigguratSampler.NormalizedGaussian.of(random);
    return shapes.stream()
        .map(shape -> normal.samples((long) shape.rows() * shape.columns()).toArray())
        .toList();
  }

  private static CircularSpectralDifference difference(
      List<double[]> weights, CircularEnsemble ensemble, long seed) {
    List<WeightSpectrum> spectra = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace()) {
      for (int l = 0; l < SHAPES.size(); l++) {
        MatrixShape shape = SHAPES.get(l);
        spectra.add(
            WeightSpectrum.of(
                new Matrix.Doubles(shape.rows(), shape.columns(), weights.get(l)), workspace));
      }
    }
    MixedMatrixEnsemble network = MixedMatrixEnsemble.of(spectra);
    return CircularSpectralDifference.of(
        network, ConjugateEnsemble.draw(ensemble, network.orders(), DRAWS, seed));
  }
}
