package io.complexometer.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The part of a network whose activations on a fixed probe have not changed since the run before
 * (all layers before the first that trains, as in transfer learning), and the outputs at its end,
 * from which the rest can be run.
 *
 * <p>The outputs are kept when a run finds the same end as the run before, up to 256 MB; the next
 * run then skips the layers behind which they stand.
 */
final class FrozenPrefix {
  private static final long LIMIT = 1L << 28;

  private final LayerSteps steps;
  private final Fingerprints fingerprints;
  private final long[] bytes;
  private boolean[] unchanged;
  private boolean skips;
  private final Map<Integer, List<INDArray>> kept = new HashMap<>(); // by layer, then by chunk

  /**
   * No layer is known yet.
   *
   * @param steps the layers
   * @param bytes size of each layer's output on the whole probe
   */
  FrozenPrefix(LayerSteps steps, long[] bytes) {
    this.steps = steps;
    this.fingerprints = new Fingerprints(steps);
    this.bytes = bytes;
    this.unchanged = new boolean[steps.size()];
  }

  /** Looks at the parameters as they are now. */
  void begin() {
    unchanged = fingerprints.unchanged();
    List<Integer> end = end();
    kept.keySet().retainAll(end); // what was not at the end of every run since may be outdated
    skips = kept.keySet().containsAll(end);
    if (!skips) {
      kept.clear();
      if (end.stream().mapToLong(layer -> bytes[layer]).sum() <= LIMIT) {
        end.forEach(layer -> kept.put(layer, new ArrayList<>()));
      }
    }
  }

  /** The unchanged layers whose output a changed one takes. */
  private List<Integer> end() {
    return IntStream.range(0, unchanged.length)
        .filter(layer -> !unchanged[layer])
        .flatMap(layer -> IntStream.of(steps.sources(layer)))
        .filter(source -> source >= 0 && unchanged[source])
        .distinct()
        .boxed()
        .toList();
  }

  /** Whether a layer's activations are those of the run before. */
  boolean isUnchanged(int layer) {
    return unchanged[layer];
  }

  /** Whether a layer need not be run. */
  boolean isSkipped(int layer) {
    return skips && unchanged[layer];
  }

  /** The output of a skipped layer on a chunk, or null where nothing takes it. */
  INDArray output(int layer, int chunk) {
    List<INDArray> chunks = kept.get(layer);
    return chunks == null ? null : chunks.get(chunk);
  }

  /** Offers the output of a layer that was run; chunks come in order. */
  void offer(int layer, INDArray output) {
    if (kept.containsKey(layer)) {
      kept.get(layer).add(copy(output));
    }
  }

  /** To be called when all chunks were run. */
  void commit() {
    fingerprints.commit();
  }

  /** To be called when a run was broken off. */
  void forget() {
    fingerprints.forget();
    kept.clear();
  }

  /**
   * A copy outside of workspaces with its numbers in the same order in memory: the next layer might
   * add in another order otherwise, and round differently.
   */
  @SuppressWarnings("try") // the scope is all that is wanted of it
  private static INDArray copy(INDArray array) {
    int[] axes =
        IntStream.range(0, array.rank())
            .boxed()
            .sorted((a, b) -> Long.compare(array.stride(b), array.stride(a)))
            .mapToInt(axis -> axis)
            .toArray();
    int[] back = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      back[axes[i]] = i;
    }
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return HostMemory.isDense(array)
          ? array.dup(array.ordering())
          : array.permute(axes).dup('c').permute(back);
    }
  }
}
