package io.complexometer.measure.structure;

import java.util.List;

/**
 * The measures of a network's structure.
 *
 * <p>Layer complexity and layer intrinsic power bear the names of Badias and Banerjee, "Neural
 * Network Layer Algebra", arXiv:2107.01081. Their formulas were not available to us: the
 * definitions are ours, on the principles that their abstract states.
 *
 * @param level how closely paths were counted
 * @param totals of the whole network
 * @param layers inputs and layers, each after those that it takes its inputs from
 */
public record Structure(Level level, Totals totals, List<LayerStructure> layers) {
  /** Why there is no number of paths: it is only counted at level EXACT. */
  public static final String NOT_COUNTED = "only at level exact";

  /** Why there is only the logarithm of a number of paths: no double holds it. */
  public static final String TOO_MANY = "2^1024 or more";

  /** Why there is no number of paths: no input reaches an output. */
  public static final String NO_PATH = "no path";

  public Structure {
    layers = List.copyOf(layers);
  }

  /**
   * Measures a network.
   *
   * @param graph the network
   * @param level how closely to count paths
   * @return its measures
   */
  public static Structure of(NetworkGraph graph, Level level) {
    return new StructureMeasurement(graph, level).measure();
  }
}
