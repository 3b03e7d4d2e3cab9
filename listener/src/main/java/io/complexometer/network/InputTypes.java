package io.complexometer.network;

import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Shape;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional3D;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutionalFlat;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeFeedForward;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeRecurrent;
import org.deeplearning4j.nn.conf.layers.Convolution3D;

/** Deeplearning4j's types of inputs as shapes, and back. */
final class InputTypes {
  private InputTypes() {}

  /** Whether it is a sequence of nobody knows how many steps. */
  static boolean stepwise(InputType type) {
    return type instanceof InputTypeRecurrent sequence && sequence.getTimeSeriesLength() < 1;
  }

  /** The shape; of a sequence of unknown length that of one step. */
  static Shape shape(InputType type) {
    if (type instanceof InputTypeFeedForward vector) {
      return shape(vector.getSize());
    } else if (type instanceof InputTypeRecurrent sequence) {
      return shape(sequence.getSize(), Math.max(1, sequence.getTimeSeriesLength()));
    } else if (type instanceof InputTypeConvolutional image) {
      return shape(image.getChannels(), image.getHeight(), image.getWidth());
    } else if (type instanceof InputTypeConvolutionalFlat image) {
      return shape(image.getDepth(), image.getHeight(), image.getWidth());
    } else if (type instanceof InputTypeConvolutional3D volume) {
      return shape(volume.getChannels(), volume.getDepth(), volume.getHeight(), volume.getWidth());
    }
    throw new IllegalArgumentException("cannot read an input of type " + type);
  }

  private static Shape shape(long channels, long... axes) {
    int[] extent = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      extent[i] = Math.toIntExact(axes[i]);
    }
    return Shape.of(Math.toIntExact(channels), extent);
  }

  /** What a layer sees of a flow. */
  static InputType of(Flow flow) {
    List<Integer> axes = flow.axes();
    return switch (axes.size()) {
      case 0 -> InputType.feedForward(flow.channels());
      case 1 ->
          flow.stepwise()
              ? InputType.recurrent(flow.channels())
              : InputType.recurrent(flow.channels(), axes.get(0));
      case 2 -> InputType.convolutional(axes.get(0), axes.get(1), flow.channels());
      default ->
          InputType.convolutional3D(
              Convolution3D.DataFormat.NCDHW,
              axes.get(0),
              axes.get(1),
              axes.get(2),
              flow.channels());
    };
  }

  /**
   * Adds a layer that nobody knows.
   *
   * @param reason why
   * @param announced the type of its output
   * @param parameters how many it has
   */
  static Flow unknown(
      String reason,
      Supplier<InputType> announced,
      LongSupplier parameters,
      Flow in,
      LayerGraph graph) {
    try {
      InputType type = announced.get();
      Shape seen = shape(type);
      Shape after = in.shaped(seen.channels(), seen.extent());
      Flow out = graph.leaf(in, Leaves.unknown(after, reason, parameters.getAsLong()));
      return out.inSteps(stepwise(type));
    } catch (RuntimeException e) { // code that is not ours, on an input that it may not expect
      throw graph.fault("is not known and does not tell its shape: %s".formatted(e.getMessage()));
    }
  }
}
