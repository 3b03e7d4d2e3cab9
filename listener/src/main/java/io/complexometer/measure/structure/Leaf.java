package io.complexometer.measure.structure;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** One elementary layer: what it does to the number of paths, and what it costs. */
public final class Leaf {
  private final String operation;
  private final Shape shape;
  private final double fanIn;
  private final double log2Gain;
  private final double log2MeanGain;
  private final long connections;
  private final long weights;
  private final long parameters;
  private final long otherParameters;
  private final long macs;
  private final boolean weighted;
  private final List<Taps> field;
  private final UnaryOperator<PathCounts> paths;
  private final Optional<String> undefined;

  private Leaf(Builder builder) {
    this.operation = builder.operation;
    this.shape = builder.shape;
    this.fanIn = builder.fanIn;
    this.log2Gain = builder.log2Gain;
    this.log2MeanGain = builder.log2MeanGain;
    this.connections = builder.connections;
    this.weights = builder.weights;
    this.parameters = builder.parameters;
    this.otherParameters = builder.otherParameters;
    this.macs = builder.macs;
    this.weighted = builder.weighted;
    this.field = builder.field;
    this.paths = builder.paths;
    this.undefined = builder.undefined;
  }

  /**
   * The same leaf with parameters that are no weights between units: slopes, scales, centres.
   *
   * @param more what training may change beside its weights and biases
   * @param other what is stored beside: running statistics, a decoder for pretraining
   * @return the leaf
   */
  public Leaf withParameters(long more, long other) {
    Builder builder = new Builder(this);
    builder.parameters += more;
    builder.otherParameters += other;
    return builder.leaf();
  }

  /**
   * The same leaf for one step of a sequence of unknown length: paths are multiplied by its fan-in,
   * what it remembers taken for further inputs.
   *
   * @return the leaf
   */
  public Leaf ofOneStep() {
    Builder builder = new Builder(this);
    builder.gain(Log2.of(fanIn), Log2.of(fanIn));
    return builder.leaf();
  }

  /**
   * The same leaf under another name.
   *
   * @param other what it is called
   * @return the leaf
   */
  public Leaf named(String other) {
    Builder builder = new Builder(this);
    builder.operation = other;
    return builder.leaf();
  }

  /**
   * The same leaf once more, with weights that another has already: they count there.
   *
   * @return the leaf, without parameters
   */
  public Leaf sharing() {
    Builder builder = new Builder(this);
    builder.weights = 0;
    builder.parameters = 0;
    builder.otherParameters = 0;
    return builder.leaf();
  }

  String operation() {
    return operation;
  }

  Shape shape() {
    return shape;
  }

  /** Connections into one output in the interior. */
  double fanIn() {
    return fanIn;
  }

  /** Log2 of what the number of paths is multiplied by, at a level. */
  double log2Gain(Level level) {
    return level == Level.NOMINAL ? log2Gain : log2MeanGain;
  }

  long connections() {
    return connections;
  }

  long weights() {
    return weights;
  }

  long parameters() {
    return parameters;
  }

  long otherParameters() {
    return otherParameters;
  }

  long macs() {
    return macs;
  }

  boolean weighted() {
    return weighted;
  }

  /** The window along each axis, for the receptive field; empty where that stays as it is. */
  List<Taps> field() {
    return field;
  }

  PathCounts paths(PathCounts before) {
    return paths.apply(before);
  }

  /** Why the number of paths is not known; empty where it is. */
  Optional<String> undefined() {
    return undefined;
  }

  /** Collects what a row of {@linkplain Leaves the table} says. */
  static final class Builder {
    private String operation;
    private final Shape shape;
    private double fanIn = 1;
    private double log2Gain;
    private double log2MeanGain = Double.NaN; // from the connections
    private long connections;
    private long weights;
    private long parameters;
    private long otherParameters;
    private long macs;
    private boolean weighted;
    private List<Taps> field = List.of();
    private UnaryOperator<PathCounts> paths = UnaryOperator.identity();
    private Optional<String> undefined = Optional.empty();

    Builder(String operation, Shape shape) {
      this.operation = operation;
      this.shape = shape;
      this.connections = shape.size();
    }

    Builder(Leaf leaf) {
      this(leaf.operation, leaf.shape);
      fanIn = leaf.fanIn;
      log2Gain = leaf.log2Gain;
      log2MeanGain = leaf.log2MeanGain;
      connections = leaf.connections;
      weights = leaf.weights;
      parameters = leaf.parameters;
      otherParameters = leaf.otherParameters;
      macs = leaf.macs;
      weighted = leaf.weighted;
      field = leaf.field;
      paths = leaf.paths;
      undefined = leaf.undefined;
    }

    Builder fanIn(double value) {
      fanIn = value;
      log2Gain = Log2.of(value);
      return this;
    }

    /** Where the gain is not the fan-in. */
    Builder gain(double log2, double log2Mean) {
      log2Gain = log2;
      log2MeanGain = log2Mean;
      return this;
    }

    Builder connections(long value) {
      connections = value;
      return this;
    }

    /** What makes a leaf a weighted one. */
    Builder weights(long value, long beside) {
      weights = value;
      parameters = value + beside;
      weighted = true;
      return this;
    }

    Builder macs(long value) {
      macs = value;
      return this;
    }

    /** The window along each axis, which widens the receptive field. */
    Builder field(List<Taps> taps) {
      field = List.copyOf(taps);
      return this;
    }

    /** Why the number of paths is not known. */
    Builder undefined(String reason) {
      undefined = Optional.of(reason);
      return this;
    }

    Builder paths(UnaryOperator<PathCounts> change) {
      paths = change;
      return this;
    }

    Leaf leaf() {
      if (Double.isNaN(log2MeanGain)) {
        log2MeanGain = Log2.of((double) connections / shape.size());
      }
      return new Leaf(this);
    }
  }
}
