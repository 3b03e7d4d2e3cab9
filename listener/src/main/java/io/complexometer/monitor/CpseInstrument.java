package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.Cpse;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/**
 * cPSE of the whole network in every profile, the distances that it is the mean of, and what random
 * networks of the same shapes give.
 */
final class CpseInstrument implements Instrument {
  private final List<WeightMatrix> matrices;
  private Cascade cascade = Cascade.empty();

  CpseInstrument(List<WeightMatrix> matrices) {
    this.matrices = matrices;
  }

  @Override
  public List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (CpseProfile profile : CpseProfile.values()) {
      wholeNetwork(profile).stream().map(Series::of).forEach(series::add);
      moved(matrices, profile).stream()
          .map(m -> Series.of(distance(profile), m))
          .forEach(series::add);
    }
    series.add(
        Series.of(count("cpse.matrices", "Number of weight matrices that cPSE is taken of.")));
    series.add(
        Series.of(
            count("cpse.widest.order", "Largest number of output units of a weight matrix.")));
    return series;
  }

  @Override
  public List<Value> measure(Material material) {
    List<WeightSpectrum> spectra = material.spectra();
    return material.costs().time(Measure.CPSE, () -> measure(spectra, material.nullModel()));
  }

  private List<Value> measure(List<WeightSpectrum> spectra, NullModel nullModel) {
    List<Value> values = new ArrayList<>();
    cascade = cascade.with(spectra);
    Cpse cpse = null;
    for (CpseProfile profile : CpseProfile.values()) {
      cpse = cascade.cpse(profile);
      DepthMatchedNull random = nullModel.cpse(profile);
      values.add(cpse.value());
      values.add(cpse.withoutFirstDistance());
      values.add(random.mean());
      values.add(random.standardDeviation());
      values.add(random.zScore(cpse.value()));
      values.addAll(cpse.distances());
    }
    values.add(Value.of(cpse.matrices()));
    values.add(Value.of(cpse.widestOrder()));
    return values;
  }

  private static List<Metric> wholeNetwork(CpseProfile profile) {
    return List.of(
        value(profile),
        network(
            "cpse.without.first.distance",
            profile,
            "log10 bits",
            "cPSE without its first distance, which is mostly an artefact of epsilon."),
        network(
            "cpse.null.mean",
            profile,
            "log10 bits",
            "Mean cPSE of random networks of the same shapes and norms."),
        network(
            "cpse.null.standard.deviation",
            profile,
            "log10 bits",
            "Standard deviation of cPSE of random networks of the same shapes and norms."),
        network(
            "cpse.z",
            profile,
            "standard deviations",
            "How far cPSE is from that of random networks of the same shapes and norms."));
  }

  /** The matrices that the distances belong to: each but the first moves those before it. */
  private static List<WeightMatrix> moved(List<WeightMatrix> matrices, CpseProfile profile) {
    int first = Math.min(1, matrices.size());
    int last = matrices.size() - (profile == CpseProfile.REFERENCE ? 1 : 0);
    return matrices.subList(first, Math.max(first, last));
  }

  /** The series of cPSE itself. */
  static Metric value(CpseProfile profile) {
    return network(
        "cpse",
        profile,
        "log10 bits",
        "Cascading periodic spectral ergodicity: mean of log10 of the distances.");
  }

  private static Metric distance(CpseProfile profile) {
    return new Metric(
        "cpse",
        "cpse.distance",
        profile.label(),
        Metric.Scope.MATRIX,
        "bits",
        "Distance of the matrices up to this one from those before it.");
  }

  private static Metric network(String name, CpseProfile profile, String unit, String description) {
    return new Metric("cpse", name, profile.label(), Metric.Scope.NETWORK, unit, description);
  }

  private static Metric count(String name, String description) {
    return new Metric("cpse", name, "", Metric.Scope.NETWORK, "", description);
  }
}
