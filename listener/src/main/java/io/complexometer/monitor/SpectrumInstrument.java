package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.measure.spectrum.SpectralSummary;
import io.complexometer.measure.spectrum.SpectrumAccuracy;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The spectrum of each weight matrix in single numbers. */
final class SpectrumInstrument implements Instrument {

  /** A metric, and where its number comes from. */
  private record Column(Metric metric, Function<SpectralSummary, Value> number) {}

  private static final List<Column> COLUMNS =
      List.of(
          column(
              "spectral.norm",
              "",
              "Largest singular value of the weight matrix.",
              SpectralSummary::spectralNorm),
          column(
              "frobenius.norm",
              "",
              "Square root of the sum of the squared singular values of the weight matrix.",
              SpectralSummary::frobeniusNorm),
          column(
              "stable.rank",
              "directions",
              "Sum of the squared singular values of the weight matrix over the largest of them.",
              SpectralSummary::stableRank),
          column(
              "effective.rank",
              "directions",
              "Exponential of the entropy of the shares of the squared singular values.",
              SpectralSummary::effectiveRank),
          column(
              "condition.number",
              "",
              "Largest singular value of the weight matrix over the smallest that is not zero.",
              SpectralSummary::conditionNumber),
          column(
              "tail.alpha",
              "",
              "Exponent of the power law fitted to the largest squared singular values.",
              summary -> summary.tail().alpha()),
          column(
              "tail.xmin",
              "",
              "Squared singular value at which the fitted tail begins.",
              summary -> summary.tail().xmin()),
          column(
              "tail.distance",
              "",
              "Kolmogorov-Smirnov distance of the tail from the fitted power law.",
              summary -> summary.tail().distance()),
          column(
              "tail.eigenvalues",
              "eigenvalues",
              "Number of squared singular values in the tail.",
              summary -> summary.tail().eigenvalues()),
          column(
              "tail.standard.error",
              "",
              "Standard error of the exponent, if the tail is a power law.",
              summary -> summary.tail().standardError()),
          column(
              "tail.reliable",
              "",
              "1 where there are 50 squared singular values or more to fit, all exact, else 0.",
              summary -> summary.tail().reliable()),
          column(
              "alpha.hat",
              "",
              "Exponent of the tail times log10 of the largest squared singular value.",
              SpectralSummary::alphaHat));

  private static final Metric NULL_ALPHA =
      metric(
          "tail.alpha.null",
          "",
          "Median exponent of random matrices of the same shape, which have no power law.");

  private static final Metric ESTIMATED =
      metric(
          "spectrum.estimated",
          "",
          "1 where the matrix is too large to be decomposed and its spectrum estimated, else 0.");

  private static final Metric ERROR =
      metric(
          "spectrum.standard.error",
          "",
          "Standard error of the share of eigenvalues below any number, where it is estimated.");

  private static final Metric QUADRATURE_ERROR =
      metric(
          "spectrum.quadrature.error",
          "",
          "What its resolution may add to that error, as a share of the eigenvalues.");

  private final List<WeightMatrix> matrices;
  private final int largestExactOrder;
  private final boolean density;

  /** What is known of one spectrum; the density only if it was asked for. */
  private record Known(SpectralSummary summary, Optional<SpectralDensity> density) {}

  /** Of the newest spectra: a spectrum, equal only to itself, stays while its matrix does. */
  private final Map<WeightSpectrum, Known> known = new HashMap<>();

  private List<SpectralDensity> densities = List.of();

  SpectrumInstrument(List<WeightMatrix> matrices, int largestExactOrder, boolean density) {
    this.matrices = matrices;
    this.largestExactOrder = largestExactOrder;
    this.density = density;
  }

  @Override
  public List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (WeightMatrix matrix : matrices) {
      COLUMNS.forEach(column -> series.add(Series.of(column.metric(), matrix)));
      series.add(Series.of(NULL_ALPHA, matrix));
      series.add(Series.of(ESTIMATED, matrix));
      if (isEstimated(matrix.rows(), matrix.columns())) {
        series.add(Series.of(ERROR, matrix));
        series.add(Series.of(QUADRATURE_ERROR, matrix));
      }
    }
    return series;
  }

  @Override
  public List<Value> measure(Material material) {
    List<WeightSpectrum> spectra = material.spectra();
    List<Matrix> copies = material.matrices();
    List<Value> values = new ArrayList<>();
    List<SpectralDensity> found = new ArrayList<>();
    known.keySet().retainAll(Set.copyOf(spectra));
    for (int i = 0; i < spectra.size(); i++) {
      int columns = copies.get(i).columns();
      Layer layer = matrices.get(i).layer();
      Known now =
          known.computeIfAbsent(
              spectra.get(i),
              spectrum ->
                  material
                      .costs()
                      .timeMore(Measure.SPECTRUM, layer, () -> know(spectrum, columns)));
      COLUMNS.forEach(column -> values.add(column.number().apply(now.summary())));
      now.density().ifPresent(found::add);
      values.add(material.nullModel().tailAlpha(i));
      boolean estimated = isEstimated(copies.get(i).rows(), columns);
      values.add(Value.of(estimated ? 1 : 0));
      if (estimated) {
        values.add(accuracy(spectra.get(i), SpectrumAccuracy::standardError));
        values.add(accuracy(spectra.get(i), accuracy -> Value.of(accuracy.quadratureError())));
      }
    }
    densities = List.copyOf(found);
    return values;
  }

  private Known know(WeightSpectrum spectrum, int columns) {
    return new Known(
        SpectralSummary.of(spectrum, columns),
        density ? Optional.of(SpectralDensity.of(spectrum, columns)) : Optional.empty());
  }

  @Override
  public List<SpectralDensity> densities() {
    return densities;
  }

  private boolean isEstimated(long rows, long columns) {
    return WeightSpectrum.isTooLarge(rows, columns, largestExactOrder);
  }

  private static Value accuracy(WeightSpectrum spectrum, Function<SpectrumAccuracy, Value> part) {
    return spectrum.accuracy().map(part).orElse(Value.absent(WeightSpectrum.NON_FINITE));
  }

  private static Column column(
      String name, String unit, String description, Function<SpectralSummary, Value> number) {
    return new Column(metric(name, unit, description), number);
  }

  private static Metric metric(String name, String unit, String description) {
    return new Metric("spectrum", name, "", Metric.Scope.MATRIX, unit, description);
  }
}
