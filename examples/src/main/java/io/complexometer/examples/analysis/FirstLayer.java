package io.complexometer.examples.analysis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * The first layer that an input of a network meets, behind those that leave its channels as they
 * are (padding, pooling, ..).
 *
 * @param layer its configuration, without wrappers; empty if a preprocessor comes before it, or
 *     there is none
 */
record FirstLayer(Optional<Object> layer) {
  private static final List<Class<?>> LEAVE_CHANNELS =
      List.of(
          ActivationLayer.class,
          BatchNormalization.class,
          Cropping2D.class,
          DropoutLayer.class,
          LocalResponseNormalization.class,
          ScaleVertex.class,
          ShiftVertex.class,
          SubsamplingLayer.class,
          Upsampling2D.class,
          ZeroPadding1DLayer.class,
          ZeroPadding3DLayer.class,
          ZeroPaddingLayer.class);

  /** That of an input of a network. */
  static FirstLayer of(Model network, int input) {
    if (network instanceof MultiLayerNetwork chain) {
      return of(chain.getLayerWiseConfigurations());
    } else if (network instanceof ComputationGraph graph
        && input < graph.getConfiguration().getNetworkInputs().size()) {
      return of(graph.getConfiguration(), input);
    }
    return new FirstLayer(Optional.empty());
  }

  private static FirstLayer of(MultiLayerConfiguration chain) {
    for (int i = 0; i < chain.getConfs().size(); i++) {
      Object layer = unwrapped(chain.getConf(i).getLayer());
      if (chain.getInputPreProcess(i) != null || !leavesChannels(layer)) {
        return found(layer, chain.getInputPreProcess(i) != null);
      }
    }
    return new FirstLayer(Optional.empty());
  }

  private static FirstLayer of(ComputationGraphConfiguration graph, int input) {
    String name = graph.getNetworkInputs().get(input);
    Deque<String> open = new ArrayDeque<>(List.of(name));
    Set<String> reached = new TreeSet<>(open);
    while (!open.isEmpty()) {
      String before = open.remove();
      for (var vertex : graph.getVertices().entrySet()) {
        List<String> inputs = graph.getVertexInputs().get(vertex.getKey());
        if (inputs.contains(before) && reached.add(vertex.getKey())) {
          Object layer = unwrapped(vertex.getValue());
          boolean prepared = isPrepared(vertex.getValue());
          if (prepared || !leavesChannels(layer)) {
            return found(layer, prepared);
          }
          open.add(vertex.getKey());
        }
      }
    }
    return new FirstLayer(Optional.empty());
  }

  /** Indices are indices whatever a preprocessor makes of their axes; images may be anything. */
  private static FirstLayer found(Object layer, boolean prepared) {
    FirstLayer first = new FirstLayer(Optional.of(layer));
    return prepared && !first.takesIndices() ? new FirstLayer(Optional.empty()) : first;
  }

  private static boolean isPrepared(GraphVertex vertex) {
    return vertex instanceof LayerVertex layer && layer.getPreProcessor() != null;
  }

  private static Object unwrapped(Object outer) {
    if (outer instanceof LayerVertex vertex) {
      return unwrapped(vertex.getLayerConf().getLayer());
    } else if (outer instanceof FrozenLayer wrapper) {
      return unwrapped(wrapper.getLayer());
    } else if (outer instanceof Bidirectional wrapper) {
      return unwrapped(wrapper.getFwd());
    } else if (outer instanceof BaseWrapperLayer wrapper) {
      return unwrapped(wrapper.getUnderlying());
    }
    return outer;
  }

  private static boolean leavesChannels(Object layer) {
    return LEAVE_CHANNELS.stream().anyMatch(type -> type.isInstance(layer));
  }

  /** Whether the input holds places in a table, and not numbers to reckon with. */
  boolean takesIndices() {
    return layer
        .filter(one -> one instanceof EmbeddingLayer || one instanceof EmbeddingSequenceLayer)
        .isPresent();
  }

  /** It, if it is a convolution that knows its channels. */
  Optional<ConvolutionLayer> images() {
    return layer
        .filter(ConvolutionLayer.class::isInstance)
        .map(ConvolutionLayer.class::cast)
        .filter(convolution -> convolution.getNIn() > 0);
  }

  /** Number of axes that a kernel is moved along. */
  static int axes(ConvolutionLayer convolution) {
    if (convolution instanceof Convolution1DLayer) {
      return 1;
    }
    return convolution instanceof Convolution3D || convolution instanceof Deconvolution3D ? 3 : 2;
  }
}
