package io.complexometer.network;

import java.util.List;
import java.util.Optional;

/** Takes what is wanted from each chunk of a run over a probe. */
@FunctionalInterface
interface ChunkReader {
  /**
   * Reads a chunk.
   *
   * @param firstExample index of its first example in the probe
   * @param outputs of the layers in forward order; empty where a layer's activations are those of
   *     the run before, the same for all chunks of a run
   */
  void read(int firstExample, List<Optional<LayerOutput>> outputs);
}
