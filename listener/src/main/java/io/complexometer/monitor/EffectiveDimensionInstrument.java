package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.dimension.EffectiveDimension;
import io.complexometer.measure.dimension.Scatter;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.ProbedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Effective dimension of every layer and what comes from the same spectrum, with the shape of the
 * features that it is biased by.
 */
final class EffectiveDimensionInstrument implements Instrument {

  /** Above this share of the rows the bias of a dimension is no longer small. */
  private static final double LARGEST_SHARE_OF_ROWS = 0.2;

  /** A metric, and where its number comes from. */
  private record Column(Metric metric, Function<EffectiveDimension, Value> number) {}

  private static final List<Column> COLUMNS =
      List.of(
          column(
              "effective.dimension",
              "directions",
              "Exponential of the entropy of the shares of variance of the layer's activations.",
              EffectiveDimension::value),
          column(
              "participation.ratio",
              "directions",
              "One over the sum of the squared shares of variance of the layer's activations.",
              EffectiveDimension::participationRatio),
          column(
              "inverse.largest.share",
              "directions",
              "One over the largest share of variance of the layer's activations.",
              EffectiveDimension::inverseLargestShare),
          column(
              "leading.directions",
              "directions",
              "Number of leading directions that carry 99 % of the variance of the activations.",
              EffectiveDimension::directionsFor99Percent),
          column(
              "saturation",
              "",
              "Number of leading directions that carry 99 % of the variance, over that of units.",
              EffectiveDimension::saturation));

  private static final Metric ROWS =
      layer("feature.rows", "rows", "Number of activations that the dimension is measured on.");
  private static final Metric UNITS = layer("feature.units", "units", "Units of the layer.");

  private final List<ProbedLayer> layers;
  private final LayerCache<EffectiveDimension> cache = new LayerCache<>();
  private List<ProbedLayer> biased = List.of();

  EffectiveDimensionInstrument(List<ProbedLayer> layers) {
    this.layers = layers;
  }

  @Override
  public List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (ProbedLayer layer : layers) {
      COLUMNS.forEach(column -> series.add(Series.of(column.metric(), layer.layer())));
      series.add(Series.of(ROWS, layer.layer()));
      series.add(Series.of(UNITS, layer.layer()));
    }
    return series;
  }

  @Override
  public List<Value> measure(Material material) {
    List<Value> values = new ArrayList<>();
    List<ProbedLayer> biasedNow = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      ProbedLayer layer = layers.get(i);
      LayerActivations activations = material.activations().get(i);
      double rows = layer.rows();
      if (activations.features().isEmpty()) {
        Value absent = Value.absent(activations.featuresAbsence());
        COLUMNS.forEach(column -> values.add(absent));
      } else {
        Scatter features = activations.features().get();
        EffectiveDimension dimension =
            cache.get(i, activations, () -> measure(features, layer, material));
        COLUMNS.forEach(column -> values.add(column.number().apply(dimension)));
        rows = dimension.rows(); // where earlier batches fade, the effective number
        boolean filled = dimension.rows() >= layer.rows(); // else training batches still come in
        if (filled && dimension.value().orNaN() > LARGEST_SHARE_OF_ROWS * dimension.rows()) {
          biasedNow.add(layer);
        }
      }
      values.add(Value.of(rows));
      values.add(Value.of(layer.units()));
    }
    biased = biasedNow;
    return values;
  }

  private static EffectiveDimension measure(
      Scatter features, ProbedLayer layer, Material material) {
    return material
        .costs()
        .time(
            Measure.EFFECTIVE_DIMENSION,
            layer.layer(),
            () -> features.effectiveDimension(material.workspace()));
  }

  @Override
  public Optional<String> caution() {
    return biased.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the effective dimension exceeds a fifth of the rows that it is measured on, so it is"
                + " biased by them: give a probe of more examples; layers "
                + names(biased));
  }

  /** The names of layers, for a line in the log. */
  static String names(List<ProbedLayer> layers) {
    return layers.stream()
        .map(layer -> "'" + layer.layer().name() + "'")
        .collect(Collectors.joining(", "));
  }

  private static Column column(
      String name, String unit, String description, Function<EffectiveDimension, Value> number) {
    return new Column(layer(name, unit, description), number);
  }

  private static Metric layer(String name, String unit, String description) {
    return new Metric("effectiveDimension", name, "", Metric.Scope.LAYER, unit, description);
  }
}
