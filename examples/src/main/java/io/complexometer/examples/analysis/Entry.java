package io.complexometer.examples.analysis;

import io.complexometer.network.Layer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A line of the list of layers: a weight matrix with the activations of its layer, or a layer that
 * has only activations.
 *
 * @param layer the layer
 * @param matrix one of its weight matrices, if it has any
 * @param activity its activations, if there was a probe: the same for all of its matrices
 */
record Entry(Layer layer, Optional<MatrixAnalysis> matrix, Optional<LayerActivity> activity) {

  /** All lines, in forward order. */
  static List<Entry> of(Analysis analysis) {
    Map<Layer, LayerActivity> activities = new HashMap<>();
    analysis.activations().forEach(activity -> activities.put(activity.layer(), activity));
    Set<Layer> withMatrix = new HashSet<>();
    List<Entry> entries = new ArrayList<>();
    for (MatrixAnalysis matrix : analysis.matrices()) {
      Layer layer = matrix.matrix().layer();
      withMatrix.add(layer);
      entries.add(
          new Entry(layer, Optional.of(matrix), Optional.ofNullable(activities.get(layer))));
    }
    for (LayerActivity activity : analysis.activations()) {
      if (!withMatrix.contains(activity.layer())) {
        entries.add(new Entry(activity.layer(), Optional.empty(), Optional.of(activity)));
      }
    }
    entries.sort(Comparator.comparingInt(entry -> entry.layer().index())); // stable
    return entries;
  }

  /** Whether there is a number in it. */
  boolean hasNumbers() {
    return matrix.isPresent()
        || activity
            .map(a -> a.effectiveDimension().isPresent() || a.nonlinearityBits().isPresent())
            .orElse(false);
  }
}
