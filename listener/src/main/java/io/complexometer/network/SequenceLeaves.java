package io.complexometer.network;

import io.complexometer.measure.structure.Leaf;
import io.complexometer.measure.structure.Leaves;
import io.complexometer.measure.structure.Shape;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;

/**
 * Layers over the steps of a sequence. Where nobody told how many steps there are, one stands for
 * all, and the number of paths is absent behind the first layer that it depends on.
 */
@SuppressWarnings("deprecation") // old networks still have Graves LSTMs
final class SequenceLeaves {

  /** Keys, values and queries of attention: their projections, if any. */
  private record Attention(boolean projected, long heads, long headSize, long outputs) {
    int projection() {
      return Math.toIntExact(heads * headSize);
    }
  }

  private SequenceLeaves() {}

  static Flow simple(SimpleRnn layer, Flow in, LayerGraph graph) {
    long gains = layer.isHasLayerNorm() ? 2 * layer.getNOut() : 0;
    return recurrent("rnn", layer, 1, gains, in, graph);
  }

  /** Adds a recurrent layer of so many gates, with parameters beside weights and biases. */
  static Flow recurrent(
      String operation,
      BaseRecurrentLayer layer,
      int gates,
      long extra,
      Flow in,
      LayerGraph graph) {
    graph.channels(graph.sequence(in), layer.getNIn());
    Leaf leaf =
        Leaves.recurrent(
            operation,
            in.shape(),
            gates,
            Math.toIntExact(layer.getNOut()),
            extra,
            true,
            graph.backward());
    return graph.perStep(graph.leaf(in, in.stepwise() ? leaf.ofOneStep() : leaf));
  }

  /** Adds up both directions. */
  static Flow gravesBidirectional(GravesBidirectionalLSTM layer, Flow in, LayerGraph graph) {
    Flow forward = recurrent("lstm", layer, 4, 3 * layer.getNOut(), in, graph);
    graph.setBackward(true);
    Flow backward = recurrent("lstm", layer, 4, 3 * layer.getNOut(), in, graph);
    graph.setBackward(false);
    return graph.add(List.of(forward, backward));
  }

  static Flow bidirectional(Bidirectional layer, Flow in, LayerGraph graph) {
    Flow forward = LayerLeaves.add(layer.getFwd(), in, graph);
    graph.setBackward(true);
    Flow backward = LayerLeaves.add(layer.getBwd(), in, graph);
    graph.setBackward(false);
    List<Flow> both = List.of(forward, backward);
    return switch (layer.getMode()) {
      case CONCAT -> graph.concat(both);
      case ADD, AVERAGE -> graph.add(both);
      case MUL -> graph.product(both);
    };
  }

  /** The step that the layer inside computes last. */
  static Flow lastTimeStep(LastTimeStep layer, Flow in, LayerGraph graph) {
    return lastStep(LayerLeaves.add(layer.getUnderlying(), in, graph), graph);
  }

  static Flow lastStep(Flow in, LayerGraph graph) {
    int last = graph.backward() ? 0 : graph.sequence(in).axes().get(0) - 1;
    return graph.leaf(in, Leaves.step(in.shape(), last)).inSteps(false);
  }

  static Flow timeDistributed(TimeDistributed layer, Flow in, LayerGraph graph) {
    graph.seen(in, 1, "a sequence (features x steps)");
    Flow out = LayerLeaves.add(layer.getUnderlying(), in.withFolded(in.folded() + 1), graph);
    return graph.flatten(out).withFolded(in.folded());
  }

  /** Indices, or what a one-hot vector of them would be. */
  static Flow embedding(EmbeddingLayer layer, Flow in, LayerGraph graph) {
    if (in.channels() != 1) {
      graph.channels(in, layer.getNIn());
    }
    Shape after = in.shaped(Math.toIntExact(layer.getNOut()), List.of());
    int rows = Math.toIntExact(layer.getNIn());
    return graph.leaf(in, Leaves.embedding(after, rows, layer.hasBias()));
  }

  /** A vector of indices too, which is as many steps. */
  static Flow embedding(EmbeddingSequenceLayer layer, Flow in, LayerGraph graph) {
    if (!in.axes().isEmpty() && in.channels() != 1) {
      graph.channels(in, layer.getNIn());
    }
    int steps = in.axes().isEmpty() ? in.channels() : in.axes().get(0);
    Shape after = in.shaped(Math.toIntExact(layer.getNOut()), List.of(steps));
    int rows = Math.toIntExact(layer.getNIn());
    return graph.leaf(in, Leaves.embedding(after, rows, layer.hasBias()));
  }

