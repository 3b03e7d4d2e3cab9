package io.complexometer.measure.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

final class BottleneckTest {

  /**
   * Random graphs of up to nine vertices and two inputs, beside the narrowest of all cuts: every
   * set of vertices without which no input reaches the vertex.
   */
  @Test
  void of_isTheNarrowestCut() {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(7);
    for (int trial = 0; trial < 400; trial++) {
      NetworkGraph.Builder graph = NetworkGraph.builder();
      List<List<Integer>> inputs = new ArrayList<>();
      int networkInputs = 1 + random.nextInt(2);
      for (int i = 0; i < networkInputs; i++) {
        graph.input("in" + i, Shape.of(1 + random.nextInt(8)));
        inputs.add(List.of());
      }
      while (inputs.size() < 9) {
        graph.begin("layer" + inputs.size(), "any", false);
        int one = random.nextInt(inputs.size());
        int other = random.nextInt(inputs.size());
        if (random.nextInt(3) > 0 || one == other) {
          graph.leaf(one, Leaves.dense(graph.shape(one), 1 + random.nextInt(8), true));
          inputs.add(List.of(one));
        } else {
          graph.concat(one, other);
          inputs.add(List.of(one, other));
        }
      }
      NetworkGraph built = graph.build(inputs.size() - 1);
      Bottleneck bottleneck = Bottleneck.of(built);
      for (int v = 0; v < inputs.size(); v++) {
        assertEquals(narrowestCut(graph, inputs, Set.of(v)), bottleneck.of(v), inputs::toString);
      }
      int last = inputs.size() - 1;
      Set<Integer> two = new HashSet<>(List.of(last, last - 1));
      assertEquals(narrowestCut(graph, inputs, two), bottleneck.into(List.of(last, last - 1)));
    }
  }

  private static long narrowestCut(
      NetworkGraph.Builder graph, List<List<Integer>> inputs, Set<Integer> targets) {
    long narrowest = Long.MAX_VALUE;
    for (int cut = 0; cut < 1 << inputs.size(); cut++) {
      Set<Integer> removed = new HashSet<>();
      for (int v = 0; v < inputs.size(); v++) {
        if ((cut >> v & 1) == 1) {
          removed.add(v);
        }
      }
      if (targets.stream().noneMatch(target -> reached(inputs, removed, target))) {
        narrowest =
            Math.min(narrowest, removed.stream().mapToLong(v -> graph.shape(v).size()).sum());
      }
    }
    return narrowest;
  }

  private static boolean reached(List<List<Integer>> inputs, Set<Integer> removed, int vertex) {
    return !removed.contains(vertex)
        && (inputs.get(vertex).isEmpty()
            || inputs.get(vertex).stream().anyMatch(v -> reached(inputs, removed, v)));
  }

  /** A sum of a vertex with itself has no more dimensions than the vertex. */
  @Test
  void of_aVertexAddedToItself() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int in = graph.input("in", Shape.of(5));
    graph.begin("twice", "add", false);
    int twice = graph.concat(in, in);
    assertEquals(5, Bottleneck.of(graph.build(twice)).of(twice));
  }
}
