package io.complexometer.measure.structure;

import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Measures one network: folds the algebra over its graph, and sums up by layer and in total. */
final class StructureMeasurement {
  private final Level level;
  private final FoldedGraph folded;
  private final NetworkGraph graph;
  private final List<Vertex> vertices;
  private final Bottleneck bottleneck;

  StructureMeasurement(NetworkGraph graph, Level level) {
    this.level = level;
    this.folded = new FoldedGraph(graph, level);
    this.graph = graph;
    this.vertices = graph.vertices();
    this.bottleneck = folded.bottleneck();
  }

  Structure measure() {
    return new Structure(level, totals(), new LayerMeasurement(folded, level).layers());
  }

  private Totals totals() {
    List<Integer> outputs = graph.outputs();
    List<Vertex> weighted = vertices.stream().filter(Vertex::isWeighted).toList();
    Ways ways = Ways.sum(outputs.stream().map(Algebra.fold(graph, Ways.ALGEBRA)::get).toList());
    long outputBottleneck = bottleneck.into(outputs);
    double power = Log2.of((double) bottleneck.inputs() / outputBottleneck);
    Vapnik vapnik = Vapnik.of(graph, folded.depths());
    return new Totals(
        leafSum(Leaf::parameters),
        frozenParameters(),
        leafSum(Leaf::otherParameters),
        vertices.stream().mapToLong(Vertex::macs).sum(),
        weighted.stream().mapToLong(Vertex::connections).sum(),
        weighted.stream().mapToLong(v -> v.shape().size()).sum(),
        vapnik.depth(),
        vapnik.effectiveDepth(),
        folded.gain(level, outputs),
        folded.gain(Level.NOMINAL, outputs),
        folded.gain(Level.EXACT, outputs),
        folded.log2Paths(outputs),
        ways.log2Count(),
        ways.meanLength(),
        outputs.stream().mapToDouble(v -> folded.field(v).size()).max().orElseThrow(),
        bottleneck.inputs(),
        outputs.stream().mapToLong(v -> vertices.get(v).shape().size()).sum(),
        outputBottleneck,
        power,
        bypassed(power),
        capacity(),
        vapnik.bound());
  }

  private long leafSum(ToLongFunction<Leaf> number) {
    return vertices.stream().flatMap(v -> v.leaf().stream()).mapToLong(number).sum();
  }

  private long frozenParameters() {
    return vertices.stream()
        .filter(v -> graph.groups().get(v.group()).frozen())
        .flatMap(v -> v.leaf().stream())
        .mapToLong(Leaf::parameters)
        .sum();
  }

  /** Weights times the dimensions that reach them, over all weighted leaves. */
  private double capacity() {
    return IntStream.range(0, vertices.size())
        .filter(v -> vertices.get(v).isWeighted())
        .mapToDouble(
            v -> (double) vertices.get(v).leaf().orElseThrow().weights() * bottleneck.into(v))
        .sum();
  }

  /**
   * What the longest path would remove, less what is removed. Longest: most weighted layers; of
   * equals the input declared first.
   */
  private double bypassed(double power) {
    List<Integer> depths = folded.depths();
    int v = graph.outputs().get(0);
    for (int output : graph.outputs()) {
      v = depths.get(output) > depths.get(v) ? output : v;
    }
    double removed = 0;
    while (!vertices.get(v).inputs().isEmpty()) {
      int deepest = vertices.get(v).inputs().get(0);
      for (int input : vertices.get(v).inputs()) {
        deepest = depths.get(input) > depths.get(deepest) ? input : deepest;
      }
      removed += Math.max(0, Log2.of((double) bottleneck.of(deepest) / bottleneck.of(v)));
      v = deepest;
    }
    double bypassed = removed - power;
    return Math.abs(bypassed) < 1e-12 ? 0 : bypassed;
  }
}
