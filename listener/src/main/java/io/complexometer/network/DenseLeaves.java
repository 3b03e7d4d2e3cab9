package io.complexometer.network;

import static io.complexometer.network.SequenceLeaves.dense;

import io.complexometer.measure.structure.Leaves;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;

/** Layers over vectors, and what has parameters without weighing inputs against each other. */
final class DenseLeaves {
  private DenseLeaves() {}

  static Flow weighted(FeedForwardLayer layer, boolean bias, long more, Flow in, LayerGraph graph) {
    Flow vector = in.axes().size() > 1 ? graph.flatten(in) : in;
    graph.channels(vector, layer.getNIn());
    return graph.leaf(
        vector,
        Leaves.denseAtEachPosition(vector.shape(), Math.toIntExact(layer.getNOut()), bias)
            .withParameters(more, 0));
  }

  /** Parameters that the forward pass does not use. */
  static Flow beside(Flow flow, long parameters, LayerGraph graph) {
    return graph.leaf(
        flow, Leaves.neutral("pretraining", flow.shape()).withParameters(0, parameters));
  }

  /** It has no biases, and the radius as its last parameter. */
  static Flow oneClass(OCNNOutputLayer layer, Flow in, LayerGraph graph) {
    graph.channels(in, layer.getNIn());
    Flow hidden = dense(in, layer.getHiddenSize(), false, graph);
    return graph.leaf(
        hidden, Leaves.denseAtEachPosition(hidden.shape(), 1, false).withParameters(1, 0));
  }

  /** The mean of p(z given x) is what it gives out. */
  static Flow encoder(VariationalAutoencoder layer, Flow in, LayerGraph graph) {
    graph.channels(in, layer.getNIn());
    Flow flow = in;
    long used = 0;
    for (int units : layer.getEncoderLayerSizes()) {
      used += (flow.channels() + 1L) * units;
      flow = dense(flow, units, true, graph);
    }
    used += (flow.channels() + 1L) * layer.getNOut();
    flow = dense(flow, Math.toIntExact(layer.getNOut()), true, graph);
    return beside(flow, parameters(layer) - used, graph);
  }

  static Flow batchNormalization(BatchNormalization layer, Flow in, LayerGraph graph) {
    long channels = graph.channels(in, layer.getNOut());
    return graph.leaf(
        in,
        Leaves.neutral("batchnorm", in.shape())
            .withParameters(layer.isLockGammaBeta() ? 0 : 2 * channels, 2 * channels));
  }

  static Flow slopes(PReLULayer layer, Flow in, LayerGraph graph) {
    if (layer.getInputShape() == null) {
      throw graph.fault("does not know how many slopes it has: give its builder an inputShape");
    }
    return graph.leaf(
        in, Leaves.neutral("activation", in.shape()).withParameters(parameters(layer), 0));
  }

  /** Its input is [capsules, dimensions], as if those were time. */
  static Flow capsules(CapsuleLayer layer, Flow in, LayerGraph graph) {
    graph.channels(graph.timed(in), layer.getInputCapsules());
    int outputs = layer.getCapsules() * layer.getCapsuleDimensions();
    Flow out = graph.leaf(in, Leaves.dense(in.shape(), outputs, layer.isHasBias()));
    return graph.reshape(out, layer.getCapsules(), List.of(layer.getCapsuleDimensions()));
  }

  static Flow repeated(Flow in, int times, LayerGraph graph) {
    if (in.folded() > 0 || !in.axes().isEmpty()) {
      throw graph.fault("takes a vector, but gets %s".formatted(in.visible()));
    }
    return graph.leaf(in, Leaves.repeat(in.shape(), times));
  }

  /** All that Deeplearning4j allots; asked of the layer alone, some initializers leave some out. */
  static long parameters(Layer layer) {
    NeuralNetConfiguration around = new NeuralNetConfiguration();
    around.setLayer(layer);
    return layer.initializer().numParams(around);
  }
}
