package io.complexometer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Runs a network on a probe, chunk by chunk, in inference mode.
 *
 * <p>A first run of one example tells how large the activations are, and so how many examples make
 * a chunk; and which layers work in place: their output lies where their input lay, or they have
 * overwritten it. Those get a copy from then on, so that every output is left as its layer made it.
 */
final class ForwardPass {
  /** What the activations of a chunk should not exceed together. */
  private static final long CHUNK_BYTES = 1L << 26;

  private static final int LARGEST_CHUNK = 128;

  private final LayerSteps steps;
  private final INDArray[] features;
  private final INDArray[] masks;
  private final int examples;
  private final boolean[] inPlace;
  private final long[] bytesPerExample;
  private final int chunk;

  /**
   * A pass, after a run of the first example.
   *
   * @param steps the layers
   * @param features one array for each input, in the network's data type; never changed
   * @param masks one for each input, or null where there is none
   * @param first reads the outputs on the first example
   */
  ForwardPass(LayerSteps steps, INDArray[] features, INDArray[] masks, ChunkReader first) {
    this.steps = steps;
    this.features = features;
    this.masks = masks;
    this.examples = Math.toIntExact(features[0].size(0));
    this.inPlace = new boolean[steps.size()];
    this.bytesPerExample = new long[steps.size()];
    long copies = firstRun(first);
    long all = copies + LongStream.of(bytesPerExample).sum();
    long largest = Math.min(LARGEST_CHUNK, examples);
    this.chunk = (int) Math.max(1, Math.min(largest, CHUNK_BYTES / Math.max(1, all)));
  }

  /** Number of examples that are run at a time. */
  int chunk() {
    return chunk;
  }

  /** Size of each layer's output on the whole probe. */
  long[] bytes() {
    return LongStream.of(bytesPerExample).map(size -> size * examples).toArray();
  }

  /** Runs one example on copies of everything; gives the size of the copies needed later. */
  @SuppressWarnings("try") // the scopes are all that is wanted of them
  private long firstRun(ChunkReader first) {
    INDArray[] example = slice(features, 0, 1);
    Runnable restore = steps.remember();
    long copies = 0;
    try (ProbeWorkspaces workspaces = new ProbeWorkspaces(steps.usesWorkspaces());
        MemoryWorkspace chunkScope = workspaces.enterChunk()) {
      steps.begin(example, slice(masks, 0, 1));
      INDArray[] outputs = new INDArray[steps.size()];
      List<Optional<LayerOutput>> read = new ArrayList<>();
      for (int layer = 0; layer < outputs.length; layer++) {
        INDArray[] inputs = inputs(layer, example, outputs);
        INDArray[] own =
            Arrays.stream(inputs).map(a -> a.dup(a.ordering())).toArray(INDArray[]::new);
        LayerOutput output;
        try (MemoryWorkspace layerScope = workspaces.enterLayer()) {
          output = steps.run(layer, own, false, workspaces.manager());
        }
        inPlace[layer] = differ(inputs, own) || output.input().filter(output::liesIn).isPresent();
        outputs[layer] = output.activations();
        bytesPerExample[layer] = size(outputs[layer]);
        copies += inPlace[layer] ? Arrays.stream(inputs).mapToLong(ForwardPass::size).sum() : 0;
        read.add(Optional.of(output));
      }
      first.read(0, read);
    } finally {
      restore.run();
    }
    return copies;
  }

  private static long size(INDArray array) {
    return array.length() * array.dataType().width();
  }

  private static boolean differ(INDArray[] before, INDArray[] after) {
    for (int i = 0; i < before.length; i++) {
      if (!before[i].equalsWithEps(after[i], 0)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Runs the whole probe, but for the layers that need not be run.
   *
   * @param prefix what is known of the run before; notes this one
   * @param reader reads every chunk
   */
  void run(FrozenPrefix prefix, ChunkReader reader) {
    prefix.begin();
    boolean finished = false;
    try {
      runChunks((examples + chunk - 1) / chunk, prefix, reader);
      finished = true;
    } finally {
      if (finished) {
        prefix.commit();
      } else {
        prefix.forget();
      }
    }
  }

  /** How long a run takes in which nothing is skipped, judged by one chunk. */
  long nanos() {
    FrozenPrefix unknown = new FrozenPrefix(steps, bytes());
    long start = System.nanoTime();
    runChunks(1, unknown, (from, outputs) -> {});
    return Math.round((System.nanoTime() - start) / (double) chunk * examples);
  }

  private void runChunks(int chunks, FrozenPrefix prefix, ChunkReader reader) {
    Runnable restore = steps.remember();
    try (ProbeWorkspaces workspaces = new ProbeWorkspaces(steps.usesWorkspaces())) {
      for (int i = 0; i < chunks; i++) {
        runChunk(i, prefix, workspaces, reader);
      }
    } finally {
      restore.run();
    }
  }

  @SuppressWarnings("try") // the scopes are all that is wanted of them
  private void runChunk(
      int index, FrozenPrefix prefix, ProbeWorkspaces workspaces, ChunkReader reader) {
    int from = index * chunk;
    int to = Math.min(examples, from + chunk);
    INDArray[] slice = slice(features, from, to);
    steps.begin(slice, slice(masks, from, to));
    try (MemoryWorkspace chunkScope = workspaces.enterChunk()) {
      INDArray[] outputs = new INDArray[steps.size()];
      List<Optional<LayerOutput>> read = new ArrayList<>();
      for (int layer = 0; layer < outputs.length; layer++) {
        if (prefix.isSkipped(layer)) {
          outputs[layer] = prefix.output(layer, index);
          read.add(Optional.empty());
          continue;
        }
        LayerOutput output;
        try (MemoryWorkspace layerScope = workspaces.enterLayer()) {
          INDArray[] inputs = inputs(layer, slice, outputs);
          output = steps.run(layer, inputs, inPlace[layer], workspaces.manager());
        }
        outputs[layer] = output.activations();
        prefix.offer(layer, outputs[layer]);
        read.add(prefix.isUnchanged(layer) ? Optional.empty() : Optional.of(output));
      }
      reader.read(from, read);
    }
  }

  private INDArray[] inputs(int layer, INDArray[] slice, INDArray[] outputs) {
    return Arrays.stream(steps.sources(layer))
        .mapToObj(s -> s < 0 ? slice[LayerSteps.networkInput(s)] : outputs[s])
        .toArray(INDArray[]::new);
  }

  private static INDArray[] slice(INDArray[] arrays, int from, int to) {
    INDArray[] slices = new INDArray[arrays.length];
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] != null) {
        INDArrayIndex[] all = new INDArrayIndex[arrays[i].rank()];
        Arrays.fill(all, NDArrayIndex.all());
        all[0] = NDArrayIndex.interval(from, to);
        slices[i] = arrays[i].get(all);
      }
    }
    return slices;
  }
}
