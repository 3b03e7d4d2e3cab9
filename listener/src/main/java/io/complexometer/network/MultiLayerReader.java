package io.complexometer.network;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.layers.recurrent.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Reads a {@code MultiLayerNetwork}. */
final class MultiLayerReader extends NetworkReader {
  private final MultiLayerNetwork network;

  MultiLayerReader(MultiLayerNetwork network) {
    this.network = network;
    for (int i = 0; i < network.getnLayers(); i++) {
      Layer layer = network.getLayer(i);
      add(name(i), configuration(i), layer.paramTable(false), layer::getParam);
    }
  }

  private Object configuration(int layer) {
    return network.getLayerWiseConfigurations().getConf(layer).getLayer();
  }

  private String name(int layer) {
    String name = network.getLayerWiseConfigurations().getConf(layer).getLayer().getLayerName();
    return name == null ? "layer" + layer : name;
  }

  @Override
  public String modelType() {
    return MultiLayerNetwork.class.getSimpleName();
  }

  @Override
  public long parameterCount() {
    return network.numParams();
  }

  @Override
  DataType dataType() {
    return network.params().dataType();
  }

  @Override
  int inputs() {
    return 1;
  }

  @Override
  String expectedInput() {
    return inputOf(
        name(0), configuration(0), network.getLayerWiseConfigurations().getInputPreProcess(0));
  }

  @Override
  List<INDArray> activations(INDArray[] features) {
    INDArray input = network.getInput();
    INDArray[] masks =
        Arrays.stream(network.getLayers()).map(Layer::getMaskArray).toArray(INDArray[]::new);
    network.clearLayerMaskArrays(); // those of the training batch: the probe has none
    try {
      List<INDArray> all = network.feedForward(features[0], false);
      return all.subList(1, all.size()); // the first is the input
    } finally {
      network.setInput(input);
      for (int i = 0; i < masks.length; i++) {
        restore(network.getLayer(i), masks[i]);
      }
    }
  }

  /**
   * Sets a mask that the layer gave. An output layer of sequences flattens a mask of [examples,
   * outputs, time] when it is set, and would flatten it once more.
   */
  private static void restore(Layer layer, INDArray mask) {
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
}
