package io.complexometer.network;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The type of a network's input, from the array of examples that a probe has for it.
 * Deeplearning4j's own {@code inferInputType} takes the second axis for the channels, whatever the
 * network does.
 */
final class ProbeInputs {
  private ProbeInputs() {}

  /**
   * The type of one array.
   *
   * @param array of examples: [examples, ..]
   * @param unitsLast whether channels or features are its last axis
   * @throws IllegalArgumentException if it has another number of axes than 2 to 5
   */
  static InputType of(INDArray array, boolean unitsLast) {
    if (!unitsLast || array.rank() == 2) {
      return InputType.inferInputType(array);
    }
    long[] shape = array.shape();
    return switch (array.rank()) {
      case 3 -> InputType.recurrent(shape[2], shape[1], RNNFormat.NWC);
      case 4 -> InputType.convolutional(shape[1], shape[2], shape[3], CNN2DFormat.NHWC);
      case 5 ->
          InputType.convolutional3D(
              Convolution3D.DataFormat.NDHWC, shape[1], shape[2], shape[3], shape[4]);
      default ->
          throw new IllegalArgumentException(
              "no type of input has %d axes: set inputs(..)".formatted(array.rank()));
    };
  }
}
