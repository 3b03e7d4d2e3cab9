package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cpse;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;

/** cPSE of the whole network in every profile, and the distances that it is the mean of. */
final class CpseInstrument implements Instrument {

  @Override
  public List<Series> series(List<Layer> layers, List<WeightMatrix> matrices) {
    List<Series> series = new ArrayList<>();
    for (CpseProfile profile : CpseProfile.values()) {
      series.add(Series.of(value(profile)));
      series.add(Series.of(withoutFirstDistance(profile)));
      matrices.stream().skip(1).map(m -> Series.of(distance(profile), m)).forEach(series::add);
    }
    series.add(
        Series.of(network("cpse.matrices", "Number of weight matrices that cPSE is taken of.")));
    series.add(
        Series.of(
            network("cpse.widest.order", "Largest number of output units of a weight matrix.")));
    return series;
  }

  @Override
  public List<Value> measure(Material material) {
    List<Value> values = new ArrayList<>();
    Cpse cpse = null;
    for (CpseProfile profile : CpseProfile.values()) {
      cpse = Cpse.of(material.spectra(), profile);
      values.add(cpse.value());
      values.add(cpse.withoutFirstDistance());
      values.addAll(cpse.distances());
    }
    values.add(Value.of(cpse.matrices()));
    values.add(Value.of(cpse.widestOrder()));
    return values;
  }

  /** The series of cPSE itself. */
  static Metric value(CpseProfile profile) {
    return new Metric(
        "cpse",
        "cpse",
        profile.label(),
        Metric.Scope.NETWORK,
        "log10 bits",
        "Cascading periodic spectral ergodicity: mean of log10 of the distances.");
  }

  private static Metric withoutFirstDistance(CpseProfile profile) {
    return new Metric(
        "cpse",
        "cpse.without.first.distance",
        profile.label(),
        Metric.Scope.NETWORK,
        "log10 bits",
        "cPSE without its first distance, which is mostly an artefact of epsilon.");
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

  private static Metric network(String name, String description) {
    return new Metric("cpse", name, "", Metric.Scope.NETWORK, "", description);
  }
}
