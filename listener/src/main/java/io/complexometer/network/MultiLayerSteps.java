package io.complexometer.network;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Runs the layers of a {@code MultiLayerNetwork}. */
final class MultiLayerSteps implements LayerSteps {
  private final MultiLayerNetwork network;

  MultiLayerSteps(MultiLayerNetwork network) {
    this.network = network;
  }

  @Override
  public int size() {
    return network.getnLayers();
  }

  @Override
  public int[] sources(int layer) {
    return new int[] {layer == 0 ? LayerSteps.networkInput(0) : layer - 1};
  }

  @Override
  public List<INDArray> parameters(int layer) {
    return List.copyOf(network.getLayer(layer).paramTable(false).values());
  }

  @Override
  public boolean usesWorkspaces() {
    return network.getLayerWiseConfigurations().getInferenceWorkspaceMode() != WorkspaceMode.NONE;
  }

  @Override
  public Runnable remember() {
    INDArray input = network.getInput();
    INDArray[] masks =
        Arrays.stream(network.getLayers()).map(Layer::getMaskArray).toArray(INDArray[]::new);
    return () -> {
      network.setInput(input);
      for (int i = 0; i < masks.length; i++) {
        setMask(network.getLayer(i), masks[i]);
      }
    };
  }

  /**
   * Sets a mask that the layer gave. An output layer of sequences flattens a mask of [examples,
   * outputs, time] when it is set, and would flatten it once more.
   */
  private static void setMask(Layer layer, INDArray mask) {
    boolean flattened =
        layer instanceof RnnOutputLayer && mask != null && mask.rank() == 2 && mask.size(1) > 1;
    layer.setMaskArray(
        flattened
            ? TimeSeriesUtils.reshape2dTo3d(
                mask,
                1, // as one long example, which flattens back to the same rows
                LayerWorkspaceMgr.noWorkspaces(),
                ArrayType.INPUT)
            : mask);
  }

  @Override
  public void begin(INDArray[] features, INDArray[] masks) {
    network.setInput(features[0]);
    network.clearLayerMaskArrays(); // those of the training batch
    network.setLayerMaskArrays(masks[0], null);
  }

  @Override
  public LayerOutput run(
      int layer, INDArray[] inputs, boolean inPlace, LayerWorkspaceMgr workspaces) {
    InputPreProcessor preProcessor = preProcessor(layer);
    INDArray input =
        preProcessor == null
            ? inputs[0]
            : preProcessor.preProcess(inputs[0], network.getInputMiniBatchSize(), workspaces);
    INDArray own = inPlace ? workspaces.dup(ArrayType.ACTIVATIONS, input) : input;
    Layer live = network.getLayer(layer);
    INDArray activations = live.activate(own, false, workspaces);
    live.clear();
    return new LayerOutput(activations, Optional.of(input));
  }

  private InputPreProcessor preProcessor(int layer) {
    return network.getLayerWiseConfigurations().getInputPreProcess(layer);
  }

  @Override
  public INDArray[] outputMasks(INDArray[] masks, int examples) {
    INDArray[] behind = new INDArray[size()];
    Pair<INDArray, MaskState> mask = new Pair<>(masks[0], MaskState.Active);
    for (int i = 0; i < behind.length && mask != null && mask.getFirst() != null; i++) {
      if (preProcessor(i) != null) {
        mask = preProcessor(i).feedForwardMaskArray(mask.getFirst(), mask.getSecond(), examples);
      }
      if (mask != null) {
        Layer layer = network.getLayer(i);
        mask =
            LayerSteps.maskBehind(
                layer,
                mask,
                layer.feedForwardMaskArray(mask.getFirst(), mask.getSecond(), examples));
      }
      behind[i] = mask == null ? null : mask.getFirst();
    }
    return behind;
  }
}
