package io.complexometer.measure.structure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.complexometer.measure.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of the table that no reference network has, by hand. */
final class LeavesTest {
  private static final double LN2 = Math.log(2);

  private static LayerStructure measured(Shape input, Leaf leaf, Level level) {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int in = graph.input("in", input);
    graph.begin("layer", "any", false);
    return Structure.of(graph.build(graph.leaf(in, leaf)), level).layers().get(1);
  }

  private static double paths(Shape input, Leaf leaf) {
    return Math.exp(LN2 * measured(input, leaf, Level.EXACT).log2Paths().orNaN());
  }

  @Test
  void locallyConnected_hasWeightsForEachPosition() {
    Shape before = Shape.of(3, 8, 8);
    List<Taps> taps = List.of(Taps.window(8, 6, 3, 1, 1, 0), Taps.window(8, 6, 3, 1, 1, 0));
    LayerStructure layer =
        measured(before, Leaves.locallyConnected(before, 4, taps, 4), Level.NOMINAL);
    assertEquals(4 * 3 * 9 * 36, layer.weights());
    assertEquals(4 * 3 * 9 * 36 + 4, layer.parameters());
    assertEquals(4 * 3 * 9 * 36, layer.macs());
    assertEquals(27, layer.fanIn());
  }

  @Test
  void embedding_looksUpOneRow() {
    Shape after = Shape.of(16, 5);
    LayerStructure layer =
        measured(Shape.of(100, 5), Leaves.embedding(after, 100, false), Level.EXACT);
    assertEquals(1600, layer.weights());
    assertEquals(0, layer.macs());
    assertEquals(0, layer.log2Gain().orNaN(), 1e-12);
    assertEquals(80, Math.exp(LN2 * layer.log2Paths().orNaN()), 1e-9);
    assertEquals(1, layer.depth());
  }

  @Test
  void mixing_takesEachChannelFromAllSteps() {
    Shape before = Shape.of(4, 6);
    LayerStructure layer = measured(before, Leaves.mixing(before, 2, 77), Level.NOMINAL);
    assertEquals(Shape.of(4, 2), layer.shape());
    assertEquals(6, layer.fanIn());
    assertEquals(4 * 6 * 2, layer.connections());
    assertEquals(77, layer.macs());
    assertEquals(4 * 6 * 2, paths(before, Leaves.mixing(before, 2, 77)), 1e-9);
  }

  /** Doubled positions, each from one: as many paths as outputs, and steps of half a position. */
  @Test
  void positions_doNotWidenTheField() {
    Shape before = Shape.of(2, 4);
    Leaf doubled = Leaves.positions("upsample", before, List.of(Taps.transposed(4, 8, 2, 2, 1, 0)));
    LayerStructure layer = measured(before, doubled, Level.EXACT);
    assertEquals(Shape.of(2, 8), layer.shape());
    assertEquals(1, layer.receptiveField());
    assertEquals(16, Math.exp(LN2 * layer.log2Paths().orNaN()), 1e-9);
    assertEquals(0, layer.layerComplexity().orNaN());
  }

  @Test
  void repeat_andStep() {
    assertEquals(15, paths(Shape.of(5), Leaves.repeat(Shape.of(5), 3)), 1e-9);
    assertEquals(5, paths(Shape.of(5, 3), Leaves.step(Shape.of(5, 3), 2)), 1e-9);
  }

