package io.complexometer.examples.analysis;

import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.model.StoredWeights;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Cascade;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.spectrum.WeightSpectrum;
import io.complexometer.measure.structure.Structure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures all that a file holds of a network. What is wrong with one part does not keep the others
 * from being measured.
 */
final class ModelMeasurement {
  /** Why there is no number: the file has no weights. */
  static final String NO_WEIGHTS = "no weights";

  /** Why there is no number: the weights are damaged. */
  static final String UNREADABLE = "unreadable weights";

  /** Why there is no cPSE: it would be that of another network. */
  static final String MISSING_MATRIX = "a weight matrix is missing";

  /** Why there are no activations: nobody gave inputs. */
  static final String NO_PROBE = "no probe";

  /** Why there are no activations: matrices or a configuration alone cannot be run. */
  static final String NO_NETWORK = "no network to run";

  /** Why there are no activations: the inputs do not fit the network. */
  static final String UNFIT_PROBE = "unfit probe";

  private final StoredModel model;
  private final AnalysisSettings settings;
  private final Meters meters;
  private final Remarks remarks;

  ModelMeasurement(StoredModel model, AnalysisSettings settings, Meters meters) {
    this.model = model;
    this.settings = settings;
    this.meters = meters;
    this.remarks = new Remarks(model.notices(), model.faults());
  }

  /** Measures. */
  Analysis analysis() {
    Optional<Structure> structure = new StructureMeasurement(model, settings, remarks).measure();
    List<StoredWeights> weights = model.weights();
    RandomNetworks random =
        RandomNetworks.draw(
            weights.stream().map(StoredWeights::description).toList(), settings.seed(), meters);
    List<MatrixAnalysis> matrices =
        new WeightMeasurement(model.name(), remarks).measure(weights, random, meters);
    List<WeightSpectrum> spectra = matrices.stream().map(MatrixAnalysis::spectrum).toList();
    Optional<String> noCpse = noCpse(matrices);
    Map<CpseProfile, Value> cpse = cpse(spectra, noCpse);
    Map<CpseProfile, DepthMatchedNull> nulls =
        noCpse.map(RandomNetworks::absent).orElseGet(() -> random.cpse(spectra));
    note(cpse, nulls);
    List<LayerActivity> activations = activations();
    return new Analysis(
        model.name(),
        model.format(),
        structure,
        matrices,
        activations,
        cpse,
        nulls,
        remarks.absent(),
        remarks.notices(),
        remarks.faults());
  }

  /** Why cPSE of what was read would not be that of the network. */
  private Optional<String> noCpse(List<MatrixAnalysis> matrices) {
    if (model.weights().isEmpty() && model.faults().isEmpty()) {
      return Optional.of(NO_WEIGHTS);
    }
    boolean complete = model.faults().isEmpty() && matrices.size() == model.weights().size();
    return complete ? Optional.empty() : Optional.of(MISSING_MATRIX);
  }

  private static Map<CpseProfile, Value> cpse(
      List<WeightSpectrum> spectra, Optional<String> noCpse) {
    Cascade cascade = Cascade.of(spectra);
    Map<CpseProfile, Value> cpse = new EnumMap<>(CpseProfile.class);
    for (CpseProfile profile : CpseProfile.values()) {
      cpse.put(profile, noCpse.map(Value::absent).orElseGet(() -> cascade.cpse(profile).value()));
    }
    return cpse;
  }

  private void note(Map<CpseProfile, Value> cpse, Map<CpseProfile, DepthMatchedNull> nulls) {
    cpse.forEach((profile, value) -> remarks.check("cpse." + profile.label(), value));
    nulls.forEach(
        (profile, random) -> {
          if (random.mean() instanceof Value.Absent none) {
            remarks.absent("nulls." + profile.label(), none.reason());
          } else {
            Value z = random.zScore(cpse.get(profile));
            remarks.check("nulls." + profile.label() + ".z", z);
          }
        });
  }

  private List<LayerActivity> activations() {
    if (settings.probe().isEmpty()) {
      return noActivations(NO_PROBE);
    } else if (model.model().isEmpty()) {
      remarks.notice("--probe is not used: a %s cannot be run".formatted(model.format()));
      return noActivations(NO_NETWORK);
    }
    ActivationMeasurement measurement = new ActivationMeasurement(meters, remarks);
    try {
      List<LayerActivity> activities =
          measurement.measure(model.model().get(), settings.probe(), settings.seed());
      measurement.noteBias();
      return activities;
    } catch (IllegalArgumentException e) {
      remarks.fault("--probe: " + e.getMessage().lines().findFirst().orElse(""));
      return noActivations(UNFIT_PROBE);
    }
  }

  private List<LayerActivity> noActivations(String reason) {
    remarks.absent("effectiveDimension", reason);
    remarks.absent("nonlinearityBits", reason);
    return List.of();
  }
}
