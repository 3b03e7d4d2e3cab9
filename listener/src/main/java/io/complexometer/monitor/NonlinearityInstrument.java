package io.complexometer.monitor;

import io.complexometer.measure.Value;
import io.complexometer.measure.nonlinearity.BinarySamples;
import io.complexometer.measure.nonlinearity.ChainEstimator;
import io.complexometer.measure.nonlinearity.CodeLength;
import io.complexometer.measure.nonlinearity.EntropyEstimator;
import io.complexometer.measure.nonlinearity.Folds;
import io.complexometer.measure.nonlinearity.NonlinearityComplexity;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.ProbedLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Nonlinearity complexity of every layer whose units switch on and off, with what it is biased by.
 * Each layer has an estimator of its own, which stays: it may start from its last result.
 */
final class NonlinearityInstrument implements Instrument {

  /** Above this share of the value the bias of the chain is no longer small. */
  private static final double LARGEST_SHARE_OF_BIAS = 0.1;

  private static final String CHAIN = "chain";
  private static final String TREE = "tree";

  /** A metric, and where its number comes from. */
  private record Column(Metric metric, Function<NonlinearityComplexity, Value> number) {}

  /** A layer and what measures it; no estimator where it has no bits, or too many. */
  private record Station(ProbedLayer layer, Optional<EntropyEstimator> estimator) {
    boolean hasBits() {
      return layer.absence().isEmpty();
    }

    Optional<ChainEstimator> chain() {
      return estimator.filter(ChainEstimator.class::isInstance).map(ChainEstimator.class::cast);
    }

    String profile() {
      return estimator.map(EntropyEstimator::label).orElse(TREE);
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          column(
              "nonlinearity.independent",
              "bits",
              "Sum of the entropies of single units: nonlinearity complexity if they were independent.",
              NonlinearityComplexity::independent),
          column(
              "nonlinearity.multi.information",
              "bits",
              "What the units know of each other: that sum less the nonlinearity complexity.",
              NonlinearityComplexity::multiInformation),
          column(
              "nonlinearity.joint",
              "bits",
              "Entropy of whole patterns from their counts (Grassberger), where coverage suffices.",
              complexity -> complexity.joint().value()),
          column(
              "nonlinearity.coverage",
              "",
              "Share of the rows whose pattern of units was seen more than once.",
              complexity -> Value.of(complexity.joint().coverage())),
          column(
              "nonlinearity.distinct.patterns",
              "patterns",
              "Distinct patterns of units that are on: the linear regions that the probe visits.",
              complexity -> Value.of(complexity.joint().distinctPatterns())),
          column(
              "nonlinearity.dead.units",
              "binary units",
              "Units that are on in no row of the probe.",
              complexity -> Value.of(complexity.deadUnits())),
          column(
              "nonlinearity.always.on.units",
              "binary units",
              "Units that are on in all rows of the probe.",
              complexity -> Value.of(complexity.alwaysOnUnits())));

  private static final Metric UNITS =
      metric("nonlinearity.units", "", "binary units", "Binary units of the layer.");
  private static final Metric ROWS =
      metric("nonlinearity.rows", "", "rows", "Number of rows that the complexity is measured on.");
  private static final Metric SMOOTH =
      metric(
          "nonlinearity.smooth",
          "",
          "",
          "1 where the activation function has no kink, so that no unit is really off, else 0.");

  private final List<Station> stations = new ArrayList<>();
  private final LayerCache<NonlinearityComplexity> cache = new LayerCache<>();
  private List<ProbedLayer> biased = List.of();

  /**
   * An instrument for the layers of a network.
   *
   * @param layers as the probe sees them
   * @param estimators gives a new estimator for a layer of so many bits, or none if they are too
   *     many
   */
  NonlinearityInstrument(
      List<ProbedLayer> layers, IntFunction<Optional<EntropyEstimator>> estimators) {
    for (ProbedLayer layer : layers) {
      boolean hasBits = layer.absence().isEmpty();
      stations.add(new Station(layer, hasBits ? estimators.apply(layer.bits()) : Optional.empty()));
    }
  }

  /** A layer without bits has one series, to say why. */
  @Override
  public List<Series> series() {
    List<Series> series = new ArrayList<>();
    for (Station station : stations) {
      List<Metric> metrics = new ArrayList<>();
      metrics.add(value(station.profile()));
      if (station.hasBits()) {
        metrics.add(remainingGain(station.profile()));
        COLUMNS.forEach(column -> metrics.add(column.metric()));
        metrics.addAll(List.of(UNITS, ROWS, SMOOTH));
      }
      metrics.forEach(metric -> series.add(Series.of(metric, station.layer().layer())));
    }
    return series;
  }

