package io.complexometer.network;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** The shape of the input that a first layer takes, in words, as far as its configuration says. */
final class InputShape {
  private InputShape() {}

  /**
   * The shape.
   *
   * @param layer configuration of the layer, without wrappers
   * @param preProcessor what comes before it, or null
   * @return for example {@code [examples, 1, height, width]}
   */
  static String of(Object layer, InputPreProcessor preProcessor) {
    if (preProcessor instanceof CnnToFeedForwardPreProcessor images) {
      return "[examples, %d, %d, %d]"
          .formatted(images.getNumChannels(), images.getInputHeight(), images.getInputWidth());
    } else if (preProcessor instanceof FeedForwardToCnnPreProcessor flat) {
      return "[examples, %d]"
          .formatted(flat.getNumChannels() * flat.getInputHeight() * flat.getInputWidth());
    } else if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
      return "[examples, indices]";
    } else if (layer instanceof FeedForwardLayer weighted) {
      return "[examples, " + axes(weighted) + "]";
    }
    return "another shape";
  }

  private static String axes(FeedForwardLayer layer) {
    long units = layer.getNIn();
    if (layer instanceof Convolution1DLayer || layer instanceof BaseRecurrentLayer) {
      return ActivationTable.unitsLast(layer).orElse(false) ? "time, " + units : units + ", time";
    } else if (layer instanceof Convolution3D volume) {
      return volume.getDataFormat() == Convolution3D.DataFormat.NDHWC
          ? "depth, height, width, " + units
          : units + ", depth, height, width";
    } else if (layer instanceof ConvolutionLayer image) {
      return image.getCnn2dDataFormat() == CNN2DFormat.NHWC
          ? "height, width, " + units
          : units + ", height, width";
    }
    return Long.toString(units);
  }
}
