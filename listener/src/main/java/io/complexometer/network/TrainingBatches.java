package io.complexometer.network;

import io.complexometer.measure.linalg.GramWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The activations of the training batches themselves, instead of those of a probe: they cost no
 * forward pass, but they are what training makes of them. Batch normalisation is by the batch. A
 * layer that is followed by dropout shows zeros for what was dropped, since Deeplearning4j
 * overwrites what it hands out. Output layers it does not hand out, and masks neither: the padding
 * of sequences counts.
 *
 * <p>Features fade: before each batch the weight of all earlier ones shrinks by a factor. Of bits
 * the newest rows are kept, as many as a probe may have.
 */
public final class TrainingBatches implements AutoCloseable {
  /** Why there is nothing: training does not show it. */
  public static final String PROBE_ONLY = "only on a probe";

  /** Why there is nothing: no batch has been read. */
  public static final String NO_BATCH = "no training batch yet";

  /** How many batches make a window of bits, at least. */
  private static final int BATCHES = 16;

  /** Rows of bits. */
  private static final int LARGEST_WINDOW = 1 << 16;

  /** Units of which batch after batch makes products: 134 MB of them. */
  private static final int WIDEST = 4096;

  private final NetworkReader network;
  private final ProbedRows rows;
  private final List<FadingLayer> layers;
  private final GramWorkspace workspace = new GramWorkspace();
  private long batches;

  /**
   * No batches yet.
   *
   * @param network the network
   * @param rows which rows are kept; the seed of the draw moves on from batch to batch
   * @param remaining what remains of the weight of earlier batches at each batch, from 0 to 1: with
   *     batches of b rows, b (1 + g) / (1 - g) rows count
   */
  public TrainingBatches(NetworkReader network, ProbedRows rows, double remaining) {
    if (!(remaining >= 0 && remaining < 1)) {
      throw new IllegalArgumentException(
          "from 0 to less than 1 may remain of earlier batches, not " + remaining);
    }
    this.network = network;
    this.rows = rows;
    this.layers =
        network.layers().stream()
            .map(layer -> new FadingLayer(window(rows), remaining, absence(layer.index())))
            .toList();
  }

  private String absence(int layer) {
    boolean isOutput = network.rule(layer).bits().absence().equals(LayerActivations.OUTPUT);
    return isOutput ? PROBE_ONLY : NO_BATCH;
  }

  private static int window(ProbedRows rows) {
    return Math.min(rows.limit(), LARGEST_WINDOW);
  }

  /**
   * Adds a batch of a {@code MultiLayerNetwork}, as a listener gets it. To be called while its
   * arrays are valid.
   *
   * @param activations the input, and the layers' outputs in forward order
   */
  public void add(List<INDArray> activations) {
    add(
        index ->
            index + 1 < activations.size()
                ? Optional.of(
                    new LayerOutput(
                        activations.get(index + 1), Optional.of(activations.get(index))))
                : Optional.empty(),
        activations.get(0).size(0));
  }

  /**
   * Adds a batch of a {@code ComputationGraph}, as a listener gets it. To be called while its
   * arrays are valid.
   *
   * @param activations the inputs and the vertices' outputs by name
   * @param input name of one of the inputs
   */
  public void add(Map<String, INDArray> activations, String input) {
    List<Layer> all = network.layers();
    add(
        index ->
            Optional.ofNullable(activations.get(all.get(index).name()))
                .map(output -> new LayerOutput(output, Optional.empty())),
        activations.get(input).size(0));
  }

  @SuppressWarnings("try") // the scope is all that is wanted of it
  private void add(IntFunction<Optional<LayerOutput>> outputs, long examples) {
    int count = Math.toIntExact(examples);
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      for (int index = 0; index < layers.size(); index++) {
        Optional<LayerOutput> output = outputs.apply(index);
        if (output.isPresent()) {
          layers.get(index).add(collect(index, output.get(), count), workspace);
        }
      }
    }
    batches++;
  }

  private LayerActivations collect(int index, LayerOutput output, int examples) {
    int limit = Math.max(1, window(rows) / BATCHES);
    ProbedRows ofBatch = new ProbedRows(limit, rows.flatten(), rows.seed() + batches);
    LayerSampler sampler =
        LayerSampler.of(
            network.rule(index),
            output.activations(),
            examples,
            ofBatch.choice(examples, Optional.empty(), index));
    if (sampler.needsInput()
        && output.input().filter(input -> input.equalShapes(output.activations())).isEmpty()) {
      sampler = sampler.withoutBits(PROBE_ONLY);
    }
    LayerCollector collector = sampler.begin();
    collector.add(output.activations(), output.input(), 0, workspace);
    LayerActivations batch = collector.finish();
    return sampler.units() <= WIDEST ? batch : batch.withoutFeatures(LayerActivations.TOO_WIDE);
  }

  /**
   * What is remembered now.
   *
   * @return copies
   */
  public Activations snapshot() {
    List<LayerActivations> all = new ArrayList<>();
    layers.forEach(layer -> all.add(layer.snapshot()));
    return new Activations(all);
  }

  /** Gives the native memory back. */
  @Override
  public void close() {
    workspace.close();
  }
}
