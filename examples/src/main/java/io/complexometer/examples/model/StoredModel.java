package io.complexometer.examples.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * What a file holds of a network.
 *
 * @param name of the file, without its folder
 * @param format in words: {@code Deeplearning4j model}, {@code folder of .npy}, ..
 * @param model with its weights, where the file holds a whole network
 * @param chain the configuration, where the file holds only that, of a {@code MultiLayerNetwork}
 * @param graph the same, of a {@code ComputationGraph}
 * @param weights the weight matrices, in forward order
 * @param notices what was left out, one sentence each: nothing to mend
 * @param faults what is wrong with single matrices, one line each with file, place and remedy; the
 *     others can be used
 */
@SuppressWarnings("DoNotCallSuggester")
public record StoredModel(
    String name,
    String format,
    Optional<Model> model,
    Optional<MultiLayerConfiguration> chain,
    Optional<ComputationGraphConfiguration> graph,
    List<StoredWeights> weights,
    List<String> notices,
    List<String> faults)
    implements AutoCloseable {

  public StoredModel {
    weights = List.copyOf(weights);
    notices = List.copyOf(notices);
    faults = List.copyOf(faults);
  }

  /**
   * Opens a model, whatever its format.
   *
   * @param path a Deeplearning4j zip or configuration, a Keras HDF5 file, an .npz file, an .npy
   *     file, or a folder of .npy files
   * @return what it holds
   * @throws io.complexometer.examples.data.DataException if nothing of it can be used
   */
  public static StoredModel open(Path path) {
    throw new UnsupportedOperationException("soon");
  }

  /** Closes the file. */
  @Override
  public void close() {}
}