  static Flow attention(SelfAttentionLayer layer, Flow in, LayerGraph graph) {
    graph.channels(graph.sequence(in), layer.getNIn());
    Attention attention =
        new Attention(
            layer.isProjectInput(), layer.getNHeads(), layer.getHeadSize(), layer.getNOut());
    return attended(attention, in, in, in, graph);
  }

  static Flow attention(AttentionVertex vertex, List<Flow> in, LayerGraph graph) {
    if (in.size() != 3) {
      throw graph.fault("takes queries, keys and values, but gets %d inputs".formatted(in.size()));
    }
    graph.channels(graph.sequence(in.get(0)), vertex.getNInQueries());
    graph.channels(graph.sequence(in.get(1)), vertex.getNInKeys());
    graph.channels(graph.sequence(in.get(2)), vertex.getNInValues());
    Attention attention =
        new Attention(
            vertex.isProjectInput(), vertex.getNHeads(), vertex.getHeadSize(), vertex.getNOut());
    return attended(attention, in.get(0), in.get(1), in.get(2), graph);
  }

  /** Queries choose among values by their keys; the values alone pass on what they carry. */
  private static Flow attended(
      Attention attention, Flow queries, Flow keys, Flow values, LayerGraph graph) {
    Flow query = projected(attention, queries, graph);
    Flow key = projected(attention, keys, graph);
    Flow value = projected(attention, values, graph);
    int steps = query.axes().get(0);
    long macs = products(value, steps);
    Flow mixed = graph.steered(value, Leaves.mixing(value.shape(), steps, macs), query, key);
    return output(attention, mixed.inSteps(queries.stepwise() || values.stepwise()), graph);
  }

  /** Multiplications of queries with keys, and of what comes out with values. */
  private static long products(Flow value, int steps) {
    return Math.multiplyExact(2 * value.shape().size(), (long) steps);
  }

  private static Flow projected(Attention attention, Flow in, LayerGraph graph) {
    return attention.projected() ? dense(in, attention.projection(), false, graph) : in;
  }

  private static Flow output(Attention attention, Flow mixed, LayerGraph graph) {
    Flow defined = graph.perStep(mixed);
    return attention.projected()
        ? dense(defined, Math.toIntExact(attention.outputs()), false, graph)
        : defined;
  }

  static Flow dense(Flow in, int units, boolean bias, LayerGraph graph) {
    return graph.leaf(in, Leaves.denseAtEachPosition(in.shape(), units, bias));
  }

  /** Its queries are parameters. */
  static Flow attention(LearnedSelfAttentionLayer layer, Flow in, LayerGraph graph) {
    int inputs = graph.channels(graph.sequence(in), layer.getNIn());
    Attention attention =
        new Attention(
            layer.isProjectInput(), layer.getNHeads(), layer.getHeadSize(), layer.getNOut());
    Flow key = projected(attention, in, graph);
    Flow value = projected(attention, in, graph);
    int queries = layer.getNQueries();
    long projection = attention.projected() ? (long) inputs * attention.projection() : 0;
    long macs = products(value, queries) + projection * queries;
    Leaf mixing =
        Leaves.mixing(value.shape(), queries, macs)
            .withParameters((long) inputs * queries + projection, 0);
    Flow mixed = graph.perStep(graph.steered(value, mixing, key));
    return output(attention, mixed.inSteps(false), graph);
  }

  /**
   * At each step a dense layer of the input, and another of what the output before attends to. What
   * that output carries beside choosing is left out.
   */
  static Flow attention(RecurrentAttentionLayer layer, Flow in, LayerGraph graph) {
    graph.channels(graph.sequence(in), layer.getNIn());
    int units = Math.toIntExact(layer.getNOut());
    Attention attention =
        new Attention(layer.isProjectInput(), layer.getNHeads(), layer.getHeadSize(), units);
    Flow direct = dense(in, units, layer.isHasBias(), graph);
    Flow key = projected(attention, in, graph);
    Flow value = projected(attention, in, graph);
    int steps = in.axes().get(0);
    long projection = attention.projected() ? (long) units * attention.projection() : 0;
    Leaf mixing =
        Leaves.mixing(value.shape(), steps, products(value, steps) + projection * steps)
            .withParameters(projection, 0);
    Flow attended = output(attention, graph.steered(value, mixing, key), graph);
    return graph.add(List.of(direct, dense(attended, units, false, graph)));
  }
}
