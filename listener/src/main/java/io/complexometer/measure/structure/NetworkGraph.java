package io.complexometer.measure.structure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A network without its weights: a directed graph of elementary layers ({@link Leaf}) and merges,
 * from inputs to outputs. One layer of the library that the network was built with may be several
 * vertices here; what is measured is reported for the layer.
 */
public final class NetworkGraph {

  /** What a vertex does with its inputs. */
  enum Kind {
    INPUT,
    LEAF,
    ADD,
    CONCAT,
    PRODUCT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A layer as its library has it.
   *
   * @param name its name
   * @param type its class
   * @param frozen whether training leaves it as it is
   */
  record Group(String name, String type, boolean frozen) {}

  /**
   * One vertex.
   *
   * @param group index of its layer
   * @param kind what it does
   * @param leaf of kind LEAF
   * @param inputs indices of vertices before it
   * @param shape of what it carries for one example
   * @param undefined why the number of paths to it is not known, beside what its leaf says
   */
  record Vertex(
      int group,
      Kind kind,
      Optional<Leaf> leaf,
      List<Integer> inputs,
      Shape shape,
      Optional<String> undefined) {

    boolean isWeighted() {
      return leaf.map(Leaf::weighted).orElse(false);
    }

    /** Connections that exist. */
    long connections() {
      return switch (kind) {
        case INPUT -> 0;
        case LEAF -> leaf.orElseThrow().connections();
        case CONCAT -> shape.size();
        case ADD, PRODUCT -> inputs.size() * shape.size();
      };
    }

    /** Multiplications with a weight, or of two inputs. */
    long macs() {
      return kind == Kind.PRODUCT
          ? (inputs.size() - 1) * shape.size()
          : leaf.map(Leaf::macs).orElse(0L);
    }
  }

  private final List<Group> groups;
  private final List<Vertex> vertices;
  private final List<Integer> outputs;

  private NetworkGraph(Builder builder, List<Integer> outputs) {
    this.groups = List.copyOf(builder.groups);
    this.vertices = List.copyOf(builder.vertices);
    this.outputs = List.copyOf(outputs);
  }

  /**
   * A builder of a graph without vertices.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  List<Group> groups() {
    return groups;
  }

  /** The vertices, each after its inputs. */
  List<Vertex> vertices() {
    return vertices;
  }

  List<Integer> outputs() {
    return outputs;
  }

  /** What the inputs of a vertex carry. */
  List<Shape> inputShapes(Vertex vertex) {
    return vertex.inputs().stream().map(input -> vertices.get(input).shape()).toList();
  }

  /** Adds vertices one by one; each is named by the index that its method returns. */
  public static final class Builder {
    private final List<Group> groups = new ArrayList<>();
    private final List<Vertex> vertices = new ArrayList<>();

    private Builder() {}

    /**
     * Adds an input of the network.
     *
     * @param name its name
     * @param shape of it, for one example
     * @return its index
     */
    public int input(String name, Shape shape) {
      begin(name, "input", false);
      return add(Kind.INPUT, Optional.empty(), shape);
    }

    /**
     * Begins a layer: the vertices that follow belong to it, and the last of them is its output.
     *
     * @param name its name
     * @param type its class
     * @param frozen whether training leaves it as it is
     * @return this builder
     */
    public Builder begin(String name, String type, boolean frozen) {
      groups.add(new Group(name, type, frozen));
      return this;
    }

    /**
     * Adds an elementary layer behind a vertex.
     *
     * @param before index of its input
     * @param leaf what it does
     * @return its index
     */
    public int leaf(int before, Leaf leaf) {
      return add(Kind.LEAF, Optional.of(leaf), leaf.shape(), before);
    }

    /**
     * Adds an elementary layer that others steer: they say which of what comes in is passed on, as
     * the queries and keys of attention do. Paths lead through its input alone, but what it gives
     * out varies with all of them, which counts for the bottleneck.
     *
     * @param before index of its input
     * @param leaf what it does
     * @param by indices of what steers it
     * @return its index
     */
    public int steered(int before, Leaf leaf, int... by) {
      int[] all = IntStream.concat(IntStream.of(before), IntStream.of(by)).distinct().toArray();
      return add(Kind.LEAF, Optional.of(leaf), leaf.shape(), all);
    }

    /**
     * Adds the sum (difference, mean, maximum) of vertices, scalar by scalar.
     *
     * @param inputs of equal shapes, or such that a single channel or position stands for all
     * @return its index
     */
    public int add(int... inputs) {
      return add(Kind.ADD, Optional.empty(), widest(inputs), inputs);
    }

    /**
     * Adds the product of vertices, scalar by scalar: a gate.
     *
     * @param inputs of equal shapes, or such that a single channel or position stands for all
     * @return its index
     */
    public int product(int... inputs) {
      return add(Kind.PRODUCT, Optional.empty(), widest(inputs), inputs);
    }

    /**
     * Adds vertices one after the other, along their channels.
     *
     * @param inputs of equal extent
     * @return its index
     */
    public int concat(int... inputs) {
      Shape first = shape(inputs[0]);
      int channels = 0;
      for (int input : inputs) {
        require(shape(input).extent().equals(first.extent()), inputs, "have the same extent");
        channels = Math.addExact(channels, shape(input).channels());
      }
      return add(Kind.CONCAT, Optional.empty(), new Shape(channels, first.extent()), inputs);
    }

    /**
     * Says that the number of paths to a vertex is not known.
     *
     * @param vertex its index
     * @param reason a short constant phrase
     * @return this builder
     */
    public Builder undefined(int vertex, String reason) {
      Vertex known = vertices.get(vertex);
      vertices.set(
          vertex,
          new Vertex(
              known.group(),
              known.kind(),
              known.leaf(),
              known.inputs(),
              known.shape(),
              Optional.of(reason)));
      return this;
    }

    /**
     * The shape of a vertex.
     *
     * @param vertex its index
     * @return what it carries for one example
     */
    public Shape shape(int vertex) {
      return vertices.get(vertex).shape();
    }

    /**
     * The graph.
     *
     * @param outputs indices of the network's outputs, at least one
     * @return the graph
     */
    public NetworkGraph build(int... outputs) {
      if (outputs.length == 0) {
        throw new IllegalArgumentException("a network needs an output");
      }
      return new NetworkGraph(this, IntStream.of(outputs).boxed().toList());
    }

    private int add(Kind kind, Optional<Leaf> leaf, Shape shape, int... inputs) {
      List<Integer> before = IntStream.of(inputs).boxed().toList();
      vertices.add(new Vertex(groups.size() - 1, kind, leaf, before, shape, Optional.empty()));
      return vertices.size() - 1;
    }

    private Shape widest(int... inputs) {
      Shape widest = shape(inputs[0]);
      for (int input : inputs) {
        widest = shape(input).size() > widest.size() ? shape(input) : widest;
      }
      for (int input : inputs) {
        Shape shape = shape(input);
        boolean positions = shape.extent().equals(widest.extent()) || shape.positions() == 1;
        boolean channels = shape.channels() == widest.channels() || shape.channels() == 1;
        require(positions && channels, inputs, "have the same shape");
      }
      return widest;
    }

    private void require(boolean fits, int[] inputs, String what) {
      if (!fits) {
        throw new IllegalArgumentException(
            "layer '%s': its inputs %s must %s"
                .formatted(
                    groups.get(groups.size() - 1).name(),
                    IntStream.of(inputs).mapToObj(this::shape).toList(),
                    what));
      }
    }
  }
}
