package io.complexometer.examples.comparison;

import io.complexometer.examples.analysis.Analysis;
import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.circular.CircularSpectralDifference;
import io.complexometer.measure.circular.ConjugateEnsemble;
import io.complexometer.measure.circular.EquivalenceThreshold;
import io.complexometer.measure.circular.MixedMatrixEnsemble;
import io.complexometer.measure.circular.NetworkEquivalence;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The circular spectral differences of two networks, each from draws of its own.
 *
 * @param a of one network
 * @param b of the other
 * @param statistic E(a, b); absent where one of the curves is
 * @param threshold delta; absent with the statistic, and where a spectrum is only estimated:
 *     spectra of random networks differ so little from draw to draw that the error of the estimate
 *     would pass for a finding
 * @param equivalence the verdict; empty where there is no threshold
 */
public record CircularComparison(
    CircularSpectralDifference a,
    CircularSpectralDifference b,
    Value statistic,
    Value threshold,
    Optional<NetworkEquivalence> equivalence) {

  /** Measured from 394 to 50,000 rows: 3.4 to 4.5 microseconds for each row of each draw. */
  private static final double SECONDS_PER_ROW = 4e-6;

  private static final int DRAWS_OF_THRESHOLD = 10; // times those behind a curve

  /**
   * Compares.
   *
   * @param a one network, with at least one matrix
   * @param b the other, too
   * @param settings how
   * @param meters told of the steps
   * @return the comparison
   */
  static CircularComparison of(Analysis a, Analysis b, ComparisonSettings settings, Meters meters) {
    try (Meters.Meter meter = meters.begin("circular draws, threshold", 3)) {
      CircularSpectralDifference ofA = difference(a, settings, settings.seed());
      meter.step();
      CircularSpectralDifference ofB = difference(b, settings, settings.seed() + 1);
      meter.step();
      Value statistic = ofA.distance(ofB);
      if (!statistic.isPresent()) {
        return new CircularComparison(ofA, ofB, statistic, statistic, Optional.empty());
      }
      Optional<String> reason = noThreshold(a).or(() -> noThreshold(b));
      if (reason.isPresent()) {
        Value absent = Value.absent(reason.get());
        return new CircularComparison(ofA, ofB, statistic, absent, Optional.empty());
      }
      EquivalenceThreshold threshold =
          EquivalenceThreshold.calibrate(
              shapes(a), shapes(b), settings.ensemble(), settings.draws(), settings.seed() + 2);
      meter.step();
      return new CircularComparison(
          ofA,
          ofB,
          statistic,
          Value.of(threshold.delta()),
          Optional.of(NetworkEquivalence.of(ofA, ofB, threshold)));
    }
  }

  private static CircularSpectralDifference difference(
      Analysis analysis, ComparisonSettings settings, long seed) {
    MixedMatrixEnsemble network =
        MixedMatrixEnsemble.of(analysis.matrices().stream().map(MatrixAnalysis::spectrum).toList());
    return CircularSpectralDifference.of(
        network,
        ConjugateEnsemble.draw(settings.ensemble(), network.orders(), settings.draws(), seed));
  }

  private static Optional<String> noThreshold(Analysis analysis) {
    if (analysis.cpse().containsValue(Value.absent(Analysis.MISSING_MATRIX))) {
      return Optional.of(Analysis.MISSING_MATRIX);
    }
    return analysis.matrices().stream().anyMatch(m -> m.spectrum().accuracy().isPresent())
        ? Optional.of(SpectrumAccuracy.NOT_RESOLVED)
        : Optional.empty();
  }

  static List<MatrixShape> shapes(Analysis analysis) {
    return analysis.matrices().stream()
        .map(m -> new MatrixShape((int) m.matrix().rows(), (int) m.matrix().columns()))
        .toList();
  }

  /**
   * About how long it takes on one core, which grows with the numbers of rows and nothing else.
   *
   * @param a one network
   * @param b the other
   * @param settings how
   * @return in seconds
   */
  public static double seconds(Analysis a, Analysis b, ComparisonSettings settings) {
    if (a.matrices().isEmpty() || b.matrices().isEmpty()) {
      return 0;
    }
    double rows = rows(a) + rows(b);
    double pools = shapes(a).equals(shapes(b)) ? rows / 2 : rows;
    boolean without = noThreshold(a).or(() -> noThreshold(b)).isPresent();
    return SECONDS_PER_ROW * settings.draws() * (rows + (without ? 0 : DRAWS_OF_THRESHOLD * pools));
  }

  private static double rows(Analysis analysis) {
    return analysis.matrices().stream().mapToDouble(m -> m.matrix().rows()).sum();
  }

  /**
   * One curve minus the other.
   *
   * @return at the bin centres; empty where one of the curves is
   */
  public List<Double> difference() {
    return Stream.of(a, b).anyMatch(one -> one.curve().isEmpty())
        ? List.of()
        : IntStream.range(0, a.curve().size())
            .mapToObj(i -> a.curve().get(i) - b.curve().get(i))
            .toList();
  }
}
