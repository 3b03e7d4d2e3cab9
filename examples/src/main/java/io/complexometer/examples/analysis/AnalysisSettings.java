package io.complexometer.examples.analysis;

import io.complexometer.measure.structure.Level;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How a network is measured.
 *
 * @param inputs the type of each network input, in order; empty to infer them
 * @param level how closely paths through the structure are counted
 * @param probe inputs to run the network on, one array [examples, ..] for each of its own; empty
 *     for none
 * @param seed of what is drawn: the random networks, and rows of activations where there are more
 *     than are kept
 */
public record AnalysisSettings(
    List<InputType> inputs, Level level, List<INDArray> probe, long seed) {

  /** Number of random networks: their standard deviation is then known to about 16 %. */
  public static final int RANDOM_NETWORKS = 20;

  public AnalysisSettings {
    inputs = List.copyOf(inputs);
    probe = List.copyOf(probe);
  }
}
