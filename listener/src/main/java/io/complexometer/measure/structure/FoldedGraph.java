package io.complexometer.measure.structure;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the algebra gives at each vertex of a network, by one fold for each measure. */
final class FoldedGraph {
  private final NetworkGraph graph;
  private final List<Vertex> vertices;
  private final List<Optional<String>> undefined = new ArrayList<>();
  private final Bottleneck bottleneck;
  private final List<Integer> depths;
  private final List<ReceptiveField> fields;
  private final List<Double> nominal;
  private final List<Double> mean;
  private final List<Double> ofOneStep;
  private final Optional<List<PathCounts>> exact;

  FoldedGraph(NetworkGraph graph, Level level) {
    this.graph = graph;
    this.vertices = graph.vertices();
    for (Vertex vertex : vertices) {
      undefined.add(reason(vertex));
    }
    this.bottleneck = Bottleneck.of(graph);
    this.depths = Algebra.fold(graph, new Depth());
    this.fields = Algebra.fold(graph, ReceptiveField.ALGEBRA);
    this.nominal = Algebra.fold(graph, new PathGain(leaf -> leaf.log2Gain(Level.NOMINAL)));
    this.mean = Algebra.fold(graph, new PathGain(leaf -> leaf.log2Gain(Level.EDGE)));
    this.ofOneStep = Algebra.fold(graph, new PathGain(leaf -> Log2.of(leaf.fanIn())));
    this.exact =
        level == Level.EXACT
            ? Optional.of(Algebra.fold(graph, new ExactPaths()))
            : Optional.empty();
  }

  /** Why the number of paths to a vertex is not known: its own reason, or that of one before. */
  private Optional<String> reason(Vertex vertex) {
    return vertex
        .undefined()
        .or(() -> vertex.leaf().flatMap(Leaf::undefined))
        .or(() -> vertex.inputs().stream().flatMap(v -> undefined.get(v).stream()).findFirst());
  }

  NetworkGraph graph() {
    return graph;
  }

  Vertex vertex(int index) {
    return vertices.get(index);
  }

  List<Vertex> vertices() {
    return vertices;
  }

  Bottleneck bottleneck() {
    return bottleneck;
  }

  /** Weighted layers on the longest path to each vertex. */
  List<Integer> depths() {
    return depths;
  }

  ReceptiveField field(int vertex) {
    return fields.get(vertex);
  }

  /** Why the number of paths to one of some vertices is not known. */
  Optional<String> undefined(Collection<Integer> some) {
    return some.stream().flatMap(v -> undefined.get(v).stream()).findFirst();
  }

  /** By how much paths multiply between some vertices and one behind them, from fan-ins alone. */
  double log2Growth(Level level, Collection<Integer> before, int vertex) {
    return growth(level == Level.NOMINAL ? nominal : mean, before, vertex);
  }

  /** The same, of recurrent layers for one step. */
  double log2GrowthOfOneStep(Collection<Integer> before, int vertex) {
    return growth(ofOneStep, before, vertex);
  }

  private double growth(List<Double> gains, Collection<Integer> before, int vertex) {
    return gains.get(vertex) - concatenated(gains, before);
  }

  /** Log2 of the mean number of paths to a scalar of some vertices. */
  Value gain(Level level, Collection<Integer> some) {
    if (level == Level.EXACT) {
      Value paths = log2Paths(some);
      double scalars = some.stream().mapToDouble(v -> vertices.get(v).shape().size()).sum();
      return paths.isPresent() ? finite(paths.orNaN() - Log2.of(scalars)) : paths;
    }
    Optional<String> unknown = undefined(some);
    return unknown.isPresent()
        ? Value.absent(unknown.get())
        : finite(concatenated(level == Level.NOMINAL ? nominal : mean, some));
  }

  /** Log2 of the number of paths to some vertices. */
  Value log2Paths(Collection<Integer> some) {
    Optional<String> unknown = undefined(some).or(this::notCounted);
    return unknown.isPresent()
        ? Value.absent(unknown.get())
        : finite(Log2.sum(counts(some).stream().mapToDouble(PathCounts::log2Sum).toArray()));
  }

  /** The number of paths to a vertex itself, exact as long as a double holds it. */
  Value paths(int vertex) {
    Optional<String> unknown = undefined(List.of(vertex)).or(this::notCounted);
    if (unknown.isPresent()) {
      return Value.absent(unknown.get());
    }
    double paths = exact.orElseThrow().get(vertex).sum();
    return Double.isFinite(paths) ? Value.of(paths) : Value.absent(Structure.TOO_MANY);
  }

  private List<PathCounts> counts(Collection<Integer> some) {
    return some.stream().map(exact.orElseThrow()::get).toList();
  }

  private Optional<String> notCounted() {
    return exact.isPresent() ? Optional.empty() : Optional.of(Structure.NOT_COUNTED);
  }

  private static Value finite(double log2) {
    return Double.isFinite(log2) ? Value.of(log2) : Value.absent(Structure.NO_PATH);
  }

  /** The gain of some vertices side by side. */
  private double concatenated(List<Double> gains, Collection<Integer> some) {
    double paths = Log2.sum(some.stream().mapToDouble(v -> gains.get(v) + log2Size(v)).toArray());
    return paths - Log2.sum(some.stream().mapToDouble(this::log2Size).toArray());
  }

  private double log2Size(int vertex) {
    return Log2.of((double) vertices.get(vertex).shape().size());
  }
}
