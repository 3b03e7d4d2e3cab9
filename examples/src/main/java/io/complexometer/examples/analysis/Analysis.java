package io.complexometer.examples.analysis;

import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.cpse.DepthMatchedNull;
import io.complexometer.measure.structure.Structure;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured of one network.
 *
 * @param name of the file
 * @param format of the file, in words
 * @param structure of the network, where the file tells it
 * @param matrices one for each weight matrix, in forward order
 * @param activations one for each layer that a probe reached, in forward order; empty without probe
 * @param cpse cascading periodic spectral ergodicity, in log10 bits, in every profile
 * @param nulls the same of random networks of these shapes and norms
 * @param absent what could not be measured, and why
 * @param notices what was left out of the file, one sentence each
 * @param faults what is wrong with parts of the file, one line each
 */
public record Analysis(
    String name,
    String format,
    Optional<Structure> structure,
    List<MatrixAnalysis> matrices,
    List<LayerActivity> activations,
    Map<CpseProfile, Value> cpse,
    Map<CpseProfile, DepthMatchedNull> nulls,
    List<Absent> absent,
    List<String> notices,
    List<String> faults) {

  /** Why there is no number of the whole network: not all of its weight matrices could be read. */
  public static final String MISSING_MATRIX = ModelMeasurement.MISSING_MATRIX;

  public Analysis {
    matrices = List.copyOf(matrices);
    activations = List.copyOf(activations);
    cpse = Map.copyOf(cpse);
    nulls = Map.copyOf(nulls);
    absent = List.copyOf(absent);
    notices = List.copyOf(notices);
    faults = List.copyOf(faults);
  }

  /**
   * Measures a network.
   *
   * @param model what a file holds of it
   * @param settings how
   * @param meters told how far it has come
   * @return what was measured, with what is wrong with parts of it among the {@code faults}
   * @throws io.complexometer.examples.data.DataException if nothing can be measured
   */
  public static Analysis of(StoredModel model, AnalysisSettings settings, Meters meters) {
    return new ModelMeasurement(model, settings, meters).analysis();
  }
}
