package io.complexometer.examples.analysis;

import io.complexometer.examples.data.DataException;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The spectra of weight matrices, one matrix in memory at a time. */
final class WeightMeasurement {
  private final String file;
  private final Remarks remarks;

  WeightMeasurement(String file, Remarks remarks) {
    this.file = file;
    this.remarks = remarks;
  }

  /** Measures what can be read. */
  List<MatrixAnalysis> measure(List<StoredWeights> weights, RandomNetworks random, Meters meters) {
    List<MatrixAnalysis> matrices = new ArrayList<>();
    try (GramWorkspace workspace = new GramWorkspace();
        Meters.Meter meter = meters.begin("spectra", weights.size())) {
      for (int i = 0; i < weights.size(); i++) {
        WeightMatrix matrix = weights.get(i).description();
        Value alpha = random.alpha(i);
        spectrum(weights.get(i), workspace)
            .map(spectrum -> analysis(matrix, spectrum, alpha))
            .ifPresent(matrices::add);
        meter.step();
      }
    }
    matrices.forEach(this::note);
    return matrices;
  }

  private Optional<WeightSpectrum> spectrum(StoredWeights weights, GramWorkspace workspace) {
    WeightMatrix matrix = weights.description();
    try {
      WeightSpectrum spectrum =
          WeightSpectrum.of(weights.matrix().get(), workspace, WeightSpectrum.LARGEST_EXACT_ORDER);
      spectrum.absence().ifPresent(what -> remarks.fault(nonFinite(matrix, what)));
      return Optional.of(spectrum);
    } catch (DataException e) {
      remarks.fault(e.getMessage());
      remarks.absent(matrix, "spectrum", ModelMeasurement.UNREADABLE);
      return Optional.empty();
    }
  }

  private String nonFinite(WeightMatrix matrix, String what) {
    boolean bare = matrix.layer().type().equals(StoredWeights.BARE); // its parameter has no name
    return "%s: layer '%s'%s: %s (counted from 0): take weights from before the training diverged."
        .formatted(
            file,
            matrix.layer().name(),
            bare ? "" : ", parameter '%s'".formatted(matrix.parameter()),
            what);
  }

  private static MatrixAnalysis analysis(
      WeightMatrix matrix, WeightSpectrum spectrum, Value randomAlpha) {
    SpectralSummary summary = SpectralSummary.of(spectrum, (int) matrix.columns());
    return new MatrixAnalysis(matrix, spectrum, summary, randomAlpha);
  }

  private void note(MatrixAnalysis analysis) {
    WeightMatrix matrix = analysis.matrix();
    SpectralSummary summary = analysis.summary();
    if (analysis.spectrum().absence().isPresent()) {
      remarks.absent(matrix, "spectrum", WeightSpectrum.NON_FINITE);
    } else {
      remarks.check(matrix, "stableRank", summary.stableRank());
      remarks.check(matrix, "effectiveRank", summary.effectiveRank());
      remarks.check(matrix, "conditionNumber", summary.conditionNumber());
      remarks.check(matrix, "alpha", summary.tail().alpha());
      remarks.check(matrix, "alphaHat", summary.alphaHat());
      remarks.check(matrix, "tail", summary.tail().alpha());
    }
    remarks.check(matrix, "randomAlpha", analysis.randomAlpha());
  }
}
