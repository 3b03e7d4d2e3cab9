package io.complexometer.measure.structure;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.NetworkGraph.Group;
import io.complexometer.measure.structure.NetworkGraph.Kind;
import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/** Measures one network: folds the algebra over its graph, and sums up by layer and in total. */
final class StructureMeasurement {
  private final NetworkGraph graph;
  private final Level level;
  private final List<Vertex> vertices;
  private final List<Optional<String>> undefined = new ArrayList<>();
  private final Bottleneck bottleneck;
  private final List<Integer> depths;
  private final List<ReceptiveField> fields;
  private final List<Double> nominal;
  private final List<Double> mean;
  private final Optional<List<PathCounts>> exact;

  StructureMeasurement(NetworkGraph graph, Level level) {
    this.graph = graph;
    this.level = level;
    this.vertices = graph.vertices();
    for (Vertex vertex : vertices) {
      undefined.add(reason(vertex));
    }
    this.bottleneck = Bottleneck.of(graph);
    this.depths = Algebra.fold(graph, new Depth());
    this.fields = Algebra.fold(graph, ReceptiveField.ALGEBRA);
    this.nominal = Algebra.fold(graph, new PathGain(Level.NOMINAL));
    this.mean = Algebra.fold(graph, new PathGain(Level.EDGE));
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

  Structure measure() {
    return new Structure(level, totals(), layers());
  }

  private List<LayerStructure> layers() {
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
    List<Vertex> weighted = parts.stream().filter(StructureMeasurement::weighted).toList();
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
        connections(weighted.isEmpty() ? parts : weighted),
        leaves.stream().mapToLong(Leaf::weights).sum(),
        leaves.stream().mapToLong(Leaf::parameters).sum(),
        leaves.stream().mapToLong(Leaf::otherParameters).sum(),
        group.frozen(),
        macs(parts),
        complexity(leaves, before, last),
        before.isEmpty() ? 0 : Log2.of((double) sizeBefore / size),
        Math.max(0, Log2.of((double) joint / bottleneck.of(last))),
        bottleneck.of(last),
        gain(level, List.of(last)),
        paths(List.of(last)),
        fields.get(last).size(),
        depths.get(last));
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

  private double fanIn(List<Leaf> leaves, Set<Integer> before, int last) {
    double[] others = leaves.stream().mapToDouble(Leaf::fanIn).filter(g -> g != 1).toArray();
    if (others.length <= 1) {
      return others.length == 0 ? 1 : others[0];
    }
    return Math.exp(Math.log(2) * (nominal.get(last) - concatenated(nominal, before)));
  }

  /** Log2 of what the layer multiplies paths by; 0 where it only joins branches. */
  private Value complexity(List<Leaf> leaves, Set<Integer> before, int last) {
    Optional<String> unknown = undefined.get(last);
    if (unknown.isPresent()) {
      return Value.absent(unknown.get());
    }
    if (leaves.stream().allMatch(leaf -> leaf.fanIn() == 1) || before.isEmpty()) {
      return Value.of(0);
    }
    List<Double> gains = level == Level.NOMINAL ? nominal : mean;
    return Value.of(gains.get(last) - concatenated(gains, before));
  }

  /** The gain of some vertices side by side. */
  private double concatenated(List<Double> gains, Set<Integer> some) {
    double paths = Log2.sum(some.stream().mapToDouble(v -> gains.get(v) + log2Size(v)).toArray());
    return paths - Log2.sum(some.stream().mapToDouble(this::log2Size).toArray());
  }

  private double log2Size(int vertex) {
    return Log2.of((double) vertices.get(vertex).shape().size());
  }

  private static boolean weighted(Vertex vertex) {
    return vertex.leaf().map(Leaf::weighted).orElse(false);
  }

  private static long connections(List<Vertex> parts) {
    return parts.stream().mapToLong(StructureMeasurement::connections).sum();
  }

  private static long connections(Vertex part) {
    return switch (part.kind()) {
      case INPUT -> 0;
      case LEAF -> part.leaf().orElseThrow().connections();
      case CONCAT -> part.shape().size();
      case ADD, PRODUCT -> part.inputs().size() * part.shape().size();
    };
  }

  private static long macs(List<Vertex> parts) {
    long leaves = parts.stream().flatMap(p -> p.leaf().stream()).mapToLong(Leaf::macs).sum();
    long gates =
        parts.stream()
            .filter(part -> part.kind() == Kind.PRODUCT)
            .mapToLong(part -> (part.inputs().size() - 1) * part.shape().size())
            .sum();
    return leaves + gates;
  }

  /** Log2 of the mean number of paths to a scalar of some vertices. */
  private Value gain(Level at, List<Integer> some) {
    for (int v : some) {
      if (undefined.get(v).isPresent()) {
        return Value.absent(undefined.get(v).get());
      }
    }
    if (at == Level.EXACT) {
      Value paths = paths(some);
      double scalars = some.stream().mapToDouble(v -> vertices.get(v).shape().size()).sum();
      return paths.isPresent() ? finite(paths.orNaN() - Log2.of(scalars)) : paths;
    }
    List<Double> gains = at == Level.NOMINAL ? nominal : mean;
    return finite(concatenated(gains, new LinkedHashSet<>(some)));
  }

  /** Log2 of the number of paths to some vertices. */
  private Value paths(List<Integer> some) {
    if (exact.isEmpty()) {
      return Value.absent(Structure.NOT_COUNTED);
    }
    for (int v : some) {
      if (undefined.get(v).isPresent()) {
        return Value.absent(undefined.get(v).get());
      }
    }
    return finite(Log2.sum(some.stream().mapToDouble(v -> exact.get().get(v).log2Sum()).toArray()));
  }

  private static Value finite(double log2) {
    return Double.isFinite(log2) ? Value.of(log2) : Value.absent(Structure.NO_PATH);
  }

  private Totals totals() {
    List<Integer> outputs = graph.outputs();
    List<Vertex> weighted = vertices.stream().filter(StructureMeasurement::weighted).toList();
    Ways ways = Ways.sum(outputs.stream().map(Algebra.fold(graph, Ways.ALGEBRA)::get).toList());
    long outputBottleneck = bottleneck.into(outputs);
    double power = Log2.of((double) bottleneck.inputs() / outputBottleneck);
    Vapnik vapnik = Vapnik.of(graph, depths);
    return new Totals(
        leafSum(Leaf::parameters),
        frozenParameters(),
        leafSum(Leaf::otherParameters),
        macs(vertices),
        connections(weighted),
        weighted.stream().mapToLong(v -> v.shape().size()).sum(),
        vapnik.depth(),
        vapnik.effectiveDepth(),
        gain(level, outputs),
        gain(Level.NOMINAL, outputs),
        exact.isPresent() ? gain(Level.EXACT, outputs) : Value.absent(Structure.NOT_COUNTED),
        paths(outputs),
        ways.log2Count(),
        ways.meanLength(),
        outputs.stream().mapToDouble(v -> fields.get(v).size()).max().orElseThrow(),
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
        .filter(v -> weighted(vertices.get(v)))
        .mapToDouble(
            v -> (double) vertices.get(v).leaf().orElseThrow().weights() * bottleneck.into(v))
        .sum();
  }

  /**
   * What the longest path would remove, less what is removed. Longest: most weighted layers; of
   * equals the input declared first.
   */
  private double bypassed(double power) {
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
