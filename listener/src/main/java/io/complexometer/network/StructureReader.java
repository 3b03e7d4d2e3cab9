package io.complexometer.network;

import io.complexometer.measure.structure.NetworkGraph;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Reads the structure of a Deeplearning4j network from its configuration, which it never changes.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class StructureReader {
  private StructureReader() {}

  /**
   * Reads a model.
   *
   * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @param inputs the type of each network input, in order; empty to infer them
   * @return its graph
   * @throws IllegalArgumentException if the inputs cannot be inferred, do not fit, or the model is
   *     of another class; the message says what to add
   */
  public static NetworkGraph read(Model model, List<InputType> inputs) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * Reads a configuration.
   *
   * @param configuration of a chain of layers
   * @param inputs the type of its input; empty to infer it
   * @return its graph
   * @throws IllegalArgumentException if the input cannot be inferred, or does not fit
   */
  public static NetworkGraph read(MultiLayerConfiguration configuration, List<InputType> inputs) {
    throw new UnsupportedOperationException("soon");
  }

  /**
   * Reads a configuration.
   *
   * @param configuration of a graph
   * @param inputs the type of each network input, in order; empty to infer them
   * @return its graph
   * @throws IllegalArgumentException if the inputs cannot be inferred, or do not fit
   */
  public static NetworkGraph read(
      ComputationGraphConfiguration configuration, List<InputType> inputs) {
    throw new UnsupportedOperationException("soon");
  }
}