  /** Behind 1 x 3 kernels the step matters: with padding the border has fewer paths. */
  @Test
  void step_takesThatStep() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int x = graph.input("in", Shape.of(1, 5));
    graph.begin("conv", "conv", false);
    Taps same = Taps.window(5, 5, 3, 1, 1, 1);
    x = graph.leaf(x, Leaves.convolution(graph.shape(x), 1, List.of(same), true));
    graph.begin("last", "step", false);
    int last = graph.leaf(x, Leaves.step(graph.shape(x), 4));
    Totals totals = Structure.of(graph.build(last), Level.EXACT).totals();
    assertEquals(2, Math.exp(LN2 * totals.log2Paths().orNaN()), 1e-12);
  }

  @Test
  void reduction_hasNoWeights() {
    Shape before = Shape.of(6);
    LayerStructure layer = measured(before, Leaves.reduction("distance", before, 1), Level.EXACT);
    assertEquals(6, layer.fanIn());
    assertEquals(0, layer.weights());
    assertEquals(0, layer.depth());
    assertEquals(6, Math.exp(LN2 * layer.log2Paths().orNaN()), 1e-9);
  }

  @Test
  void denseAtEachPosition_sharesItsWeights() {
    Shape before = Shape.of(7, 10);
    LayerStructure layer =
        measured(before, Leaves.denseAtEachPosition(before, 3, true), Level.EXACT);
    assertEquals(24, layer.parameters());
    assertEquals(210, layer.macs());
    assertEquals(210, Math.exp(LN2 * layer.log2Paths().orNaN()), 1e-9);
  }

  /** From there on no gain is known, and why; the rest of the network is measured. */
  @Test
  void unknown_leavesTheGainAbsent() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int x = graph.input("in", Shape.of(4));
    graph.begin("mystery", "Custom", true);
    x = graph.leaf(x, Leaves.unknown(Shape.of(3), "unknown layer", 12));
    graph.begin("out", "Dense", false);
    x = graph.leaf(x, Leaves.dense(graph.shape(x), 2, true));
    Structure structure = Structure.of(graph.build(x), Level.EXACT);
    Value absent = Value.absent("unknown layer");
    assertEquals(absent, structure.totals().log2Gain());
    assertEquals(absent, structure.totals().log2GainNominal());
    assertEquals(absent, structure.totals().log2GainExact());
    assertEquals(absent, structure.totals().log2Paths());
    assertEquals(absent, structure.layers().get(1).layerComplexity());
    assertEquals(20, structure.totals().parameters());
    assertEquals(12, structure.totals().frozenParameters());
    assertEquals(2, structure.totals().outputBottleneck());
  }

  /** Two outputs: their paths are added, and their flow is joint. */
  @Test
  void of_severalOutputs() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int in = graph.input("in", Shape.of(4));
    graph.begin("a", "Dense", false);
    int a = graph.leaf(in, Leaves.dense(graph.shape(in), 3, false));
    graph.begin("b", "Dense", false);
    int b = graph.leaf(a, Leaves.dense(graph.shape(a), 2, false));
    graph.begin("c", "Dense", false);
    int c = graph.leaf(a, Leaves.dense(graph.shape(a), 2, false));
    Totals totals = Structure.of(graph.build(b, c), Level.EXACT).totals();
    assertEquals(2 * 2 * 12, Math.exp(LN2 * totals.log2Paths().orNaN()), 1e-9);
    assertEquals(12, Math.exp(LN2 * totals.log2Gain().orNaN()), 1e-9);
    assertEquals(3, totals.outputBottleneck());
    assertEquals(4, totals.outputSize());
    assertEquals(2, Math.exp(LN2 * totals.log2TopologicalPaths()), 1e-12);
  }

  /**
   * A branch that reaches no output is no part of what bounds its VC dimension, but its weights.
   */
  @Test
  void of_aDeadBranch() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int in = graph.input("in", Shape.of(8));
    graph.begin("a", "Dense", false);
    int a = graph.leaf(in, Leaves.dense(graph.shape(in), 8, false));
    graph.begin("out", "Dense", false);
    int out = graph.leaf(a, Leaves.dense(graph.shape(a), 2, false));
    int dead = a;
    for (int i = 0; i < 6; i++) {
      graph.begin("dead" + i, "Dense", false);
      dead = graph.leaf(dead, Leaves.dense(graph.shape(dead), 8, false));
    }
    Totals totals = Structure.of(graph.build(out), Level.NOMINAL).totals();
    // L = 2; 64 weights of depth 1, 16 and a dead 64 of depth 2, five times 64 beyond
    double layers = 64 * 2 + 16 + 64;
    assertEquals(layers / 464, totals.effectiveDepth(), 1e-12);
    double r = 8 + 2 * (2 + 8); // units by depth, those beyond the output not
    double e = Math.E;
    double bound = 2 + layers * Math.log(4 * e * r * Math.log(2 * e * r) / LN2) / LN2;
    assertEquals(bound, totals.vcBound().orNaN(), 1e-9);
  }

  @Test
  void merges_ofShapesThatDoNotFit() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int a = graph.input("a", Shape.of(4, 3, 3));
    int b = graph.input("b", Shape.of(4, 2, 2));
    graph.begin("merge", "MergeVertex", false);
    assertEquals(
        "layer 'merge': its inputs [4x3x3, 4x2x2] must have the same extent",
        assertThrows(IllegalArgumentException.class, () -> graph.concat(a, b)).getMessage());
    assertThrows(IllegalArgumentException.class, () -> graph.add(a, b));
  }

  /** A squeeze-and-excitation gate: a vector scales the channels of a map. */
  @Test
  void product_ofAMapAndAVector() {
    NetworkGraph.Builder graph = NetworkGraph.builder();
    int in = graph.input("in", Shape.of(4, 3, 3));
    graph.begin("squeeze", "GlobalPooling", false);
    int squeeze = graph.leaf(in, Leaves.globalPool(graph.shape(in)));
    graph.begin("gate", "ElementWiseVertex", false);
    int gate = graph.product(in, squeeze);
    Structure structure = Structure.of(graph.build(gate), Level.EXACT);
    assertEquals(36, structure.layers().get(2).macs());
    assertEquals(36 * 9, Math.exp(LN2 * structure.totals().log2Paths().orNaN()), 1e-9);
  }
}
