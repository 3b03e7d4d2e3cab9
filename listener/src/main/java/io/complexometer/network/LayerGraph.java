package io.complexometer.network;

import io.complexometer.measure.structure.Leaf;
import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.NetworkGraph;
import io.complexometer.measure.structure.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/**
 * Writes the layers of a network, one after the other, into a {@link NetworkGraph}. Where examples
 * are stacked in the batch a layer is written once for each of them, with weights that count once.
 */
final class LayerGraph {
  private final NetworkGraph.Builder graph = NetworkGraph.builder();
  private final Map<String, Flow> inputs = new HashMap<>();
  private String name;
  private String type;
  private boolean backward;

  /** Adds an input of the network. */
  Flow input(String input, Shape shape, boolean stepwise) {
    Flow flow = new Flow(List.of(graph.input(input, shape)), shape, 0, stepwise);
    inputs.put(input, flow);
    return flow;
  }

  /** An input of the network by its name. */
  Flow input(String input) {
    if (!inputs.containsKey(input)) {
      throw fault("names '%s', which is no input of the network".formatted(input));
    }
    return inputs.get(input);
  }

  /**
   * Begins a layer, to which everything belongs that is added next.
   *
   * @param layer its name
   * @param configuration of it, with its wrappers
   */
  void begin(String layer, Object configuration) {
    Object inside =
        configuration instanceof LayerVertex vertex
            ? vertex.getLayerConf().getLayer()
            : configuration;
    name = layer;
    type = inside.getClass().getSimpleName();
    graph.begin(layer, type, frozen(inside));
  }

  /** Whether a wrapper, or one inside it, keeps training away. */
  private static boolean frozen(Object layer) {
    if (layer instanceof FrozenLayer
        || layer instanceof FrozenLayerWithBackprop
        || layer instanceof FrozenVertex) {
      return true;
    }
    return layer instanceof BaseWrapperLayer wrapper && frozen(wrapper.getUnderlying());
  }

  NetworkGraph build(List<Flow> outputs) {
    return graph.build(
        outputs.stream().flatMap(flow -> flow.vertices().stream()).mapToInt(v -> v).toArray());
  }

  /** What is wrong with the layer at hand. */
  IllegalArgumentException fault(String what) {
    return new IllegalArgumentException("layer '%s' (%s) %s".formatted(name, type, what));
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
    Shape after = in.shaped(channels, axes);
    return after.equals(in.shape()) ? in : leaf(in, Leaves.reshape("reshape", after));
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

  /** Examples of one shape that share the layers behind them. */
  Flow stacked(List<Flow> inputs) {
    Flow first = inputs.get(0);
    for (Flow flow : inputs) {
      if (!flow.shape().equals(first.shape())) {
        throw fault(
            "stacks inputs of different shapes: %s and %s"
                .formatted(first.visible(), flow.visible()));
      }
    }
    List<Integer> vertices = inputs.stream().flatMap(flow -> flow.vertices().stream()).toList();
    return new Flow(vertices, first.shape(), first.folded(), first.stepwise());
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
      flow.vertices().forEach(vertex -> graph.undefined(vertex, StructureReader.UNKNOWN_STEPS));
    }
    return flow;
  }

  /** The number of channels, which must be what the layer was built for if that is known. */
  int channels(Flow in, long built) {
    if (built > 0 && built != in.channels()) {
      throw fault(
          "takes %d inputs, but gets %d of %s".formatted(built, in.channels(), in.visible()));
    }
    return in.channels();
  }

  /** Requires a number of axes. */
  Flow seen(Flow in, int axes, String what) {
    if (in.axes().size() != axes) {
      throw fault("takes %s, but gets %s".formatted(what, in.visible()));
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
