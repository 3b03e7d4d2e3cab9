package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A fixed batch of inputs on which the activations of a network are read in inference mode, again
 * and again while it trains.
 *
 * <p>It runs in chunks, so that the activations of a large network never stand in memory for all
 * examples at once; what is kept are at most {@value #ROW_LIMIT} rows a layer. Running it leaves
 * the training bit-identical: no random number is drawn, no running statistic moves, and the
 * model's inputs and masks are put back.
 */
public final class Probe {
  /** The largest number of examples, and of rows that are kept of one layer. */
  public static final int ROW_LIMIT = 4096;

  private static final int ENTRY_LIMIT = 1 << 26; // of one layer: 256 MB of floats

  private final NetworkReader network;
  private final int examples;
  private final ForwardPass pass;
  private final FrozenPrefix prefix;
  private final List<Optional<INDArray>> outputMasks;
  private final long nanos;
  private final List<Optional<RowSelection>> selections = new ArrayList<>();
  private Features latest;

  /**
   * A probe of a network, checked by a first run over one example, and timed by a run over a chunk.
   *
   * @param network the network
   * @param data one array of features for each input, with masks or without
   * @param seed of the draw of positions
   * @throws IllegalArgumentException if the features or masks do not fit the network, or are not
   *     finite
   */
  public Probe(NetworkReader network, ProbeData data, long seed) {
    ProbeCheck.check(network, data);
    this.network = network;
    INDArray[] features = data.features(network.dataType());
    INDArray[] masks = data.masks(network.dataType());
    this.examples = Math.toIntExact(features[0].size(0));
    List<long[]> positions = new ArrayList<>();
    try {
      this.pass =
          new ForwardPass(
              network.steps(),
              features,
              masks,
              (from, outputs) -> {
                for (int layer = 0; layer < outputs.size(); layer++) {
                  INDArray activations = outputs.get(layer).orElseThrow().activations();
                  positions.add(positionAxes(activations.shape(), network.unitsLast(layer)));
                  select(layer, activations, seed);
                }
              });
      this.outputMasks = OutputMasks.behind(network.steps(), features, masks, positions);
      this.nanos = pass.nanos();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(misfit(data, e), e);
    }
    this.prefix = new FrozenPrefix(network.steps(), pass.bytes());
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

  private static long[] positionAxes(long[] shape, boolean unitsLast) {
    return unitsLast
        ? Arrays.copyOfRange(shape, 1, Math.max(1, shape.length - 1))
        : Arrays.copyOfRange(shape, Math.min(2, shape.length), shape.length);
  }

  private void select(int layer, INDArray activations, long seed) {
    RowSelection selection =
        new RowSelection(
            activations, 1, examples, network.unitsLast(layer), ROW_LIMIT, seed + layer);
    boolean fits = (long) selection.rows() * selection.units() <= ENTRY_LIMIT;
    selections.add(fits ? Optional.of(selection) : Optional.empty());
  }

  /**
   * The probe's number of examples.
   *
   * @return at least 50
   */
  public int examples() {
    return examples;
  }

  /** Number of examples that are run at a time: as many as fit in 128 MB, at most 128. */
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
   * Which positions of each layer's output count.
   *
   * @return in forward order, [examples, positions], 0 where there is padding; empty where all
   *     count
   */
  List<Optional<INDArray>> outputMasks() {
    return outputMasks;
  }

  /**
   * Runs the network on the probe, but for layers whose activations cannot have changed since the
   * run before. To be called on the training thread between two iterations.
   *
   * @param reader reads each chunk, in the order of the examples
   */
  void run(ChunkReader reader) {
    pass.run(prefix, reader);
  }

  /**
   * Room for the activations.
   *
   * @return to be filled by {@link #run}
   */
  public Features reserveFeatures() {
    return Features.reserve(selections, network.dataType());
  }

  /**
   * Runs the network on the probe, and keeps the chosen rows. To be called on the training thread
   * between two iterations.
   *
   * @param target room reserved by this probe
   */
  public void run(Features target) {
    run(
        (from, outputs) -> {
          for (int layer = 0; layer < outputs.size(); layer++) {
            Optional<RowSelection> selection = selections.get(layer);
            if (selection.isEmpty()) {
              continue;
            }
            if (outputs.get(layer).isPresent()) {
              INDArray activations = outputs.get(layer).get().activations();
              target.fill(layer, activations, selection.get(), from);
            } else if (target != latest && from == 0) {
              copy(latest.layers().get(layer), target.layers().get(layer));
            }
          }
        });
    latest = target;
  }

  /** What has not changed is in the room that was filled last. */
  private static void copy(Optional<Matrix> from, Optional<Matrix> to) {
    Object source = data(from.orElseThrow());
    System.arraycopy(
        source, 0, data(to.orElseThrow()), 0, java.lang.reflect.Array.getLength(source));
  }

  private static Object data(Matrix matrix) {
    return matrix instanceof Matrix.Floats floats
        ? floats.data()
        : ((Matrix.Doubles) matrix).data();
  }
}
