package io.complexometer.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the vertices of a {@code ComputationGraph}, in topological order. */
final class GraphSteps implements LayerSteps {
  private final ComputationGraph graph;
  private final List<GraphVertex> vertices = new ArrayList<>();
  private final List<int[]> sources = new ArrayList<>();

  GraphSteps(ComputationGraph graph) {
    this.graph = graph;
    Map<Integer, Integer> sourceOf = new HashMap<>(); // by the index of the vertex
    for (int index : graph.topologicalSortOrder()) {
      GraphVertex vertex = graph.getVertices()[index];
      if (vertex.isInputVertex()) {
        sourceOf.put(index, LayerSteps.networkInput(index)); // inputs are the first vertices
      } else {
        sourceOf.put(index, vertices.size());
        vertices.add(vertex);
        sources.add(
            Arrays.stream(vertex.getInputVertices())
                .mapToInt(input -> sourceOf.get(input.getVertexIndex()))
                .toArray());
      }
    }
  }

  /** The vertices that count as layers. */
  List<GraphVertex> vertices() {
    return vertices;
  }

  @Override
  public int size() {
    return vertices.size();
  }

  @Override
  public int[] sources(int layer) {
    return sources.get(layer);
  }

  @Override
  public List<INDArray> parameters(int layer) {
    Map<String, INDArray> table = vertices.get(layer).paramTable(false);
    return table == null ? List.of() : List.copyOf(table.values());
  }

  @Override
  public boolean usesWorkspaces() {
    return graph.getConfiguration().getInferenceWorkspaceMode() != WorkspaceMode.NONE;
  }

  @Override
  public Runnable remember() {
    INDArray[] inputs = graph.getInputs();
    INDArray[] inputMasks = graph.getInputMaskArrays();
    INDArray[] labelMasks = graph.getLabelMaskArrays();
    return () -> {
      graph.setInputs(inputs);
      graph.setLayerMaskArrays(inputMasks, labelMasks);
    };
  }

  @Override
  public void begin(INDArray[] features, INDArray[] masks) {
    graph.setInputs(features);
    boolean masked = Arrays.stream(masks).anyMatch(mask -> mask != null);
    graph.setLayerMaskArrays(masked ? masks : null, null);
  }

  @Override
  public LayerOutput run(
      int layer, INDArray[] inputs, boolean inPlace, LayerWorkspaceMgr workspaces) {
    GraphVertex vertex = vertices.get(layer);
    Layer live = vertex.hasLayer() ? vertex.getLayer() : null;
    for (int i = 0; i < inputs.length; i++) {
      boolean copied = inPlace && live == null;
      INDArray own = copied ? workspaces.dup(ArrayType.ACTIVATIONS, inputs[i]) : inputs[i];
      vertex.setInput(i, own, workspaces); // runs the preprocessor of a layer
    }
    INDArray input = live == null ? null : live.input();
    if (inPlace && input != null) {
      live.setInput(workspaces.dup(ArrayType.ACTIVATIONS, input), workspaces);
    }
    INDArray activations = vertex.doForward(false, workspaces);
    vertex.clear();
    return new LayerOutput(activations, Optional.ofNullable(input));
  }

  @Override
  public INDArray[] outputMasks(INDArray[] masks, int examples) {
    Map<Integer, Pair<INDArray, MaskState>> behind = new HashMap<>(); // by source
    for (int i = 0; i < masks.length; i++) {
      behind.put(LayerSteps.networkInput(i), new Pair<>(masks[i], MaskState.Active));
    }
    INDArray[] outputMasks = new INDArray[size()];
    for (int layer = 0; layer < outputMasks.length; layer++) {
      Pair<INDArray, MaskState> mask = maskBehind(layer, behind, examples);
      behind.put(layer, mask);
      outputMasks[layer] = mask == null ? null : mask.getFirst();
    }
    return outputMasks;
  }

  /** As {@code ComputationGraph.setLayerMaskArrays} does it, which keeps the masks to itself. */
  private Pair<INDArray, MaskState> maskBehind(
      int layer, Map<Integer, Pair<INDArray, MaskState>> behind, int examples) {
    int[] from = sources.get(layer);
    INDArray[] inputMasks = null;
    MaskState state = null;
    for (int i = 0; i < from.length; i++) {
      Pair<INDArray, MaskState> mask = behind.get(from[i]);
      if (mask != null) {
        inputMasks = inputMasks == null ? new INDArray[from.length] : inputMasks;
        inputMasks[i] = mask.getFirst();
        if (state == null || state == MaskState.Passthrough) {
          state = mask.getSecond();
        }
      }
    }
    GraphVertex vertex = vertices.get(layer);
    Pair<INDArray, MaskState> said = vertex.feedForwardMaskArrays(inputMasks, state, examples);
    // a preprocessor leaves what it makes of the mask in the array
    INDArray got = inputMasks == null ? null : inputMasks[0];
    return LayerSteps.maskBehind(vertex.getLayer(), new Pair<>(got, state), said);
  }
}
