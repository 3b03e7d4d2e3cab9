package io.complexometer.measure.structure;

import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jgrapht.alg.flow.DinicMFImpl;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/**
 * How many dimensions of the inputs can reach each vertex: an upper bound on the rank of its
 * Jacobian, whatever the weights and the activation functions.
 *
 * <p>It is a data-processing inequality. A vertex of n scalars lets at most n dimensions pass, and
 * what reaches a vertex by several branches is at most what the narrowest cut between the inputs
 * and it lets pass: a maximum flow with the sizes as capacities (max-flow min-cut). No fold gives
 * it: branches that share an ancestor may or may not be joined by it.
 */
final class Bottleneck {

  // How it works.
  //
  // Behind a single input the flow is min(n, flow of the input). Where branches meet, all paths
  // from the inputs pass the branches' last common dominator d, so that
  //
  //   flow into the branches = min(flow of d, maximum flow from d to the branches)
  //
  // and only the vertices between d and the branches take part. It is at least the flow of each
  // branch; where one has that of d already, there is nothing to compute. The root of the dominator
  // tree is the joint source of all inputs, without bound.

  private static final int SOURCE = -1;

  private final List<Vertex> vertices;
  private final long inputs;
  private final long[] flow;
  private final long[] joint;
  private final int[] dominator;
  private final int[] level;

  private Bottleneck(NetworkGraph graph) {
    this.vertices = graph.vertices();
    this.inputs =
        vertices.stream()
            .filter(vertex -> vertex.inputs().isEmpty())
            .mapToLong(vertex -> vertex.shape().size())
            .sum();
    this.flow = new long[vertices.size()];
    this.joint = new long[vertices.size()];
    this.dominator = new int[vertices.size()];
    this.level = new int[vertices.size()];
  }

  static Bottleneck of(NetworkGraph graph) {
    Bottleneck bottleneck = new Bottleneck(graph);
    for (int v = 0; v < bottleneck.vertices.size(); v++) {
      bottleneck.add(v);
    }
    return bottleneck;
  }

  private void add(int v) {
    List<Integer> before = vertices.get(v).inputs();
    long size = vertices.get(v).shape().size();
    dominator[v] = commonDominator(before);
    level[v] = levelOf(dominator[v]) + 1;
    joint[v] = before.isEmpty() ? size : into(before);
    flow[v] = Math.min(size, joint[v]);
  }

  /** Scalars of all inputs. */
  long inputs() {
    return inputs;
  }

  /** Dimensions that can reach a vertex and leave it (b). */
  long of(int vertex) {
    return flow[vertex];
  }

  /** Dimensions that can reach its inputs, jointly. */
  long into(int vertex) {
    return joint[vertex];
  }

  /** Dimensions that can reach some vertices, jointly. */
  long into(List<Integer> targets) {
    int d = commonDominator(targets);
    long most = d == SOURCE ? inputs : flow[d];
    long atLeast = targets.stream().mapToLong(v -> flow[v]).max().orElse(0);
    return atLeast == most ? most : Math.min(most, maximumFlow(d, targets));
  }

  private int levelOf(int v) {
    return v == SOURCE ? 0 : level[v];
  }

  private int commonDominator(List<Integer> targets) {
    if (targets.isEmpty()) {
      return SOURCE;
    }
    int common = targets.get(0);
    for (int target : targets) {
      int other = target;
      while (common != other) {
        if (levelOf(common) >= levelOf(other)) {
          common = dominator[common];
        } else {
          other = dominator[other];
        }
      }
    }
    return common;
  }

  /** From behind a dominator to some vertices; the dominator itself counts as unbounded. */
  private long maximumFlow(int source, List<Integer> targets) {
    TreeSet<Integer> open = new TreeSet<>(targets);
    List<Integer> between = new ArrayList<>();
    while (!open.isEmpty()) {
      int v = open.pollLast(); // inputs come before: each vertex is met once
      if (v != source) {
        between.add(v);
        open.addAll(vertices.get(v).inputs());
      }
    }
    // Whole numbers below 2^53 as doubles: exact. No flow exceeds the sum of the targets.
    double unbounded =
        1 + (double) targets.stream().mapToLong(v -> vertices.get(v).shape().size()).sum();
    var graph =
        new SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge>(DefaultWeightedEdge.class);
    int sink = vertices.size();
    graph.addVertex(in(sink));
    graph.addVertex(out(source));
    for (int v : between) {
      graph.addVertex(in(v));
      graph.addVertex(out(v));
      connect(graph, in(v), out(v), (double) vertices.get(v).shape().size());
    }
    for (int v : between) {
      for (int input : new TreeSet<>(vertices.get(v).inputs())) {
        connect(graph, out(input), in(v), unbounded);
      }
      if (vertices.get(v).inputs().isEmpty()) {
        connect(graph, out(SOURCE), in(v), unbounded);
      }
    }
    for (int target : new TreeSet<>(targets)) {
      connect(graph, out(target), in(sink), unbounded);
    }
    return Math.round(new DinicMFImpl<>(graph).getMaximumFlowValue(out(source), in(sink)));
  }

  private static void connect(
      SimpleDirectedWeightedGraph<Integer, DefaultWeightedEdge> graph,
      int from,
      int to,
      double capacity) {
    graph.setEdgeWeight(graph.addEdge(from, to), capacity);
  }

  private static int in(int vertex) {
    return 2 * vertex;
  }

  private static int out(int vertex) {
    return 2 * vertex + 1;
  }
}
