package io.complexometer.network;

import io.complexometer.measure.linalg.GramWorkspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fixed batch of inputs on which the activations of a network are read in inference mode, again
 * and again while it trains.
 *
 * <p>It runs in chunks, so that the activations of a large network never stand in memory for all
 * examples at once; of each chunk the scatter of the features is merged, and bits are packed.
 * Running it leaves the training bit-identical: no random number is drawn, no running statistic
 * moves, and the model's inputs and masks are put back.
 */
public final class Probe implements AutoCloseable {
  /** The fewest examples, below which nothing that is measured means much. */
  public static final int FEWEST_EXAMPLES = 50;

  /** The largest number of examples. */
  public static final int MOST_EXAMPLES = 4096;

  private final NetworkReader network;
  private final int examples;
  private final ForwardPass pass;
  private final FrozenPrefix prefix;
  private final List<Optional<INDArray>> outputMasks;
  private final long nanos;
  private final List<LayerSampler> samplers = new ArrayList<>();
  private final GramWorkspace workspace = new GramWorkspace();
  private List<LayerActivations> latest = List.of();

  /**
   * A probe of a network, checked by a first run over one example, and timed by a run over a chunk.
   *
   * @param network the network
   * @param data one array of features for each input, with masks or without
   * @param rows which rows of the activations are kept
   * @throws IllegalArgumentException if the features or masks do not fit the network, or are not
   *     finite
   */
  public Probe(NetworkReader network, ProbeData data, ProbedRows rows) {
    ProbeCheck.check(network, data);
    this.network = network;
    INDArray[] features = data.features(network.dataType());
    INDArray[] masks = data.masks(network.dataType());
    this.examples = Math.toIntExact(features[0].size(0));
    try {
      List<INDArray> first = new ArrayList<>(); // one example, so small: copies
      this.pass =
          new ForwardPass(
              network.steps(),
              features,
              masks,
              (from, outputs) -> outputs.forEach(o -> first.add(copy(o.orElseThrow()))));
      this.outputMasks = OutputMasks.behind(network.steps(), features, masks, positions(first));
      for (int layer = 0; layer < first.size(); layer++) {
        RowChoice choice = rows.choice(examples, outputMasks.get(layer), layer);
        samplers.add(LayerSampler.of(network.rule(layer), first.get(layer), 1, choice));
      }
      this.nanos = pass.nanos();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(misfit(data, e), e);
    }
    this.prefix = new FrozenPrefix(network.steps(), pass.bytes());
  }

  private static INDArray copy(LayerOutput output) {
    return output.activations().detach();
  }

  /** Sizes of the axes along which the positions of each layer lie. */
  private List<long[]> positions(List<INDArray> activations) {
    return IntStream.range(0, activations.size())
        .mapToObj(
            layer -> {
              long[] shape = activations.get(layer).shape();
              return network.rule(layer).unitsLast()
                  ? Arrays.copyOfRange(shape, 1, Math.max(1, shape.length - 1))
                  : Arrays.copyOfRange(shape, Math.min(2, shape.length), shape.length);
            })
        .toList();
  }

  private String misfit(ProbeData data, RuntimeException e) {
    List<INDArray> masks = data.masks().stream().flatMap(Optional::stream).toList();
    return "the probe of shape %s%s does not fit the network: %s (%s)"
        .formatted(
            ProbeCheck.shapes(data.features()),
            masks.isEmpty() ? "" : " with masks of shape " + ProbeCheck.shapes(masks),
            network.expectedInput(),
            e.getMessage());
  }

  /**
   * The probe's number of examples.
   *
   * @return at least {@value #FEWEST_EXAMPLES}
   */
  public int examples() {
    return examples;
  }

  /**
   * What the runs will see.
   *
   * @return one entry for each layer of the network, in forward order
   */
  public List<ProbedLayer> layers() {
    return IntStream.range(0, samplers.size())
        .mapToObj(i -> samplers.get(i).describe(network.layers().get(i)))
        .toList();
  }

  /**
   * Which positions of each layer's output count.
   *
   * @return in forward order, [examples, positions], 0 where there is padding; empty where all
   *     count
   */
  List<Optional<INDArray>> outputMasks() {
    return outputMasks;
  }

  /** Number of examples that are run at a time: as many as fit in 64 MB, at most 128. */
  int chunk() {
    return pass.chunk();
  }

  /**
   * How long a run over the whole probe takes, measured when the probe was made on a chunk of its
   * examples.
   *
   * @return nanoseconds
   */
  public long forwardPassNanos() {
    return nanos;
  }

  /**
   * Runs the network on the probe, but for layers whose activations cannot have changed since the
   * run before. To be called on the training thread between two iterations.
   *
   * @return what is kept; of layers that cannot have changed the same objects as before
   */
  public Activations run() {
    List<Optional<LayerCollector>> collectors = new ArrayList<>();
    run(
        (from, outputs) -> {
          for (int layer = 0; layer < outputs.size(); layer++) {
            Optional<LayerOutput> output = outputs.get(layer);
            if (from == 0) {
              LayerSampler sampler = samplers.get(layer);
              collectors.add(output.map(changed -> sampler.begin()));
            }
            if (output.isPresent()) {
              LayerCollector collector = collectors.get(layer).orElseThrow();
              collector.add(output.get().activations(), output.get().input(), from, workspace);
            }
          }
        });
    latest =
        IntStream.range(0, collectors.size())
            .mapToObj(
                i -> collectors.get(i).map(LayerCollector::finish).orElseGet(() -> latest.get(i)))
            .toList();
    return new Activations(latest);
  }

  /** Runs the network on the probe for a reader of its own. */
  void run(ChunkReader reader) {
    pass.run(prefix, reader);
  }

  /** Gives the native memory back. */
  @Override
  public void close() {
    workspace.close();
  }
}
