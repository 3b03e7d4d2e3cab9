package io.complexometer.network;

import io.complexometer.measure.structure.Leaf;
import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Taps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;

/**
 * Layers that slide a window over time, height and width, or depth: which inputs each of their
 * outputs sees.
 *
 * <p>The lengths are those of the activations, computed again: the types that Deeplearning4j
 * announces are wrong for some layers.
 */
final class WindowLeaves {

  private WindowLeaves() {}

  /** Taps for each axis that the layer sees; the others pass. */
  private static List<Taps> each(Flow in, IntFunction<Taps> seen) {
    List<Taps> taps = new ArrayList<>();
    for (int axis = 0; axis < in.axes().size(); axis++) {
      taps.add(seen.apply(axis));
    }
    in.foldedAxes().forEach(length -> taps.add(Taps.identity(length)));
    return taps;
  }

  private static List<Taps> taps(Window window, Flow in, LayerGraph graph) {
    return each(in, axis -> window.along(axis, in.axes().get(axis), graph));
  }

  private static List<Taps> identity(Flow in) {
    return in.shape().extent().stream().map(Taps::identity).toList();
  }

  /** What the layer takes, checked, with known lengths. */
  static Flow seen(Flow in, int axes, LayerGraph graph) {
    return switch (axes) {
      case 1 -> graph.timed(in);
      case 2 -> graph.seen(in, 2, "images (channels x height x width)");
      default -> graph.seen(in, 3, "volumes (channels x depth x height x width)");
    };
  }

  static Flow convolution(ConvolutionLayer layer, int axes, Flow in, LayerGraph graph) {
    graph.channels(seen(in, axes, graph), layer.getNIn());
    return graph.leaf(
        in,
        Leaves.convolution(
            in.shape(),
            Math.toIntExact(layer.getNOut()),
            taps(Window.of(layer), in, graph),
            layer.hasBias()));
  }

  static Flow transposed(ConvolutionLayer layer, int axes, Flow in, LayerGraph graph) {
    graph.channels(seen(in, axes, graph), layer.getNIn());
    Window window = Window.of(layer);
    return graph.leaf(
        in,
        Leaves.transposedConvolution(
            in.shape(),
            Math.toIntExact(layer.getNOut()),
            each(in, axis -> window.transposedAlong(axis, in.axes().get(axis), graph)),
            layer.hasBias()));
  }

  static Flow depthwise(DepthwiseConvolution2D layer, Flow in, LayerGraph graph) {
    graph.channels(seen(in, 2, graph), layer.getNIn());
    return graph.leaf(
        in,
        Leaves.depthwise(
            in.shape(),
            layer.getDepthMultiplier(), // an nOut that says otherwise is ignored
            taps(Window.of(layer), in, graph),
            layer.hasBias()));
  }

  static Flow separable(SeparableConvolution2D layer, Flow in, LayerGraph graph) {
    graph.channels(seen(in, 2, graph), layer.getNIn());
    List<Taps> taps = taps(Window.of(layer), in, graph);
    Flow apart =
        graph.leaf(in, Leaves.depthwise(in.shape(), layer.getDepthMultiplier(), taps, false));
    return graph.leaf(
        apart,
        Leaves.convolution(
            apart.shape(), Math.toIntExact(layer.getNOut()), identity(apart), layer.hasBias()));
  }

  /** Its kernel is never dilated, though its dilation takes part in the number of outputs. */
  private static Flow locallyConnected(
      Window window, long inputs, long outputs, boolean bias, Flow in, LayerGraph graph) {
    graph.channels(in, inputs);
    List<Taps> taps =
        each(
            in,
            axis -> {
              Taps dilated = window.along(axis, in.axes().get(axis), graph);
              return Taps.window(
                  dilated.inputs(),
                  dilated.outputs(),
                  dilated.kernel(),
                  dilated.stride(),
                  1,
                  dilated.before());
            });
    int channels = Math.toIntExact(outputs);
    return graph.leaf(in, Leaves.locallyConnected(in.shape(), channels, taps, bias ? channels : 0));
  }

  static Flow locallyConnected(LocallyConnected1D layer, Flow in, LayerGraph graph) {
    Window window =
        new Window(
            layer.getCm(),
            new int[] {layer.getKernel()},
            new int[] {layer.getStride()},
            new int[] {layer.getDilation()},
            new int[] {layer.getPadding()});
    return locallyConnected(
        window, layer.getNIn(), layer.getNOut(), layer.isHasBias(), seen(in, 1, graph), graph);
  }

