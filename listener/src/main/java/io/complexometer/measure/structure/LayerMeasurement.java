package io.complexometer.measure.structure;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.NetworkGraph.Group;
import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sums up the measures of a network's vertices by the layers that they belong to. */
final class LayerMeasurement {
  private static final double ROUNDING = 1e-9;

  private final FoldedGraph folded;
  private final NetworkGraph graph;
  private final List<Vertex> vertices;
  private final Level level;

  LayerMeasurement(FoldedGraph folded, Level level) {
    this.folded = folded;
    this.graph = folded.graph();
    this.vertices = folded.vertices();
    this.level = level;
  }

  List<LayerStructure> layers() {
    List<LayerStructure> layers = new ArrayList<>();
    int from = 0;
    while (from < vertices.size()) {
      int group = vertices.get(from).group();
      int to = from;
      while (to < vertices.size() && vertices.get(to).group() == group) {
        to++;
      }
      layers.add(layer(graph.groups().get(group), from, to));
      from = to;
    }
    return layers;
  }

  /** Sums up the vertices of one layer; the last of them is its output. */
  private LayerStructure layer(Group group, int from, int to) {
    List<Vertex> parts = vertices.subList(from, to);
    List<Leaf> leaves = parts.stream().flatMap(part -> part.leaf().stream()).toList();
    List<Vertex> weighted = parts.stream().filter(Vertex::isWeighted).toList();
    Bottleneck bottleneck = folded.bottleneck();
    int last = to - 1;
    Set<Integer> before = takenFor(last, from);
    long size = vertices.get(last).shape().size();
    long joint = before.isEmpty() ? bottleneck.of(last) : bottleneck.into(List.copyOf(before));
    long sizeBefore = before.stream().mapToLong(v -> vertices.get(v).shape().size()).sum();
    return new LayerStructure(
        group.name(),
        group.type(),
        operation(parts),
        names(parts, from),
        vertices.get(last).shape(),
        fanIn(leaves, before, last),
        (weighted.isEmpty() ? parts : weighted).stream().mapToLong(Vertex::connections).sum(),
        leaves.stream().mapToLong(Leaf::weights).sum(),
        leaves.stream().mapToLong(Leaf::parameters).sum(),
        leaves.stream().mapToLong(Leaf::otherParameters).sum(),
        group.frozen(),
        parts.stream().mapToLong(Vertex::macs).sum(),
        complexity(parts, leaves, before, last),
        before.isEmpty() ? 0 : Log2.of((double) sizeBefore / size),
        Math.max(0, Log2.of((double) joint / bottleneck.of(last))),
        bottleneck.of(last),
        folded.gain(level, List.of(last)),
        folded.log2Paths(List.of(last)),
        folded.paths(last),
        folded.field(last).size(),
        folded.depths().get(last));
  }

  /**
   * What a vertex of a layer takes from other layers. Where a layer runs for several examples that
   * are stacked in the batch, it is measured for the last of them.
   */
  private Set<Integer> takenFor(int last, int from) {
    TreeSet<Integer> open = new TreeSet<>(List.of(last));
    Set<Integer> before = new LinkedHashSet<>();
    while (!open.isEmpty()) {
      for (int input : vertices.get(open.pollLast()).inputs()) {
        (input < from ? before : open).add(input);
      }
    }
    return before;
  }

  /** Of all layers that a layer takes something from. */
  private List<String> names(List<Vertex> parts, int from) {
    return parts.stream()
        .flatMap(part -> part.inputs().stream())
        .filter(v -> v < from)
        .map(v -> graph.groups().get(vertices.get(v).group()).name())
        .distinct()
        .toList();
  }

  /** That of its heaviest part; without weights that of the last which does something. */
  private static String operation(List<Vertex> parts) {
    Vertex chosen = parts.get(parts.size() - 1);
    long most = chosen.leaf().map(Leaf::weights).orElse(0L);
    for (Vertex part : parts) {
      long weights = part.leaf().map(Leaf::weights).orElse(0L);
      if (weights > most) {
        most = weights;
        chosen = part;
      }
    }
    return chosen.leaf().map(Leaf::operation).orElse(chosen.kind().word());
  }

  /** Connections into one output, of a layer of several parts through all of them. */
  private double fanIn(List<Leaf> leaves, Set<Integer> before, int last) {
    double[] others = leaves.stream().mapToDouble(Leaf::fanIn).filter(g -> g != 1).toArray();
    if (others.length <= 1) {
      return others.length == 0 ? 1 : others[0];
    }
    double product = Math.exp(Math.log(2) * folded.log2GrowthOfOneStep(before, last));
    double whole = Math.rint(product);
    return Math.abs(product - whole) < ROUNDING * whole ? whole : product;
  }

  /** Log2 of what the layer multiplies paths by; 0 where it only joins branches. */
  private Value complexity(List<Vertex> parts, List<Leaf> leaves, Set<Integer> before, int last) {
    Optional<String> unknown = leaves.stream().flatMap(leaf -> leaf.undefined().stream()).findAny();
    if (unknown.isPresent()) {
      return Value.absent(unknown.get());
    }
    List<Leaf> others = leaves.stream().filter(leaf -> leaf.fanIn() != 1).toList();
    if (others.isEmpty() || before.isEmpty()) {
      return Value.of(0);
    }
    if (others.size() == 1 && leaves.size() == parts.size()) { // without a difference's rounding
      return Value.of(others.get(0).log2Gain(level));
    }
    return Value.of(folded.log2Growth(level, before, last));
  }
}
