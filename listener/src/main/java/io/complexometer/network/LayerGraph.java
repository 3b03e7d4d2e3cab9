package io.complexometer.network;

import io.complexometer.measure.structure.Leaf;
import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the layers of a network, one after the other, into a {@link NetworkGraph}. Where examples
 * are stacked in the batch a layer is written once for each of them, with weights that count once.
 */
final class LayerGraph {
  private final NetworkGraph.Builder graph = NetworkGraph.builder();
  private String name;
  private String type;
  private boolean backward;

  /** Adds an input of the network. */
  Flow input(String input, Shape shape, boolean stepwise) {
    return new Flow(List.of(graph.input(input, shape)), shape, 0, stepwise);
  }

  /**
   * Begins a layer, to which everything belongs that is added next.
   *
   * @param layer its name
   * @param configuration of it, with its wrappers
   */
  void begin(String layer, Object configuration) {
    name = layer;
    type = configuration.getClass().getSimpleName();
    graph.begin(layer, type, LayerLeaves.frozen(configuration));
  }

  NetworkGraph build(List<Flow> outputs) {
    return graph.build(
        outputs.stream().flatMap(flow -> flow.vertices().stream()).mapToInt(v -> v).toArray());
  }

  /** What is wrong with the layer at hand. */
  IllegalArgumentException fault(String what, Object... parts) {
    return new IllegalArgumentException(
        "layer '%s' (%s) %s".formatted(name, type, what.formatted(parts)));
  }

  /** Whether the layer at hand walks its sequence from the end. */
  boolean backward() {
    return backward;
  }

  /** Says which way the layers go that are added next. */
  void setBackward(boolean fromTheEnd) {
    backward = fromTheEnd;
  }

  /** Adds a leaf; the axes that no layer sees stay. */
  Flow leaf(Flow in, Leaf leaf) {
    List<Integer> vertices = new ArrayList<>();
    for (int vertex : in.vertices()) {
      vertices.add(graph.leaf(vertex, vertices.isEmpty() ? leaf : leaf.sharing()));
    }
    return new Flow(vertices, graph.shape(vertices.get(0)), in.folded(), in.stepwise());
  }

  /** Adds a leaf that others steer, part by part. */
  Flow steered(Flow in, Leaf leaf, Flow... by) {
    return merged(
        in,
        Stream.concat(Stream.of(in), Stream.of(by)).toList(),
        parts -> graph.steered(parts[0], leaf, IntStream.of(parts).skip(1).toArray()));
  }

  Flow neutral(Flow in, String operation) {
    return leaf(in, Leaves.neutral(operation, in.shape()));
  }

  /** The same scalars of each example under other axes. */
  Flow reshape(Flow in, int channels, List<Integer> axes) {
    return leaf(in, Leaves.reshape("reshape", in.shaped(channels, axes)));
  }

  /** All that a layer sees as one vector. */
  Flow flatten(Flow in) {
    return in.axes().isEmpty() ? in : reshape(in, in.visibleSize(), List.of());
  }

  Flow add(List<Flow> inputs) {
    return merged(inputs.get(0), inputs, graph::add);
  }

  Flow product(List<Flow> inputs) {
    return merged(inputs.get(0), inputs, graph::product);
  }

  Flow concat(List<Flow> inputs) {
    return merged(inputs.get(0), inputs, graph::concat);
  }

  private Flow merged(Flow first, List<Flow> inputs, ToIntFunction<int[]> merge) {
    List<Integer> vertices = new ArrayList<>();
    for (int part = 0; part < first.vertices().size(); part++) {
      int[] parts = new int[inputs.size()];
      for (int i = 0; i < parts.length; i++) {
        requireAlike(first, inputs.get(i));
        parts[i] = inputs.get(i).vertices().get(part);
      }
      vertices.add(merge.applyAsInt(parts));
    }
    boolean stepwise = inputs.stream().anyMatch(Flow::stepwise);
    return new Flow(vertices, graph.shape(vertices.get(0)), first.folded(), stepwise);
  }

  private void requireAlike(Flow first, Flow other) {
    if (other.vertices().size() != first.vertices().size()) {
      throw fault("joins inputs of which only some are stacked in the batch");
    }
  }

  /** Says that the number of paths from here on depends on a number of steps nobody told. */
  Flow perStep(Flow flow) {
    if (flow.stepwise()) {
      flow.vertices().forEach(vertex -> graph.undefined(vertex, "number of time steps unknown"));
    }
    return flow;
  }

  /** The number of channels, which must be what the layer was built for if that is known. */
  int channels(Flow in, long built) {
    if (built > 0 && built != in.channels()) {
      throw fault("takes %d inputs, but gets %d of %s", built, in.channels(), in.visible());
    }
    return in.channels();
  }

  /** Requires a number of axes. */
  Flow seen(Flow in, int axes, String what) {
    if (in.axes().size() != axes) {
      throw fault("takes %s, but gets %s", what, in.visible());
    }
    return in;
  }

  /** A sequence, of which no axis is folded away. */
  Flow sequence(Flow in) {
    seen(in, 1, "a sequence (features x steps)");
    if (in.folded() > 0) {
      throw fault("takes sequences one by one, but gets some that are folded into the batch");
    }
    return in;
  }

  /** A sequence whose number of steps is known. */
  Flow timed(Flow in) {
    if (seen(in, 1, "a sequence (features x steps)").stepwise()) {
      throw fault("works along time: the number of steps of the network's input is needed");
    }
    return in;
  }
}
