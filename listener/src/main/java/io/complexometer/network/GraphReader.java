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
  private final List<String> names = new ArrayList<>();

  GraphReader(ComputationGraph graph) {
    this.graph = graph;
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (!vertex.isInputVertex()) {
        names.add(vertex.getVertexName());
        Map<String, INDArray> table = vertex.paramTable(false);
        add(
            vertex.getVertexName(),
            configuration(vertex.getVertexName()),
            table == null ? Map.of() : table,
            key -> vertex.paramTable(false).get(key));
      }
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
  List<INDArray> activations(INDArray[] features) {
    INDArray[] inputs = graph.getInputs();
    INDArray[] inputMasks = graph.getInputMaskArrays();
    INDArray[] labelMasks = graph.getLabelMaskArrays();
    graph.clearLayerMaskArrays(); // those of the training batch: the probe has none
    try {
      Map<String, INDArray> all = graph.feedForward(features, false);
      return names.stream().map(all::get).toList();
    } finally {
      graph.setInputs(inputs);
      if (inputMasks != null || labelMasks != null) {
        graph.setLayerMaskArrays(inputMasks, labelMasks);
      }
    }
  }
}
