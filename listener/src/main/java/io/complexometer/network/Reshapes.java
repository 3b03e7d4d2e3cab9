package io.complexometer.network;

import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Shape;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * What comes before a layer: the same scalars under other axes. Time is not lost where it is folded
 * into the batch: each step stays a position of its example.
 */
final class Reshapes {

  private static final LayerTable<Flow> ROWS = new LayerTable<>();

  static {
    String flatten = "neutral: all axes become one";
    String unflatten = "neutral: one axis becomes channels and positions";
    ROWS.add(
        CnnToFeedForwardPreProcessor.class,
        flatten,
        (before, in, graph) ->
            flattened(
                in,
                graph,
                before.getNumChannels(),
                before.getInputHeight(),
                before.getInputWidth()));
    ROWS.add(
        Cnn3DToFeedForwardPreProcessor.class,
        flatten,
        (before, in, graph) ->
            flattened(
                in,
                graph,
                before.getNumChannels(),
                before.getInputDepth(),
                before.getInputHeight(),
                before.getInputWidth()));
    ROWS.add(
        FeedForwardToCnnPreProcessor.class,
        unflatten,
        (before, in, graph) ->
            unflattened(
                in,
                graph,
                before.getNumChannels(),
                before.getInputHeight(),
                before.getInputWidth()));
    ROWS.add(
        FeedForwardToCnn3DPreProcessor.class,
        unflatten,
        (before, in, graph) ->
            unflattened(
                in,
                graph,
                before.getNumChannels(),
                before.getInputDepth(),
                before.getInputHeight(),
                before.getInputWidth()));
    time();
    ROWS.add(
        ComposableInputPreProcessor.class,
        "one after the other",
        (before, in, graph) -> {
          Flow flow = in;
          for (InputPreProcessor each : before.getInputPreProcessors()) {
            flow = add(each, flow, graph);
          }
          return flow;
        });
    ROWS.addOther(
        "neutral, of the shape that it announces",
        (before, in, graph) -> announced((InputPreProcessor) before, in, graph));
  }

  private Reshapes() {}

  private static void time() {
    String toBatch = "neutral: time steps become examples, which count as positions";
    String fromBatch = "neutral: examples become time steps again";
    ROWS.add(RnnToFeedForwardPreProcessor.class, toBatch, (before, in, graph) -> folded(in, graph));
    ROWS.add(
        FeedForwardToRnnPreProcessor.class, fromBatch, (before, in, graph) -> unfolded(in, graph));
    ROWS.add(
        RnnToCnnPreProcessor.class,
        toBatch,
        (before, in, graph) ->
            unflattened(
                folded(in, graph),
                graph,
                before.getNumChannels(),
                before.getInputHeight(),
                before.getInputWidth()));
    ROWS.add(
        CnnToRnnPreProcessor.class,
        fromBatch,
        (before, in, graph) ->
            unfolded(
                flattened(
                    in,
                    graph,
                    before.getNumChannels(),
                    before.getInputHeight(),
                    before.getInputWidth()),
                graph));
  }

  private static Flow folded(Flow in, LayerGraph graph) {
    return in.axes().isEmpty()
        ? in
        : graph.seen(in, 1, "a sequence (features x steps)").withFolded(in.folded() + 1);
  }

  private static Flow unfolded(Flow in, LayerGraph graph) {
    graph.seen(in, 0, "a vector");
    return in.folded() > 0
        ? in.withFolded(in.folded() - 1)
        : graph.reshape(in, in.channels(), List.of(1));
  }

  private static Flow flattened(Flow in, LayerGraph graph, long channels, long... axes) {
    if (!in.axes().isEmpty() && channels > 0) {
      require(in, graph, channels, axes);
    }
    return graph.flatten(in);
  }

  private static Flow unflattened(Flow in, LayerGraph graph, long channels, long... axes) {
    Shape shape = shape(channels, axes);
    if (!in.axes().isEmpty()) {
      require(in, graph, channels, axes);
      return in;
    } else if (in.channels() != shape.size()) {
      throw graph.fault(
          "takes %d inputs (%s), but gets %d".formatted(shape.size(), shape, in.channels()));
    }
    return graph.reshape(in, shape.channels(), shape.extent());
  }

  private static void require(Flow in, LayerGraph graph, long channels, long... axes) {
    Shape shape = shape(channels, axes);
    if (!in.shaped(in.channels(), in.axes()).equals(in.shaped(shape.channels(), shape.extent()))) {
      throw graph.fault("takes %s inputs, but gets %s".formatted(shape, in.visible()));
    }
  }

  private static Shape shape(long channels, long... axes) {
    int[] extent = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      extent[i] = Math.toIntExact(axes[i]);
    }
    return Shape.of(Math.toIntExact(channels), extent);
  }

  private static Flow announced(InputPreProcessor before, Flow in, LayerGraph graph) {
    InputType type = before.getOutputType(InputTypes.of(in));
    Shape seen = InputTypes.shape(type);
    Shape after = in.shaped(seen.channels(), seen.extent());
    if (after.size() != in.shape().size()) {
      return InputTypes.unknown("unknown preprocessor", () -> type, () -> 0, in, graph);
    }
    return graph.leaf(in, Leaves.reshape("reshape", after)).inSteps(InputTypes.stepwise(type));
  }

  /** Adds what comes before a layer to the graph. */
  static Flow add(InputPreProcessor before, Flow in, LayerGraph graph) {
    return before == null ? in : ROWS.of(before.getClass()).add(before, in, graph);
  }

  /** The table as it stands in the documentation. */
  static String markdown() {
    return ROWS.markdown("preprocessor");
  }

  /** The types of the table. */
  static List<Class<?>> types() {
    return ROWS.types();
  }
}
