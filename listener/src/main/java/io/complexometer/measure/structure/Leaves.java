package io.complexometer.measure.structure;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The <b>leaf table</b> of the layer algebra: a row for each kind of elementary layer.
 *
 * <p>Its formulas are ours. Another set of leaf formulas would take the place of this class and of
 * no other.
 */
public final class Leaves {
  // How it works.
  //
  // With identity activations an output of the network is a polynomial in its weights, whose
  // monomials are the paths from the inputs to it. A leaf multiplies the paths that reach it by its
  // fan-in g. Three fidelities of g, by level:
  //
  //   NOMINAL  the fan-in of an output in the interior, far from padding
  //   EDGE     connections / outputs: the mean fan-in
  //   EXACT    the connections themselves, applied to a map of path counts
  //
  // Biases add no path: their source is a constant. What a layer's activation function does is not
  // structure.

  private Leaves() {}

  /**
   * Every output from every input.
   *
   * @param before shape of the input, of which all scalars count
   * @param outputs number of outputs
   * @param bias whether each output has one
   * @return the leaf
   */
  public static Leaf dense(Shape before, int outputs, boolean bias) {
    long weights = Math.multiplyExact(before.size(), outputs);
    return full("dense", before, outputs).weights(weights, bias ? outputs : 0).macs(weights).leaf();
  }

  /**
   * At each position, every output channel from every input channel, with the same weights: a dense
   * layer at each time step.
   *
   * @param before shape of the input
   * @param channels number of output channels
   * @param bias whether each channel has one
   * @return the leaf
   */
  public static Leaf denseAtEachPosition(Shape before, int channels, boolean bias) {
    List<Taps> taps = before.extent().stream().map(Taps::identity).toList();
    return convolved("dense", before, channels, taps, bias).leaf();
  }

  /**
   * A convolution of any number of axes.
   *
   * @param before shape of the input
   * @param channels number of output channels
   * @param taps its window along each axis
   * @param bias whether each channel has one
   * @return the leaf
   */
  public static Leaf convolution(Shape before, int channels, List<Taps> taps, boolean bias) {
    return convolved("conv", before, channels, taps, bias).leaf();
  }

  /**
   * A convolution with weights of their own at each position.
   *
   * @param before shape of the input
   * @param channels number of output channels
   * @param taps its window along each axis
   * @param bias how many biases there are
   * @return the leaf
   */
  public static Leaf locallyConnected(Shape before, int channels, List<Taps> taps, long bias) {
    Leaf.Builder builder = convolved("local", before, channels, taps, false);
    long weights =
        Math.multiplyExact(
            Math.multiplyExact((long) before.channels() * channels, volume(taps)),
            after(channels, taps).positions());
    return builder.weights(weights, bias).macs(weights).leaf();
  }

  /**
   * A convolution of each channel by itself.
   *
   * @param before shape of the input
   * @param multiplier output channels for each input channel
   * @param taps its window along each axis
   * @param bias whether each output channel has one
   * @return the leaf
   */
  public static Leaf depthwise(Shape before, int multiplier, List<Taps> taps, boolean bias) {
    int channels = Math.multiplyExact(before.channels(), multiplier);
    long weights = Math.multiplyExact((long) channels, volume(taps));
    Shape after = after(channels, taps);
    return window("depthwise", after, taps, (double) volume(taps))
        .connections(Math.multiplyExact((long) channels, pairs(taps)))
        .weights(weights, bias ? channels : 0)
        .macs(Math.multiplyExact(weights, after.positions()))
        .paths(counts -> counts.window(taps).repeatChannels(multiplier))
        .leaf();
  }

  /**
   * A transposed convolution ("deconvolution").
   *
   * @param before shape of the input
   * @param channels number of output channels
   * @param taps its transposed window along each axis
   * @param bias whether each channel has one
   * @return the leaf
   */
  public static Leaf transposedConvolution(
      Shape before, int channels, List<Taps> taps, boolean bias) {
    long weights = Math.multiplyExact((long) before.channels() * channels, volume(taps));
    long connections = Math.multiplyExact((long) before.channels() * channels, pairs(taps));
    Shape after = after(channels, taps);
    // away from borders nothing is simpler than the mean: outputs differ by their place
    return window("tconv", after, taps, (double) connections / after.size())
        .connections(connections)
        .weights(weights, bias ? channels : 0)
        .macs(Math.multiplyExact(weights, before.positions())) // by input positions
        .paths(counts -> counts.sumOverChannels(channels).window(taps))
        .leaf();
  }

  /**
   * A pool of any kind: each output of a channel sees its window.
   *
   * @param before shape of the input
   * @param taps its window along each axis
   * @return the leaf
   */
  public static Leaf pool(Shape before, List<Taps> taps) {
    return eachChannel("pool", before, taps, (double) volume(taps)).leaf();
  }

