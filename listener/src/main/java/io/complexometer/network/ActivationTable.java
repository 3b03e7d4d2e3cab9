package io.complexometer.network;

import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Which axis of a layer's activations holds its units (channels). */
final class ActivationTable {
  private ActivationTable() {}

  /**
   * Whether a layer's units lie along the last axis instead of the second.
   *
   * @param configuration of the layer or vertex
   * @return empty where the layer does not say: it then does as the layer before it
   */
  static Optional<Boolean> unitsLast(Object configuration) {
    if (configuration instanceof Convolution1DLayer layer) {
      return Optional.of(layer.getRnnDataFormat() == RNNFormat.NWC);
    } else if (configuration instanceof Convolution3D layer) {
      return Optional.of(layer.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    } else if (configuration instanceof ConvolutionLayer layer) {
      return Optional.of(layer.getCnn2dDataFormat() == CNN2DFormat.NHWC);
    } else if (configuration instanceof SubsamplingLayer layer) {
      return Optional.of(layer.getCnn2dDataFormat() == CNN2DFormat.NHWC);
    } else if (configuration instanceof Subsampling3DLayer layer) {
      return Optional.of(layer.getDataFormat() == Convolution3D.DataFormat.NDHWC);
    } else if (configuration instanceof Upsampling2D layer) {
      return Optional.of(layer.getFormat() == CNN2DFormat.NHWC);
    } else if (configuration instanceof ZeroPaddingLayer layer) {
      return Optional.of(layer.getDataFormat() == CNN2DFormat.NHWC);
    } else if (configuration instanceof BatchNormalization layer) {
      return Optional.of(layer.getCnn2DFormat() == CNN2DFormat.NHWC);
    } else if (configuration instanceof BaseRecurrentLayer layer) {
      return Optional.of(layer.getRnnDataFormat() == RNNFormat.NWC);
    } else if (configuration instanceof RnnOutputLayer layer) {
      return Optional.of(layer.getRnnDataFormat() == RNNFormat.NWC);
    }
    return Optional.empty();
  }
}
