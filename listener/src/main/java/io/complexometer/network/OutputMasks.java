package io.complexometer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which positions (time steps, pixels) of which examples count behind each layer, as Deeplearning4j
 * carries the masks of the inputs through the network.
 */
final class OutputMasks {
  private OutputMasks() {}

  /**
   * The masks behind all layers.
   *
   * @param steps the layers
   * @param features of the probe, one array for each input
   * @param masks one for each input, or null where there is none
   * @param positions sizes of the axes along which the positions of each layer's output lie
   * @return for each layer 1 where a position counts and 0 where it is padding, [examples,
   *     positions]; empty where all count; of another length where the mask does not fit the layer
   */
  @SuppressWarnings("try") // the scope is all that is wanted of it
  static List<Optional<INDArray>> behind(
      LayerSteps steps, INDArray[] features, INDArray[] masks, List<long[]> positions) {
    List<Optional<INDArray>> all = new ArrayList<>();
    if (Arrays.stream(masks).allMatch(mask -> mask == null)) {
      for (int i = 0; i < steps.size(); i++) {
        all.add(Optional.empty());
      }
      return all;
    }
    int examples = Math.toIntExact(features[0].size(0));
    Runnable restore = steps.remember();
    try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      steps.begin(features, masks);
      INDArray[] behind = steps.outputMasks(masks, examples);
      for (int i = 0; i < behind.length; i++) {
        long[] axes = positions.get(i);
        all.add(
            Optional.ofNullable(behind[i])
                .filter(mask -> mask.size(0) % examples == 0)
                .map(mask -> spread(mask, axes))
                .map(mask -> byExample(mask, examples)));
      }
    } finally {
      restore.run();
    }
    return all;
  }

  /**
   * A mask of [rows, 1], [rows, time] or [rows, 1, height, width], with 1 for a whole axis. One
   * that does not fit stays as long as it is: whoever reads the layer tells why it cannot.
   */
  private static INDArray spread(INDArray mask, long[] axes) {
    INDArray compact = mask.castTo(DataType.FLOAT).dup('c');
    long rows = mask.size(0);
    long all = Arrays.stream(axes).reduce(1, (a, b) -> a * b);
    if (mask.rank() == 2 && mask.size(1) == 1) {
      return compact.broadcast(rows, all);
    }
    boolean fits =
        mask.rank() == 4
            && axes.length == 2
            && mask.size(1) == 1
            && (mask.size(2) == axes[0] || mask.size(2) == 1)
            && (mask.size(3) == axes[1] || mask.size(3) == 1);
    return fits
        ? compact.broadcast(rows, 1, axes[0], axes[1]).dup('c').reshape('c', rows, all)
        : compact.reshape('c', rows, mask.length() / rows);
  }

  /**
   * From one row for each example, or each time step of it (row i belongs to example i mod their
   * number, as in {@link LayerOutput}), to one row for each example.
   */
  private static INDArray byExample(INDArray mask, int examples) {
    long repeated = mask.size(0) / examples;
    return mask.reshape('c', repeated, examples, mask.size(1))
        .permute(1, 0, 2)
        .dup('c')
        .reshape('c', examples, repeated * mask.size(1));
  }
}
