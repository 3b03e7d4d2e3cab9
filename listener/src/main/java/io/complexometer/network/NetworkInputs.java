package io.complexometer.network;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;

/**
 * The shapes of a network's inputs, which its configuration does not store: as they are given, or
 * else as the layers behind them let tell.
 */
final class NetworkInputs {

  private final Map<String, GraphVertex> vertices;
  private final Map<String, List<String>> inputsOf;

  NetworkInputs(Map<String, GraphVertex> vertices, Map<String, List<String>> inputsOf) {
    this.vertices = vertices;
    this.inputsOf = inputsOf;
  }

  /**
   * Adds the inputs to a graph.
   *
   * @param names of the inputs
   * @param given their types, in order; empty to infer them
   * @throws IllegalArgumentException if there are too few or too many, or one cannot be inferred
   */
  List<Flow> addTo(LayerGraph graph, List<String> names, List<InputType> given) {
    if (!given.isEmpty() && given.size() != names.size()) {
      throw new IllegalArgumentException(
          "the network has %d inputs (%s), but %d are given"
              .formatted(names.size(), String.join(", ", names), given.size()));
    }
    List<Flow> flows = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      InputType type = given.isEmpty() ? inferred(name) : given.get(i);
      InputType read = oneHot(name, type);
      flows.add(graph.input(name, InputTypes.shape(read), InputTypes.stepwise(read)));
    }
    return flows;
  }

  /** The vertices that take something from an input or a vertex. */
  private List<String> behind(String name) {
    return vertices.keySet().stream()
        .filter(vertex -> inputsOf.get(vertex).contains(name))
        .toList();
  }

  /** Indices stand for one-hot vectors of the vocabulary that they are looked up in. */
  private InputType oneHot(String name, InputType type) {
    for (String vertex : behind(name)) {
      Object layer = layer(vertices.get(vertex));
      long size = InputTypes.shape(type).channels();
      if (layer instanceof EmbeddingLayer table && (size == 1 || size == table.getNIn())) {
        return type instanceof InputType.InputTypeRecurrent sequence
            ? InputType.recurrent(table.getNIn(), sequence.getTimeSeriesLength())
            : InputType.feedForward(table.getNIn());
      } else if (layer instanceof EmbeddingSequenceLayer table) {
        return sentence(table, type, size);
      }
    }
    return type;
  }

  private static InputType sentence(EmbeddingSequenceLayer table, InputType type, long size) {
    if (type instanceof InputType.InputTypeRecurrent sequence) {
      long rows = size == 1 ? table.getNIn() : size;
      return InputType.recurrent(rows, sequence.getTimeSeriesLength());
    }
    // a vector is as many indices, unless it is the vocabulary's size
    return size == table.getNIn() ? ofLength(table) : InputType.recurrent(table.getNIn(), size);
  }

  private static InputType ofLength(EmbeddingSequenceLayer table) {
    // a length of 1 is what it has where nobody gave one
    return table.isInferInputLength() && table.getInputLength() <= 1
        ? InputType.recurrent(table.getNIn())
        : InputType.recurrent(table.getNIn(), table.getInputLength());
  }

  private InputType inferred(String name) {
    Set<String> reached = new LinkedHashSet<>(Set.of(name));
    List<String> open = new ArrayList<>(reached);
    String stop = "";
    while (!open.isEmpty()) {
      for (String behind : behind(open.remove(0))) {
        Optional<InputType> told = told(vertices.get(behind));
        if (told.isPresent()) {
          return told.get();
        } else if (passes(vertices.get(behind)) && reached.add(behind)) {
          open.add(behind);
        } else if (stop.isEmpty()) {
          stop = behind;
        }
      }
    }
    throw needed(name, stop);
  }

  private IllegalArgumentException needed(String name, String stop) {
    Object layer = stop.isEmpty() ? "" : layer(vertices.get(stop));
    return new IllegalArgumentException(
        stop.isEmpty()
            ? "input '%s': its shape is needed".formatted(name)
            : "input '%s' feeds %s '%s'%s"
                .formatted(name, layer.getClass().getSimpleName(), stop, missing(layer)));
  }

  private static String missing(Object layer) {
    if (!(layer instanceof ConvolutionLayer convolution)) {
      return ": its shape is needed";
    }
    long nIn = convolution.getNIn();
    String channels = " of %d %s: ".formatted(nIn, nIn == 1 ? "channel" : "channels");
    if (layer instanceof Convolution1DLayer) {
      return channels + "the number of time steps is needed";
    }
    return channels
        + (layer instanceof Convolution3D ? "depth, height and width" : "height and width")
        + " are needed";
  }

  /** The layer inside a vertex and all its wrappers, or the vertex. */
  private static Object layer(Object outer) {
    if (outer instanceof LayerVertex vertex) {
      return layer(vertex.getLayerConf().getLayer());
    } else if (outer instanceof FrozenVertex vertex) {
      return layer(vertex.getUnderlying());
    } else if (outer instanceof FrozenLayer wrapper) {
      return layer(wrapper.getLayer());
    } else if (outer instanceof Bidirectional wrapper) {
      return layer(wrapper.getFwd());
    } else if (outer instanceof BaseWrapperLayer wrapper && !(outer instanceof TimeDistributed)) {
      return layer(wrapper.getUnderlying());
    }
    return outer;
  }

  /** What comes before the layer of a vertex, or null. */
  private static InputPreProcessor before(GraphVertex vertex) {
    if (vertex instanceof FrozenVertex frozen) {
      return before(frozen.getUnderlying());
    }
    return vertex instanceof LayerVertex layer ? layer.getPreProcessor() : null;
  }

  /** Whether what goes in has the shape of what comes out. */
  private static boolean passes(GraphVertex vertex) {
    Object layer = layer(vertex);
    return before(vertex) == null
        && (layer instanceof ActivationLayer
            || layer instanceof DropoutLayer
            || layer instanceof BatchNormalization
            || layer instanceof ScaleVertex
            || layer instanceof ShiftVertex
            || layer instanceof StackVertex
            || layer instanceof UnstackVertex);
  }

  private static Optional<InputType> told(GraphVertex vertex) {
    InputPreProcessor before = before(vertex);
    Object layer = layer(vertex);
    if (before instanceof RnnToFeedForwardPreProcessor) {
      return units(layer).map(InputType::recurrent);
    }
    return before == null ? ofLayer(layer) : ofPreProcessor(before);
  }

  private static Optional<InputType> ofPreProcessor(InputPreProcessor before) {
    if (before instanceof FeedForwardToCnnPreProcessor flat) {
      return Optional.of(
          InputType.feedForward(
              flat.getNumChannels() * flat.getInputHeight() * flat.getInputWidth()));
    } else if (before instanceof CnnToFeedForwardPreProcessor image && image.getNumChannels() > 0) {
      return Optional.of(
          InputType.convolutional(
              image.getInputHeight(), image.getInputWidth(), image.getNumChannels()));
    } else if (before instanceof FeedForwardToCnn3DPreProcessor flat) {
      return Optional.of(
          InputType.feedForward(
              (long) flat.getNumChannels()
                  * flat.getInputDepth()
                  * flat.getInputHeight()
                  * flat.getInputWidth()));
    } else if (before instanceof Cnn3DToFeedForwardPreProcessor volume) {
      return Optional.of(
          InputType.convolutional3D(
              Convolution3D.DataFormat.NCDHW,
              volume.getInputDepth(),
              volume.getInputHeight(),
              volume.getInputWidth(),
              volume.getNumChannels()));
    } else if (before instanceof RnnToCnnPreProcessor sequence) {
      return Optional.of(
          InputType.recurrent(
              (long) sequence.getNumChannels()
                  * sequence.getInputHeight()
                  * sequence.getInputWidth()));
    }
    return Optional.empty();
  }

  private static Optional<InputType> ofLayer(Object layer) {
    if (layer instanceof EmbeddingSequenceLayer table) {
      return Optional.of(ofLength(table));
    } else if (layer instanceof TimeDistributed steps) {
      return units(layer(steps.getUnderlying())).map(InputType::recurrent);
    } else if (layer instanceof BaseRecurrentLayer || layer instanceof RnnOutputLayer) {
      return units(layer).map(InputType::recurrent);
    } else if (layer instanceof SelfAttentionLayer attention) {
      return Optional.of(InputType.recurrent(attention.getNIn()));
    } else if (layer instanceof LearnedSelfAttentionLayer attention) {
      return Optional.of(InputType.recurrent(attention.getNIn()));
    } else if (layer instanceof RecurrentAttentionLayer attention) {
      return Optional.of(InputType.recurrent(attention.getNIn()));
    }
    return units(layer).map(InputType::feedForward);
  }

  /** Inputs of a layer that takes vectors, or one of them at each step. */
  private static Optional<Long> units(Object layer) {
    boolean vectors =
        layer instanceof DenseLayer
            || layer instanceof BaseOutputLayer
            || layer instanceof BaseRecurrentLayer
            || layer instanceof EmbeddingLayer
            || layer instanceof AutoEncoder
            || layer instanceof VariationalAutoencoder
            || layer instanceof ElementWiseMultiplicationLayer;
    return vectors && ((FeedForwardLayer) layer).getNIn() > 0
        ? Optional.of(((FeedForwardLayer) layer).getNIn())
        : Optional.empty();
  }
}
