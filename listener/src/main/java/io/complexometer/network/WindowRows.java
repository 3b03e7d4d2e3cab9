package io.complexometer.network;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;

/** The rows of {@link LayerLeaves} for layers that slide a window, or move positions. */
final class WindowRows {
  private WindowRows() {}

  static void addTo(LayerTable<Flow> table) {
    convolutions(table);
    pools(table);
    positions(table);
  }

  private static void convolutions(LayerTable<Flow> table) {
    String words = "convolution; its mode says which taps lie in the padding";
    table.add(
        ConvolutionLayer.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 2, in, graph));
    table.add(
        Convolution1DLayer.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 1, in, graph));
    table.add(
        Convolution3D.class,
        words,
        (layer, in, graph) -> WindowLeaves.convolution(layer, 3, in, graph));
    table.add(
        Deconvolution2D.class,
        "transposed convolution",
        (layer, in, graph) -> WindowLeaves.transposed(layer, 2, in, graph));
    table.add(
        Deconvolution3D.class,
        "transposed convolution",
        (layer, in, graph) -> WindowLeaves.transposed(layer, 3, in, graph));
    table.add(DepthwiseConvolution2D.class, "depthwise convolution", WindowLeaves::depthwise);
    table.add(
        SeparableConvolution2D.class,
        "depthwise convolution, then one of single positions",
        WindowLeaves::separable);
    table.add(LocallyConnected1D.class, "locally connected", WindowLeaves::locallyConnected);
    table.add(LocallyConnected2D.class, "locally connected", WindowLeaves::locallyConnected);
  }

  private static void pools(LayerTable<Flow> table) {
    table.add(
        SubsamplingLayer.class,
        "pool",
        (layer, in, graph) -> WindowLeaves.pool(window(layer), 2, in, graph));
    table.add(
        Subsampling1DLayer.class,
        "pool",
        (layer, in, graph) -> WindowLeaves.pool(window(layer), 1, in, graph));
    table.add(
        Subsampling3DLayer.class,
        "pool",
        (layer, in, graph) ->
            WindowLeaves.pool(
                new Window(
                    layer.getConvolutionMode(),
                    layer.getKernelSize(),
                    layer.getStride(),
                    layer.getDilation(),
                    layer.getPadding()),
                3,
                in,
                graph));
    table.add(GlobalPoolingLayer.class, "pool over all positions", WindowLeaves::globalPool);
  }

  private static Window window(SubsamplingLayer layer) {
    return new Window(
        layer.getConvolutionMode(),
        layer.getKernelSize(),
        layer.getStride(),
        layer.getDilation(),
        layer.getPadding());
  }

  private static void positions(LayerTable<Flow> table) {
    table.add(
        Upsampling1D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 1, in, graph));
    table.add(
        Upsampling2D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 2, in, graph));
    table.add(
        Upsampling3D.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> WindowLeaves.upsample(layer.getSize(), 3, in, graph));
    table.add(
        RepeatVector.class,
        "neutral: positions are repeated",
        (layer, in, graph) -> DenseLeaves.repeated(in, layer.getN(), graph));
    table.add(
        ZeroPadding1DLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 1, in, graph));
    table.add(
        ZeroPaddingLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 2, in, graph));
    table.add(
        ZeroPadding3DLayer.class,
        "neutral: zeros around",
        (layer, in, graph) -> WindowLeaves.resize("pad", layer.getPadding(), 3, in, graph));
    String select = "selection of positions";
    table.add(
        Cropping1D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 1, in, graph));
    table.add(
        Cropping2D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 2, in, graph));
    table.add(
        Cropping3D.class, select, (layer, in, graph) -> cut(layer.getCropping(), 3, in, graph));
    table.add(
        SpaceToDepthLayer.class,
        "neutral: squares of positions become channels",
        WindowLeaves::spaceToDepth);
    table.add(
        SpaceToBatchLayer.class,
        "neutral: blocks of positions become examples",
        WindowLeaves::spaceToBatch);
  }

  private static Flow cut(int[] cropping, int axes, Flow in, LayerGraph graph) {
    int[] less = IntStream.of(cropping).map(positions -> -positions).toArray();
    return WindowLeaves.resize("crop", less, axes, in, graph);
  }
}