  /**
   * A pool over all positions, to a vector.
   *
   * @param before shape of the input
   * @return the leaf
   */
  public static Leaf globalPool(Shape before) {
    List<Taps> taps = before.extent().stream().map(length -> Taps.all(length, 1)).toList();
    Shape after = Shape.of(before.channels());
    return new Leaf.Builder("globalpool", after)
        .fanIn((double) before.positions())
        .connections(before.size())
        .paths(counts -> counts.window(taps).reshape(after))
        .leaf();
  }

  /**
   * Positions that are repeated, cut off, or surrounded by zeros: nothing is summed.
   *
   * @param operation what it is called
   * @param before shape of the input
   * @param taps of one input, or none, for each output
   * @return the leaf
   */
  public static Leaf positions(String operation, Shape before, List<Taps> taps) {
    // each output sees one input: the field does not widen, only the step from one to the next
    List<Taps> single =
        taps.stream()
            .map(t -> new Taps(t.inputs(), t.outputs(), 1, t.stride(), 1, 0, t.transposed()))
            .toList();
    return eachChannel(operation, before, taps, 1).field(single).leaf();
  }

  /**
   * What passes every scalar on: an activation function, dropout, normalisation, a mask.
   *
   * @param operation what it is called
   * @param before shape of the input, and of the output
   * @return the leaf
   */
  public static Leaf neutral(String operation, Shape before) {
    return new Leaf.Builder(operation, before).leaf();
  }

  /**
   * The same scalars in the same order, channels slowest, under another shape.
   *
   * @param operation what it is called
   * @param after shape of the output
   * @return the leaf
   */
  public static Leaf reshape(String operation, Shape after) {
    return new Leaf.Builder(operation, after).paths(counts -> counts.reshape(after)).leaf();
  }

  /**
   * Some of the channels.
   *
   * @param before shape of the input
   * @param from the first
   * @param to behind the last
   * @return the leaf
   */
  public static Leaf channels(Shape before, int from, int to) {
    return new Leaf.Builder("subset", new Shape(to - from, before.extent()))
        .paths(counts -> counts.channels(from, to))
        .leaf();
  }

  /**
   * One step of a sequence, as a vector.
   *
   * @param before channels x time
   * @param step from 0
   * @return the leaf
   */
  public static Leaf step(Shape before, int step) {
    Shape after = Shape.of(before.channels());
    Taps one = Taps.window(before.extent().get(0), 1, 1, 1, 1, -step);
    return new Leaf.Builder("step", after)
        .paths(counts -> counts.window(List.of(one)).reshape(after))
        .leaf();
  }

  /**
   * A vector at each step of a sequence.
   *
   * @param before a vector
   * @param steps how often
   * @return the leaf
   */
  public static Leaf repeat(Shape before, int steps) {
    Shape one = Shape.of(before.channels(), 1);
    return new Leaf.Builder("repeat", Shape.of(before.channels(), steps))
        .paths(counts -> counts.reshape(one).window(List.of(Taps.all(1, steps))))
        .leaf();
  }

  /**
   * A sequence backward.
   *
   * @param before channels x time
   * @return the leaf
   */
  public static Leaf reverse(Shape before) {
    return new Leaf.Builder("reverse", before)
        .paths(
            counts ->
                counts.mapEach(
                    before,
                    map ->
                        IntStream.range(0, map.length)
                            .mapToDouble(step -> map[map.length - 1 - step])
                            .toArray()))
        .leaf();
  }

  /**
   * Squares of positions that become channels.
   *
   * @param before channels x height x width
   * @param block side of the squares
   * @return the leaf
   */
  public static Leaf spaceToDepth(Shape before, int block) {
    Shape after =
        Shape.of(
            before.channels() * block * block,
            before.extent().get(0) / block,
            before.extent().get(1) / block);
    return new Leaf.Builder("reorder", after).paths(counts -> counts.spaceToDepth(block)).leaf();
  }

  /**
   * A look-up: each output comes from one row of a table.
   *
   * @param after shape of what is looked up: dimension, or dimension x time
   * @param rows of the table
   * @param bias whether each dimension has one
   * @return the leaf
   */
  public static Leaf embedding(Shape after, int rows, boolean bias) {
    long weights = Math.multiplyExact((long) rows, after.channels());
    return new Leaf.Builder("embedding", after)
        .weights(weights, bias ? after.channels() : 0)
        .paths(counts -> PathCounts.ones(after))
        .leaf();
  }