  @Override
  public List<Value> measure(Material material) {
    List<Value> values = new ArrayList<>();
    List<ProbedLayer> biasedNow = new ArrayList<>();
    for (int i = 0; i < stations.size(); i++) {
      Station station = stations.get(i);
      LayerActivations activations = material.activations().get(i);
      if (!station.hasBits()) {
        values.add(Value.absent(station.layer().absence()));
      } else if (activations.bits().isEmpty()) {
        addAbsent(values, station, activations.bitsAbsence());
      } else if (station.estimator().isEmpty()) {
        addAbsent(values, station, LayerActivations.TOO_WIDE);
      } else {
        NonlinearityComplexity complexity =
            cache.get(i, activations, () -> measure(activations, station, material));
        add(values, station, complexity);
        if (isBiased(station, complexity)) {
          biasedNow.add(station.layer());
        }
      }
    }
    biased = biasedNow;
    return values;
  }

  /** What estimators begin with. */
  @Override
  public void save(StateWriter state) {
    for (Station station : stations) {
      Optional<ChainEstimator.Memory> memory = station.chain().map(ChainEstimator::memory);
      state.optional(memory, NonlinearityInstrument::save);
    }
  }

  @Override
  public void restore(StateReader state) {
    for (Station station : stations) {
      Optional<ChainEstimator.Memory> memory = state.optional(NonlinearityInstrument::readMemory);
      memory.ifPresent(
          known ->
              station
                  .chain()
                  .orElseThrow(() -> new StateException("it has a chain where there is none"))
                  .restore(known));
    }
  }

  private static void save(StateWriter state, ChainEstimator.Memory memory) {
    state.integers(memory.units());
    for (float[][] fold : memory.weights()) {
      for (float[] weights : fold) {
        state.singles(weights);
      }
    }
    state.bytes(memory.samples());
    state.real(memory.length().bits());
    state.real(memory.length().remainingGain());
  }

  private static ChainEstimator.Memory readMemory(StateReader state) {
    int[] units = state.integers();
    float[][][] weights = new float[Folds.COUNT][Math.max(0, units.length - 1)][];
    for (float[][] fold : weights) {
      for (int k = 0; k < fold.length; k++) {
        fold[k] = state.singles();
      }
    }
    return new ChainEstimator.Memory(
        units, weights, state.bytes(), new CodeLength(state.real(), state.real()));
  }

  private static NonlinearityComplexity measure(
      LayerActivations activations, Station station, Material material) {
    BinarySamples bits = activations.bits().orElseThrow();
    EntropyEstimator estimator = station.estimator().orElseThrow();
    return material
        .costs()
        .time(
            Measure.NONLINEARITY,
            station.layer().layer(),
            () -> NonlinearityComplexity.of(bits, activations.folds(), estimator));
  }

  private static void add(List<Value> values, Station station, NonlinearityComplexity complexity) {
    values.add(complexity.value());
    values.add(complexity.remainingGain());
    COLUMNS.forEach(column -> values.add(column.number().apply(complexity)));
    addShape(values, station.layer(), complexity.rows());
  }

  private static void addAbsent(List<Value> values, Station station, String reason) {
    for (int i = 0; i < 2 + COLUMNS.size(); i++) {
      values.add(Value.absent(reason));
    }
    addShape(values, station.layer(), station.layer().rows());
  }

  private static void addShape(List<Value> values, ProbedLayer layer, int rows) {
    values.add(Value.of(layer.bits()));
    values.add(Value.of(rows));
    values.add(Value.of(layer.smooth() ? 1 : 0));
  }

  /** Whether much of the value is owed to the small number of rows. */
  private static boolean isBiased(Station station, NonlinearityComplexity complexity) {
    return station.profile().equals(CHAIN)
        && complexity.rows() >= station.layer().rows() // else training batches still come in
        && complexity.chainBias() > LARGEST_SHARE_OF_BIAS * complexity.value().orNaN();
  }

  @Override
  public Optional<String> caution() {
    return biased.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "more than a tenth of the nonlinearity complexity is to be expected from the small"
                + " number of rows alone: give a probe of more examples; layers "
                + EffectiveDimensionInstrument.names(biased));
  }

  private static Metric value(String profile) {
    return metric(
        "nonlinearity.complexity", profile, "bits", "Entropy of which units of the layer are on.");
  }

  private static Metric remainingGain(String profile) {
    return metric(
        "nonlinearity.remaining.gain",
        profile,
        "bits",
        "By how much the estimate might still shrink if its optimisation went on to the end.");
  }

  private static Column column(
      String name,
      String unit,
      String description,
      Function<NonlinearityComplexity, Value> number) {
    return new Column(metric(name, "", unit, description), number);
  }

  private static Metric metric(String name, String profile, String unit, String description) {
    return new Metric("nonlinearity", name, profile, Metric.Scope.LAYER, unit, description);
  }
}
