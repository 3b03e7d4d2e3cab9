package io.complexometer.examples.analysis;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.GaussianBidiagonal;
import io.complexometer.measure.spectrum.GaussianDraws;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Networks of the same shapes that have learnt nothing, to compare a network with: those that a
 * listener with the same seed draws ({@link GaussianDraws}). What is drawn one after the other is
 * little; the spectra are made of it on all cores at once, since a layer of 4,096 units takes a
 * fifth of a second and there are {@value AnalysisSettings#RANDOM_NETWORKS} of each.
 */
final class RandomNetworks {
  private final List<List<WeightSpectrum>> networks;
  private final List<List<Double>> alphas; // of each matrix
  private final List<Boolean> tooLarge; // so its spectrum is estimated

  private RandomNetworks(
      List<List<WeightSpectrum>> networks, List<List<Double>> alphas, List<Boolean> tooLarge) {
    this.networks = networks;
    this.alphas = alphas;
    this.tooLarge = tooLarge;
  }

  /** Draws them. */
  static RandomNetworks draw(List<WeightMatrix> matrices, long seed, Meters meters) {
    List<MatrixShape> shapes =
        matrices.stream().map(m -> new MatrixShape((int) m.rows(), (int) m.columns())).toList();
    List<WeightSpectrum> spectra = spectra(shapes, seed, meters);
    List<List<WeightSpectrum>> networks = new ArrayList<>();
    for (int i = 0; i < AnalysisSettings.RANDOM_NETWORKS; i++) {
      networks.add(spectra.subList(i * shapes.size(), (i + 1) * shapes.size()));
    }
    List<List<Double>> alphas = new ArrayList<>();
    for (int i = 0; i < shapes.size(); i++) {
      int matrix = i;
      alphas.add(
          networks.stream()
              .map(network -> alpha(network.get(matrix), shapes.get(matrix)))
              .filter(Value::isPresent)
              .map(Value::orNaN)
              .sorted()
              .toList());
    }
    return new RandomNetworks(
        networks, alphas, shapes.stream().map(RandomNetworks::isTooLarge).toList());
  }

  /** Network after network. */
  private static List<WeightSpectrum> spectra(List<MatrixShape> shapes, long seed, Meters meters) {
    JumpableUniformRandomProvider streams =
        (JumpableUniformRandomProvider) RandomSource.XO_SHI_RO_256_PP.create(seed);
    List<GaussianBidiagonal> drawn = new ArrayList<>();
    for (int i = 0; i < AnalysisSettings.RANDOM_NETWORKS; i++) {
      shapes.forEach(shape -> drawn.add(GaussianBidiagonal.draw(shape, streams.jump())));
    }
    try (Meters.Meter meter = meters.begin("random networks", drawn.size())) {
      return drawn.parallelStream()
          .map(
              matrix -> {
                WeightSpectrum spectrum = spectrum(matrix);
                meter.step();
                return spectrum;
              })
          .toList();
    }
  }

  /** A matrix that is too large to be decomposed is not compared with random ones: see below. */
  private static WeightSpectrum spectrum(GaussianBidiagonal matrix) {
    return matrix.squaredDiagonal().length > WeightSpectrum.LARGEST_EXACT_ORDER
        ? WeightSpectrum.ofEigenvalues(matrix.order())
        : matrix.spectrum();
  }

  private static boolean isTooLarge(MatrixShape shape) {
    return WeightSpectrum.isTooLarge(
        shape.rows(), shape.columns(), WeightSpectrum.LARGEST_EXACT_ORDER);
  }

  private static Value alpha(WeightSpectrum spectrum, MatrixShape shape) {
    return SpectralSummary.of(spectrum, shape.columns()).tail().alpha();
  }

  /**
   * The median tail exponent of random matrices of one matrix's shape, which does not depend on
   * norms; a median, because single ones are far out.
   */
  Value alpha(int matrix) {
    List<Double> sorted = alphas.get(matrix);
    int half = sorted.size() / 2;
    if (tooLarge.get(matrix)) {
      return Value.absent(SpectrumAccuracy.NOT_RESOLVED);
    }
    return sorted.size() < networks.size()
        ? Value.absent(PowerLawTail.TOO_FEW_EIGENVALUES)
        : Value.of((sorted.get(half - 1) + sorted.get(half)) / 2); // of an even number of draws
  }

  /**
   * cPSE of the random networks, scaled to the norms of the layers of one that was measured. Not
   * beside an estimated spectrum: random counts differ so little from draw to draw that the error
   * of the estimate would pass for a finding.
   */
  Map<CpseProfile, DepthMatchedNull> cpse(List<WeightSpectrum> spectra) {
    if (spectra.stream().anyMatch(spectrum -> spectrum.absence().isPresent())) {
      return absent(WeightSpectrum.NON_FINITE);
    } else if (spectra.stream().anyMatch(spectrum -> spectrum.accuracy().isPresent())) {
      return absent(SpectrumAccuracy.NOT_RESOLVED);
    }
    double[] norms = spectra.stream().mapToDouble(WeightSpectrum::squaredFrobeniusNorm).toArray();
    List<Cascade> cascades = networks.stream().map(network -> scaled(network, norms)).toList();
    Map<CpseProfile, DepthMatchedNull> nulls = new EnumMap<>(CpseProfile.class);
    for (CpseProfile profile : CpseProfile.values()) {
      nulls.put(profile, DepthMatchedNull.of(cascades, profile));
    }
    return nulls;
  }

  private static Cascade scaled(List<WeightSpectrum> network, double[] norms) {
    return Cascade.of(
        IntStream.range(0, norms.length)
            .mapToObj(layer -> network.get(layer).scaledTo(norms[layer]))
            .toList());
  }

  /** None, for a reason. */
  static Map<CpseProfile, DepthMatchedNull> absent(String reason) {
    Map<CpseProfile, DepthMatchedNull> nulls = new EnumMap<>(CpseProfile.class);
    for (CpseProfile profile : CpseProfile.values()) {
      nulls.put(
          profile, DepthMatchedNull.absent(profile, AnalysisSettings.RANDOM_NETWORKS, reason));
    }
    return nulls;
  }
}
