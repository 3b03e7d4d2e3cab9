package io.complexometer.network;

import io.complexometer.measure.structure.Shape;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one layer of a network being read hands to the next: where it stands in the graph, and what
 * it carries for one example.
 *
 * @param vertices indices in the graph; several where examples are stacked in the batch, each of
 *     which runs through the layers that follow
 * @param shape of each of them: first the axes that a layer sees, then those folded away
 * @param folded axes at the end of the shape that Deeplearning4j folds into the batch, where a
 *     layer takes their positions for examples of their own
 * @param stepwise whether the number of time steps is not known, so that one stands for all
 */
record Flow(List<Integer> vertices, Shape shape, int folded, boolean stepwise) {

  Flow {
    vertices = List.copyOf(vertices);
  }

  /** Channels, features or units. */
  int channels() {
    return shape.channels();
  }

  /** Lengths of the axes that a layer sees: none of a vector, time, or height and width. */
  List<Integer> axes() {
    return shape.extent().subList(0, shape.extent().size() - folded);
  }

  /** Lengths of the axes that it does not see. */
  List<Integer> foldedAxes() {
    return shape.extent().subList(shape.extent().size() - folded, shape.extent().size());
  }

  /** Scalars that a layer takes for one example. */
  int visibleSize() {
    return Math.toIntExact(
        axes().stream().mapToLong(Integer::longValue).reduce(channels(), Math::multiplyExact));
  }

  /** A shape of other channels and axes, with the same folded ones. */
  Shape shaped(int channels, List<Integer> axes) {
    return new Shape(channels, Stream.concat(axes.stream(), foldedAxes().stream()).toList());
  }

  /** The time axis moved between what layers see and what they do not. */
  Flow withFolded(int axes) {
    return new Flow(vertices, shape, axes, stepwise);
  }

  Flow inSteps(boolean ofUnknownNumber) {
    return new Flow(vertices, shape, folded, ofUnknownNumber);
  }

  /** Some of those that are stacked in the batch. */
  Flow parts(int from, int number) {
    return new Flow(vertices.subList(from, from + number), shape, folded, stepwise);
  }

  /** What a layer sees, as in {@code 3x224x224}. */
  String visible() {
    return new Shape(channels(), axes())
        + (stepwise ? " at each of an unknown number of steps" : "");
  }
}
