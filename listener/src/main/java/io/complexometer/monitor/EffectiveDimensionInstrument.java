package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Effective dimension of every layer, with the shape of the features that it is biased by. */
final class EffectiveDimensionInstrument implements Instrument {
  private static final String TOO_WIDE = "too many units";

  private static final List<Metric> METRICS =
      List.of(
          layer(
              "effective.dimension",
              "directions",
              "Exponential of the entropy of the shares of variance of the layer's activations."),
          layer("feature.rows", "rows", "Number of activations that the dimension is measured on."),
          layer("feature.units", "units", "Number of units of the layer."));

  @Override
  public List<Series> series(List<Layer> layers, List<WeightMatrix> matrices) {
    return layers.stream()
        .flatMap(layer -> METRICS.stream().map(metric -> Series.of(metric, layer)))
        .toList();
  }

  @Override
  public List<Value> measure(Material material) {
    List<Value> values = new ArrayList<>();
    for (Optional<Matrix> features : material.features()) {
      if (features.isEmpty()) {
        METRICS.forEach(metric -> values.add(Value.absent(TOO_WIDE)));
      } else {
        EffectiveDimension dimension = EffectiveDimension.of(features.get(), material.workspace());
        values.add(dimension.value());
        values.add(Value.of(dimension.rows()));
        values.add(Value.of(dimension.units()));
      }
    }
    return values;
  }

  private static Metric layer(String name, String unit, String description) {
    return new Metric("effectiveDimension", name, "", Metric.Scope.LAYER, unit, description);
  }
}
