package io.complexometer.examples.analysis;

import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.nonlinearity.ChainEstimator;
import io.complexometer.measure.nonlinearity.EntropyEstimator;
import io.complexometer.measure.nonlinearity.NonlinearityComplexity;
import io.complexometer.measure.nonlinearity.TreeEstimator;
import io.complexometer.network.LayerActivations;
import io.complexometer.network.NetworkReader;
import io.complexometer.network.Probe;
import io.complexometer.network.ProbeData;
import io.complexometer.network.ProbedLayer;
import io.complexometer.network.ProbedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Runs a network once on a probe, and measures the activations of its layers as a listener does.
 */
final class ActivationMeasurement {
  /** Up to how many bits the chain is taken, as in the listener's defaults. */
  private static final int WIDEST_CHAIN = 256;

  /** Above this share of the rows the bias of a dimension is no longer small. */
  private static final double LARGEST_SHARE_OF_ROWS = 0.2;

  /** Above this share of the value the bias of the chain is no longer small. */
  private static final double LARGEST_SHARE_OF_BIAS = 0.1;

  private final Meters meters;
  private final Remarks remarks;
  private final List<String> biasedDimensions = new ArrayList<>();
  private final List<String> biasedBits = new ArrayList<>();

  ActivationMeasurement(Meters meters, Remarks remarks) {
    this.meters = meters;
    this.remarks = remarks;
  }

  /**
   * Measures all layers.
   *
   * @throws IllegalArgumentException if the probe does not fit the network
   */
  List<LayerActivity> measure(Model model, List<INDArray> features, long seed) {
    NetworkReader network = NetworkReader.of(model);
    ProbeData data = ProbeData.of(features.toArray(INDArray[]::new));
    List<LayerActivity> activities = new ArrayList<>();
    try (Probe probe = new Probe(network, data, new ProbedRows(ProbedRows.LIMIT, false, seed));
        GramWorkspace workspace = new GramWorkspace();
        Meters.Meter meter = meters.begin("activations", probe.layers().size() + 1L)) {
      List<LayerActivations> activations = probe.run().layers();
      meter.step();
      for (ProbedLayer layer : probe.layers()) {
        activities.add(measure(layer, activations.get(activities.size()), workspace));
        meter.step();
      }
    }
    activities.forEach(this::note);
    return activities;
  }

  private LayerActivity measure(
      ProbedLayer layer, LayerActivations activations, GramWorkspace workspace) {
    Value dimension =
        activations
            .features()
            .map(features -> features.effectiveDimension(workspace).value())
            .orElseGet(() -> Value.absent(activations.featuresAbsence()));
    Optional<EntropyEstimator> estimator = activations.bits().flatMap(bits -> estimator(layer));
    return new LayerActivity(
        layer.layer(),
        layer.rows(),
        layer.units(),
        layer.bits(),
        estimator.map(EntropyEstimator::label).orElse(""),
        dimension,
        nonlinearity(layer, activations, estimator));
  }

  private static Optional<EntropyEstimator> estimator(ProbedLayer layer) {
    if (layer.bits() <= WIDEST_CHAIN) {
      return Optional.of(new ChainEstimator());
    }
    return layer.bits() <= ProbedLayer.MOST_BITS
        ? Optional.of(new TreeEstimator())
        : Optional.empty();
  }

  private Value nonlinearity(
      ProbedLayer layer, LayerActivations activations, Optional<EntropyEstimator> estimator) {
    if (!layer.absence().isEmpty()) {
      return Value.absent(layer.absence());
    } else if (activations.bits().isEmpty()) {
      return Value.absent(activations.bitsAbsence());
    } else if (estimator.isEmpty()) {
      return Value.absent(LayerActivations.TOO_WIDE);
    }
    NonlinearityComplexity complexity =
        NonlinearityComplexity.of(activations.bits().get(), activations.folds(), estimator.get());
    boolean biased = complexity.chainBias() > LARGEST_SHARE_OF_BIAS * complexity.value().orNaN();
    if (estimator.get() instanceof ChainEstimator && biased) {
      biasedBits.add(layer.layer().name());
    }
    return complexity.value();
  }

  private void note(LayerActivity activity) {
    remarks.check(activity.layer(), "effectiveDimension", activity.effectiveDimension());
    remarks.check(activity.layer(), "nonlinearityBits", activity.nonlinearityBits());
    if (activity.effectiveDimension().orNaN() > LARGEST_SHARE_OF_ROWS * activity.rows()) {
      biasedDimensions.add(activity.layer().name());
    }
  }

  /** Says which numbers are owed to the small number of rows. */
  void noteBias() {
    if (!biasedDimensions.isEmpty()) {
      remarks.notice(
          "the effective dimension exceeds a fifth of the rows that it is measured on, and is"
              + " biased by them, for "
              + Names.some(biasedDimensions)
              + ": give a probe of more examples");
    }
    if (!biasedBits.isEmpty()) {
      remarks.notice(
          "more than a tenth of the nonlinearity is to be expected from the small number of rows"
              + " alone, for "
              + Names.some(biasedBits)
              + ": give a probe of more examples");
    }
  }
}