  /**
   * A recurrent layer over the steps of a sequence. Of {@code gates} parallel gates each sees the
   * input and the state before, which no gate's product with another changes: gates add up.
   *
   * @param operation what it is called
   * @param before channels x time
   * @param gates 1 of a simple recurrent layer, 4 of an LSTM, 3 of a GRU
   * @param hidden number of units
   * @param extra weights beside those of inputs, states and biases: peepholes
   * @param bias whether each gate of each unit has one
   * @param backward whether time runs backward
   * @return the leaf, of {@code hidden} channels at each step
   */
  public static Leaf recurrent(
      String operation,
      Shape before,
      int gates,
      int hidden,
      long extra,
      boolean bias,
      boolean backward) {
    int steps = before.extent().get(0);
    long sources = (long) before.channels() + hidden;
    long weights = Math.multiplyExact((long) gates * hidden, sources);
    double[] log2OfStep = unrolled(gates, before.channels(), hidden, steps);
    return new Leaf.Builder(operation, Shape.of(hidden, steps))
        .fanIn(gates * (double) sources)
        .gain(log2OfStep[steps - 1], log2Mean(log2OfStep))
        .connections(Math.multiplyExact(weights, steps))
        .weights(weights, extra + (bias ? (long) gates * hidden : 0))
        .macs(Math.multiplyExact(weights, steps))
        .paths(counts -> counts.unrolled(gates, hidden, backward))
        .leaf();
  }

  /** Log2 of the paths from the inputs so far to one unit, step by step: A (n + h x before). */
  private static double[] unrolled(int gates, int inputs, int hidden, int steps) {
    double[] log2 = new double[steps];
    double before = Double.NEGATIVE_INFINITY;
    for (int step = 0; step < steps; step++) {
      double state = before + Log2.of(hidden);
      before = Log2.of(gates) + Log2.sum(Log2.of(inputs), state);
      log2[step] = before;
    }
    return log2;
  }

  private static double log2Mean(double[] log2) {
    return Log2.sum(log2) - Log2.of(log2.length);
  }

  /**
   * What attention does between its projections: each output step takes each channel from all
   * steps.
   *
   * @param before channels x time
   * @param steps of the output
   * @param macs multiplications of two activations
   * @return the leaf
   */
  public static Leaf mixing(Shape before, int steps, long macs) {
    int length = before.extent().get(0);
    List<Taps> taps = List.of(Taps.all(length, steps));
    return new Leaf.Builder("mixing", Shape.of(before.channels(), steps))
        .fanIn(length)
        .connections(Math.multiplyExact(before.size(), steps))
        .macs(macs)
        .paths(counts -> counts.window(taps))
        .leaf();
  }

  /**
   * Sums all of the input into each output, without weights: a distance, a norm.
   *
   * @param operation what it is called
   * @param before shape of the input
   * @param outputs number of outputs
   * @return the leaf
   */
  public static Leaf reduction(String operation, Shape before, int outputs) {
    return full(operation, before, outputs).leaf();
  }

  /**
   * A layer of which nobody knows what it does inside. Where it is, the number of paths is absent.
   *
   * @param after shape of the output
   * @param reason a short constant phrase
   * @param parameters that it has
   * @return the leaf
   */
  public static Leaf unknown(Shape after, String reason, long parameters) {
    return new Leaf.Builder("unknown", after)
        .paths(counts -> PathCounts.ones(after))
        .undefined(reason)
        .leaf()
        .withParameters(parameters, 0);
  }

  private static Leaf.Builder full(String operation, Shape before, int outputs) {
    return new Leaf.Builder(operation, Shape.of(outputs))
        .fanIn((double) before.size())
        .connections(Math.multiplyExact(before.size(), outputs))
        .paths(counts -> counts.sumToVector(outputs));
  }

  private static Leaf.Builder convolved(
      String operation, Shape before, int channels, List<Taps> taps, boolean bias) {
    long weights = Math.multiplyExact((long) before.channels() * channels, volume(taps));
    Shape after = after(channels, taps);
    return window(operation, after, taps, (double) before.channels() * volume(taps))
        .connections(Math.multiplyExact((long) before.channels() * channels, pairs(taps)))
        .weights(weights, bias ? channels : 0)
        .macs(Math.multiplyExact(weights, after.positions()))
        .paths(counts -> counts.sumOverChannels(channels).window(taps));
  }

  private static Leaf.Builder eachChannel(
      String operation, Shape before, List<Taps> taps, double fanIn) {
    return window(operation, after(before.channels(), taps), taps, fanIn)
        .connections(Math.multiplyExact((long) before.channels(), pairs(taps)))
        .paths(counts -> counts.window(taps));
  }

  private static Leaf.Builder window(String operation, Shape after, List<Taps> taps, double fanIn) {
    return new Leaf.Builder(operation, after).fanIn(fanIn).field(taps);
  }

  private static Shape after(int channels, List<Taps> taps) {
    return new Shape(channels, taps.stream().map(Taps::outputs).toList());
  }

  private static long volume(List<Taps> taps) {
    return taps.stream().mapToLong(Taps::kernel).reduce(1, Math::multiplyExact);
  }

  /** Pairs of an output position and an input position that it sees. */
  private static long pairs(List<Taps> taps) {
    return taps.stream().mapToLong(Taps::count).reduce(1, Math::multiplyExact);
  }
}
