package io.complexometer.network;

import io.complexometer.measure.structure.NetworkGraph;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Reads the structure of a Deeplearning4j network from its configuration, which it never changes.
 *
 * <p>The network need not be initialised. Shapes are computed again, layer by layer: asking the
 * configuration for them would change it, and some of its answers are wrong. A layer of an unknown
 * class is asked, on a copy.
 */
public final class StructureReader {
  /**
   * Why there is no number of paths: how long a sequence is was neither said nor to be inferred.
   */
  public static final String UNKNOWN_STEPS = "number of time steps unknown";

  private final Map<String, GraphVertex> vertices;
  private final Map<String, List<String>> inputsOf;

  private StructureReader(Map<String, GraphVertex> vertices, Map<String, List<String>> inputsOf) {
    this.vertices = vertices;
    this.inputsOf = inputsOf;
  }

  /**
   * Reads a model.
   *
   * @param model a {@code MultiLayerNetwork} or {@code ComputationGraph}
   * @param inputs the type of each network input, in order; empty to infer them. A sequence without
   *     a number of steps is read step by step, which leaves the number of paths absent. The input
   *     of an embedding is its vocabulary, whether the type says so or counts indices.
   * @return its graph
   * @throws IllegalArgumentException if the inputs cannot be inferred, do not fit, or the model is
   *     of another class; the message says what to add
   */
  public static NetworkGraph read(Model model, List<InputType> inputs) {
    if (model instanceof MultiLayerNetwork network) {
      return read(network.getLayerWiseConfigurations(), inputs);
    } else if (model instanceof ComputationGraph graph) {
      return read(graph.getConfiguration(), inputs);
    }
    throw new IllegalArgumentException(
        "cannot read a %s: only a MultiLayerNetwork or a ComputationGraph"
            .formatted(model == null ? "null model" : model.getClass().getSimpleName()));
  }

  /**
   * Reads a configuration.
   *
   * @param configuration of a chain of layers; its input is called "input" unless a layer is
   * @param inputs the type of its input; empty to infer it
   * @return its graph
   * @throws IllegalArgumentException if the input cannot be inferred, or does not fit
   */
  public static NetworkGraph read(MultiLayerConfiguration configuration, List<InputType> inputs) {
    MultiLayerConfiguration copy =
        copy(() -> MultiLayerConfiguration.fromJson(configuration.toJson()), configuration::clone);
    Map<String, GraphVertex> vertices = new LinkedHashMap<>();
    Map<String, List<String>> inputsOf = new HashMap<>();
    boolean taken =
        copy.getConfs().stream().anyMatch(conf -> "input".equals(conf.getLayer().getLayerName()));
    String input = taken ? "network input" : "input";
    String before = input;
    for (int i = 0; i < copy.getConfs().size(); i++) {
      String given = copy.getConf(i).getLayer().getLayerName();
      String name = given == null ? "layer" + i : given;
      while (vertices.containsKey(name)) { // given twice, or given to another what this is called
        name += "'";
      }
      vertices.put(name, new LayerVertex(copy.getConf(i), copy.getInputPreProcess(i)));
      inputsOf.put(name, List.of(before));
      before = name;
    }
    return new StructureReader(vertices, inputsOf).read(List.of(input), List.of(before), inputs);
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
    ComputationGraphConfiguration copy =
        copy(
            () -> ComputationGraphConfiguration.fromJson(configuration.toJson()),
            configuration::clone);
    return new StructureReader(copy.getVertices(), copy.getVertexInputs())
        .read(copy.getNetworkInputs(), copy.getNetworkOutputs(), inputs);
  }

  /** The clone shares more; but a layer of a class without a name cannot be stored. */
  private static <T> T copy(Supplier<T> stored, Supplier<T> clone) {
    try {
      return stored.get();
    } catch (RuntimeException e) {
      return clone.get();
    }
  }

  private NetworkGraph read(List<String> inputs, List<String> outputs, List<InputType> types) {
    LayerGraph graph = new LayerGraph();
    Map<String, Flow> flows = new HashMap<>();
    List<Flow> first = new NetworkInputs(vertices, inputsOf).addTo(graph, inputs, types);
    for (int i = 0; i < first.size(); i++) {
      flows.put(inputs.get(i), first.get(i));
    }
    for (String name : ordered(inputs)) {
      graph.begin(name, vertices.get(name));
      List<Flow> before = inputsOf.get(name).stream().map(flows::get).toList();
      flows.put(name, added(name, before, graph));
    }
    return graph.build(outputs.stream().map(flows::get).toList());
  }

  /**
   * Adds a vertex; numbers that no layer can have (a stride of 0, no kernel) come with its name.
   */
  private Flow added(String name, List<Flow> before, LayerGraph graph) {
    try {
      return VertexLeaves.add(vertices.get(name), before, graph);
    } catch (ArithmeticException | NullPointerException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(
          "layer '%s' has numbers that no layer can have (%s)".formatted(name, e.getMessage()), e);
    }
  }

  /** The vertices, each after those that it takes its inputs from, else as declared. */
  private List<String> ordered(List<String> inputs) {
    Set<String> reached = new LinkedHashSet<>(inputs);
    List<String> open = new ArrayList<>(vertices.keySet());
    while (!open.isEmpty()) {
      // most networks are declared in order: a pass or two
      List<String> left = new ArrayList<>();
      for (String vertex : open) {
        if (reached.containsAll(inputsOf.get(vertex))) {
          reached.add(vertex);
        } else {
          left.add(vertex);
        }
      }
      if (left.size() == open.size()) {
        throw new IllegalArgumentException(
            "vertex '%s' takes an input that does not exist".formatted(open.get(0)));
      }
      open = left;
    }
    return List.copyOf(reached).subList(inputs.size(), reached.size());
  }
}