  static Flow locallyConnected(LocallyConnected2D layer, Flow in, LayerGraph graph) {
    Window window =
        new Window(
            layer.getCm(),
            layer.getKernel(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding());
    return locallyConnected(
        window, layer.getNIn(), layer.getNOut(), layer.isHasBias(), seen(in, 2, graph), graph);
  }

  static Flow pool(Window window, int axes, Flow in, LayerGraph graph) {
    return graph.leaf(seen(in, axes, graph), Leaves.pool(in.shape(), taps(window, in, graph)));
  }

  /** Of a sequence too, where Deeplearning4j announces it unpooled. */
  static Flow globalPool(GlobalPoolingLayer layer, Flow in, LayerGraph graph) {
    if (in.axes().isEmpty()) {
      throw graph.fault("takes a sequence, images or volumes, but gets %s".formatted(in.visible()));
    }
    List<Taps> all = each(in, axis -> Taps.all(in.axes().get(axis), 1));
    Leaf leaf = in.folded() == 0 ? Leaves.globalPool(in.shape()) : Leaves.pool(in.shape(), all);
    Flow pooled = graph.perStep(graph.leaf(in, leaf.named("globalpool"))).inSteps(false);
    return graph.reshape(
        pooled,
        in.channels(),
        layer.isCollapseDimensions() ? List.of() : Collections.nCopies(in.axes().size(), 1));
  }

  static Flow upsample(int[] size, int axes, Flow in, LayerGraph graph) {
    seen(in, axes, graph);
    return graph.leaf(
        in,
        Leaves.positions(
            "upsample",
            in.shape(),
            each(
                in,
                axis -> {
                  int length = in.axes().get(axis);
                  int times = size[axis];
                  return Taps.transposed(length, length * times, times, times, 1, 0);
                })));
  }

  /**
   * Adds zeros around, or cuts off.
   *
   * @param more positions before and behind, axis by axis; negative to cut
   */
  static Flow resize(String operation, int[] more, int axes, Flow in, LayerGraph graph) {
    seen(in, axes, graph);
    return graph.leaf(
        in,
        Leaves.positions(
            operation,
            in.shape(),
            each(
                in,
                axis -> {
                  int length = in.axes().get(axis);
                  int outputs = length + more[2 * axis] + more[2 * axis + 1];
                  Window.requireOutputs(outputs, length, graph);
                  return Taps.window(length, outputs, 1, 1, 1, more[2 * axis]);
                })));
  }

  static Flow spaceToDepth(SpaceToDepthLayer layer, Flow in, LayerGraph graph) {
    seen(in, 2, graph);
    if (in.folded() > 0) {
      throw graph.fault("takes images one by one, but gets some that are folded into the batch");
    }
    return graph.leaf(in, Leaves.spaceToDepth(in.shape(), layer.getBlockSize()));
  }

  /** Each place of a block makes an example of its own. */
  static Flow spaceToBatch(SpaceToBatchLayer layer, Flow in, LayerGraph graph) {
    seen(in, 2, graph);
    int[] block = layer.getBlocks();
    int[][] padding = layer.getPadding();
    List<Flow> places = new ArrayList<>();
    for (int place = 0; place < block[0] * block[1]; place++) {
      int[] offset = {place / block[1], place % block[1]};
      List<Taps> taps =
          each(
              in,
              axis -> {
                int length = in.axes().get(axis);
                int outputs = (length + padding[axis][0] + padding[axis][1]) / block[axis];
                Window.requireOutputs(outputs, length, graph);
                int before = padding[axis][0] - offset[axis];
                return Taps.window(length, outputs, 1, block[axis], 1, before);
              });
      places.add(graph.leaf(in, Leaves.positions("reorder", in.shape(), taps)));
    }
    return graph.stacked(places);
  }

  static Flow primaryCapsules(PrimaryCapsules layer, Flow in, LayerGraph graph) {
    seen(in, 2, graph);
    Window window =
        new Window(
            layer.getConvolutionMode(),
            layer.getKernelSize(),
            layer.getStride(),
            layer.getDilation(),
            layer.getPadding());
    graph.channels(in, layer.getInputChannels());
    int channels = layer.getCapsuleDimensions() * layer.getChannels();
    Flow out =
        graph.leaf(
            in,
            Leaves.convolution(in.shape(), channels, taps(window, in, graph), layer.isHasBias()));
    int capsules = out.visibleSize() / layer.getCapsuleDimensions();
    if (layer.getCapsules() > 0 && layer.getCapsules() != capsules) {
      throw graph.fault(
          "makes %d capsules, but %d of its input".formatted(layer.getCapsules(), capsules));
    }
    return graph.reshape(out, capsules, List.of(layer.getCapsuleDimensions()));
  }
}
