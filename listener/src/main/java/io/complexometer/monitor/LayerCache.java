package io.complexometer.monitor;

import io.complexometer.network.LayerActivations;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The newest result of each layer: a layer whose activations on the probe are the same object as
 * before, because nothing in front of it is trained, is not measured again.
 *
 * @param <T> a result
 */
final class LayerCache<T> {
  private record Entry<T>(LayerActivations activations, T result) {}

  private final Map<Integer, Entry<T>> entries = new HashMap<>();

  /** The result of a layer, measured only if its activations are new. */
  T get(int layer, LayerActivations activations, Supplier<T> measure) {
    Entry<T> entry = entries.get(layer);
    if (entry == null || !entry.activations().equals(activations)) {
      entry = new Entry<>(activations, measure.get());
      entries.put(layer, entry);
    }
    return entry.result();
  }
}
