package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.dimension.Scatter;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.Folds;
import io.complexometer.network.Activations;
import io.complexometer.network.Layer;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.ProbedLayer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Layers that no network has run, and what an instrument says of them. */
final class LayerInstruments {
  private LayerInstruments() {}

  static ProbedLayer layer(int index, String name, int rows, int units, String absence) {
    int bits = absence.isEmpty() ? units : 0;
    return new ProbedLayer(
        new Layer(index, name, "DenseLayer"), rows, units, bits, index == 0, absence);
  }

  /** A layer's activations as they are; a unit is on where its number is positive. */
  static LayerActivations activations(double[][] rows) {
    int units = rows[0].length;
    double[] all = new double[rows.length * units];
    BinarySamples bits = new BinarySamples(rows.length, units);
    for (int row = 0; row < rows.length; row++) {
      for (int unit = 0; unit < units; unit++) {
        all[row * units + unit] = rows[row][unit];
        if (rows[row][unit] > 0) {
          bits.set(row, unit);
        }
      }
    }
    Scatter scatter = new Scatter(units);
    try (GramWorkspace workspace = new GramWorkspace()) {
      scatter.add(new Matrix.Doubles(rows.length, units, all), workspace);
    }
    return new LayerActivations(
        Optional.of(scatter), "", Optional.of(bits), "", Folds.interleaved(rows.length));
  }

  static LayerActivations absent(String reason) {
    return new LayerActivations(
        Optional.empty(), reason, Optional.empty(), reason, Folds.interleaved(1));
  }

  /** What an instrument says, by layer and metric (and profile). */
  static Map<String, Value> measure(
      Instrument instrument, Costs costs, LayerActivations... activations) {
    try (GramWorkspace workspace = new GramWorkspace()) {
      Material material =
          new Material(
              Optional.empty(),
              Optional.of(new Activations(List.of(activations))),
              workspace,
              null,
              null,
              costs);
      List<Value> values = instrument.measure(material);
      List<Series> series = instrument.series();
      Map<String, Value> named = new TreeMap<>();
      for (int i = 0; i < series.size(); i++) {
        Metric metric = series.get(i).metric();
        String profile = metric.profile().isEmpty() ? "" : " " + metric.profile();
        String name = series.get(i).layer().orElseThrow().name() + " " + metric.name() + profile;
        if (named.put(name, values.get(i)) != null) {
          throw new IllegalStateException("two series " + name);
        }
      }
      if (named.size() != values.size()) {
        throw new IllegalStateException("values without a series");
      }
      return named;
    }
  }

  /** How often a measure was taken of a layer, of all that was tallied. */
  static long count(Costs costs, Measure measure, ProbedLayer layer) {
    return costs.all().stream()
        .filter(cost -> cost.measure().equals(measure.label()))
        .filter(cost -> cost.layer().equals(Optional.of(layer.layer())))
        .mapToLong(Cost::count)
        .sum();
  }
}
