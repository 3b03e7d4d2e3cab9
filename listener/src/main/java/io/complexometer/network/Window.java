package io.complexometer.network;

import io.complexometer.measure.structure.Taps;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/**
 * The window of a layer as it is configured, an entry for each axis.
 *
 * @param mode says how many outputs there are, and how much padding; null for truncation
 * @param kernel taps
 * @param stride from one output to the next
 * @param dilation from one tap to the next
 * @param padding on each side; ignored where the mode says how much
 */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Window(ConvolutionMode mode, int[] kernel, int[] stride, int[] dilation, int[] padding) {

  static Window of(ConvolutionLayer layer) {
    return new Window(
        layer.getConvolutionMode(),
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding());
  }

  /** Places that the taps of an axis span. */
  private int span(int axis) {
    return (kernel[axis] - 1) * dilation[axis] + 1;
  }

  /** The taps along an axis of some length. */
  Taps along(int axis, int length, LayerGraph graph) {
    int all = (length + stride[axis] - 1) / stride[axis];
    return switch (mode == null ? ConvolutionMode.Truncate : mode) {
      case Same -> // of an odd number of zeros the larger half comes behind
          taps(axis, length, all, Math.max(0, (all - 1) * stride[axis] + span(axis) - length) / 2);
      case Causal -> taps(axis, length, all, span(axis) - 1);
      case Strict, Truncate -> {
        int room = length + 2 * padding[axis] - span(axis);
        int outputs = Math.floorDiv(room, stride[axis]) + 1;
        requireOutputs(outputs, length, graph);
        yield taps(axis, length, outputs, padding[axis]);
      }
    };
  }

  private Taps taps(int axis, int length, int outputs, int before) {
    return Taps.window(length, outputs, kernel[axis], stride[axis], dilation[axis], before);
  }

  /** The taps of a transposed window along an axis of some length. */
  Taps transposedAlong(int axis, int length, LayerGraph graph) {
    boolean same = mode == ConvolutionMode.Same;
    int before = same ? (span(axis) - stride[axis]) / 2 : padding[axis];
    int outputs =
        same ? length * stride[axis] : (length - 1) * stride[axis] + span(axis) - 2 * before;
    requireOutputs(outputs, length, graph);
    return Taps.transposed(length, outputs, kernel[axis], stride[axis], dilation[axis], before);
  }

  static void requireOutputs(int outputs, int length, LayerGraph graph) {
    if (outputs < 1) {
      throw graph.fault("has a window that does not fit an input of length " + length);
    }
  }
}
