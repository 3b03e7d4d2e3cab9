package io.complexometer.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a {@code ComputationGraph}; its vertices count as layers, in topological order. */
final class GraphReader extends NetworkReader {
  private final ComputationGraph graph;
  private final GraphSteps steps;
  private final List<String> names = new ArrayList<>();

  GraphReader(ComputationGraph graph) {
    this.graph = graph;
    this.steps = new GraphSteps(graph);
    for (GraphVertex vertex : steps.vertices()) {
      names.add(vertex.getVertexName());
      Map<String, INDArray> table = vertex.paramTable(false);
      add(
          vertex.getVertexName(),
          configuration(vertex.getVertexName()),
          table == null ? Map.of() : table,
          key -> vertex.paramTable(false).get(key));
    }
  }

  private Object configuration(String vertex) {
    Object configuration = graph.getConfiguration().getVertices().get(vertex);
    return configuration instanceof LayerVertex layer
        ? layer.getLayerConf().getLayer()
        : configuration;
  }

  private InputPreProcessor preProcessor(String vertex) {
    return graph.getConfiguration().getVertices().get(vertex) instanceof LayerVertex layer
        ? layer.getPreProcessor()
        : null;
  }

  @Override
  public String modelType() {
    return ComputationGraph.class.getSimpleName();
  }

  @Override
  public long parameterCount() {
    return graph.numParams();
  }

  @Override
  DataType dataType() {
    return graph.params().dataType();
  }

  @Override
  int inputs() {
    return graph.getNumInputArrays();
  }

  @Override
  String expectedInput() {
    List<String> expected = new ArrayList<>();
    for (String input : graph.getConfiguration().getNetworkInputs()) {
      names.stream()
          .filter(name -> graph.getConfiguration().getVertexInputs().get(name).contains(input))
          .findFirst()
          .ifPresent(
              first -> expected.add(inputOf(first, configuration(first), preProcessor(first))));
    }
    return String.join(", ", expected);
  }

  @Override
  boolean unitsLast(int input) {
    String name = graph.getConfiguration().getNetworkInputs().get(input);
    return names.stream()
        .filter(vertex -> graph.getConfiguration().getVertexInputs().get(vertex).contains(name))
        .anyMatch(vertex -> ActivationTable.unitsLast(configuration(vertex)).orElse(false));
  }

  @Override
  LayerSteps steps() {
    return steps;
  }
}
