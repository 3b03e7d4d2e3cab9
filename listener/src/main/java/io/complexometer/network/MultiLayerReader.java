package io.complexometer.network;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;

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
  boolean unitsLast(int input) {
    return ActivationTable.unitsLast(configuration(0)).orElse(false);
  }

  @Override
  LayerSteps steps() {
    return new MultiLayerSteps(network);
  }
}
