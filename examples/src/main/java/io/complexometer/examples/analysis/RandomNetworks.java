package io.complexometer.examples.analysis;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
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

/** Networks of the same shapes that have learnt nothing, to compare a network with. */
final class RandomNetworks {
  private final GaussianDraws draws;
  private final List<List<Double>> alphas;

  private RandomNetworks(GaussianDraws draws, List<List<Double>> alphas) {
    this.draws = draws;
    this.alphas = alphas;
  }

  /** Draws them. */
  static RandomNetworks draw(List<WeightMatrix> matrices, long seed, Meters meters) {
    List<MatrixShape> shapes =
        matrices.stream().map(m -> new MatrixShape((int) m.rows(), (int) m.columns())).toList();
    int networks = AnalysisSettings.RANDOM_NETWORKS;
    GaussianDraws draws = new GaussianDraws(shapes, networks, seed);
    List<List<Double>> alphas =
        shapes.stream().map(shape -> (List<Double>) new ArrayList<Double>()).toList();
    try (Meters.Meter meter = meters.begin("random networks", (long) networks * shapes.size())) {
      while (!draws.isComplete()) {
        int matrix = draws.nextLayer();
        int columns = shapes.get(matrix).columns();
        Value alpha = SpectralSummary.of(draws.drawNext(), columns).tail().alpha();
        if (alpha.isPresent()) {
          alphas.get(matrix).add(alpha.orNaN());
        }
        meter.step();
      }
    }
    return new RandomNetworks(draws, alphas);
  }

  /**
   * The median tail exponent of random matrices of one matrix's shape, which does not depend on
   * norms; a median, because single ones are far out.
   */
  Value alpha(int matrix) {
    List<Double> sorted = alphas.get(matrix).stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() < draws.draws()
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
    List<Cascade> networks =
        IntStream.range(0, draws.draws())
            .mapToObj(index -> DepthMatchedNull.scaled(draws, index, norms))
            .toList();
    Map<CpseProfile, DepthMatchedNull> nulls = new EnumMap<>(CpseProfile.class);
    for (CpseProfile profile : CpseProfile.values()) {
      nulls.put(profile, DepthMatchedNull.of(networks, profile));
    }
    return nulls;
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
