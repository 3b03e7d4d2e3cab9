package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.measure.structure.Structure;
import io.complexometer.network.Layer;
import io.complexometer.network.WeightMatrix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One training run under one listener: what stays the same in all its samples.
 *
 * @param id unique, and readable: the run name with the time of its start
 * @param name the run name
 * @param tags the user's tags, in the order given
 * @param startMillis when the listener was attached, milliseconds since 1970
 * @param modelType {@code MultiLayerNetwork} or {@code ComputationGraph}
 * @param parameters number of parameters of the model
 * @param layers all layers in forward order
 * @param matrices the weight matrices that are measured, in forward order
 * @param settings the listener's settings and the user's notes as text
 * @param headline the cPSE that progress lines and dashboards show first
 * @param series every series of the session, in the order of every sample's readings
 * @param structure what the network's structure alone says; empty where it could not be read
 * @param constants series whose values stay the same: those of the structure, or why there are none
 * @param fitted the series to which laws are fitted, in the order of every sample's trends
 * @param criterion by which the training is stopped, in a few words; empty where there is none
 * @param densities the weight matrices whose spectral density is in every sample, in its order: all
 *     that are measured if it was asked for, else none
 */
public record Session(
    String id,
    String name,
    Map<String, String> tags,
    long startMillis,
    String modelType,
    long parameters,
    List<Layer> layers,
    List<WeightMatrix> matrices,
    Map<String, String> settings,
    CpseProfile headline,
    List<Series> series,
    Optional<Structure> structure,
    List<Constant> constants,
    List<Series> fitted,
    Optional<String> criterion,
    List<WeightMatrix> densities) {

  // copies, in the order given
  public Session {
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
    layers = List.copyOf(layers);
    matrices = List.copyOf(matrices);
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    series = List.copyOf(series);
    constants = List.copyOf(constants);
    fitted = List.copyOf(fitted);
    densities = List.copyOf(densities);
  }

  /** The same with the id, the name and the start of an earlier one, which it continues. */
  Session continuing(String earlierId, String earlierName, long earlierStartMillis) {
    return new Session(
        earlierId,
        earlierName,
        tags,
        earlierStartMillis,
        modelType,
        parameters,
        layers,
        matrices,
        settings,
        headline,
        series,
        structure,
        constants,
        fitted,
        criterion,
        densities);
  }
}
