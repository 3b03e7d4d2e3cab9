package io.complexometer.measure.structure;

import io.complexometer.measure.Value;
import io.complexometer.measure.structure.NetworkGraph.Vertex;
import java.util.List;

/**
 * An upper bound on the Vapnik-Chervonenkis dimension of a network with ReLU activations (Bartlett,
 * Harvey, Liaw, Mehrabian, "Nearly-tight VC-dimension and pseudodimension bounds for piecewise
 * linear neural networks", JMLR 20(63), 2019, arXiv:1703.02930):
 *
 * <pre>
 *   VCdim &lt;= L + L_eff W log2(4 e R log2(2 e R)),   L_eff = sum_i W_i / W,   R = sum_i i k_i
 * </pre>
 *
 * <p>over the depths i = 1 .. L; W_i are the parameters up to depth i, W all of them, k_i the units
 * of depth i. Weighted layers count, pools and normalisations do not, and each activation is taken
 * for piecewise linear with one break.
 *
 * @param depth L
 * @param effectiveDepth L_eff, 0 without parameters
 * @param bound absent for networks of at most two units, or without parameters
 */
record Vapnik(int depth, double effectiveDepth, Value bound) {
  private static final String TOO_SMALL = "fewer than three units";
  private static final String NO_PARAMETERS = "no parameters";

  static Vapnik of(NetworkGraph graph, List<Integer> depths) {
    int depth = graph.outputs().stream().mapToInt(depths::get).max().orElseThrow();
    double parameters = 0;
    double layers = 0; // each parameter as often as there are layers from its own on
    double units = 0;
    double weightedUnits = 0; // R
    for (int v = 0; v < depths.size(); v++) {
      Vertex vertex = graph.vertices().get(v);
      if (vertex.leaf().isPresent()) {
        Leaf leaf = vertex.leaf().get();
        int i = depths.get(v);
        parameters += leaf.parameters();
        layers += (double) leaf.parameters() * Math.max(0, depth - Math.max(i, 1) + 1);
        boolean counts = leaf.weighted() && i <= depth; // beyond it no output is reached
        units += counts ? vertex.shape().size() : 0;
        weightedUnits += counts ? (double) i * vertex.shape().size() : 0;
      }
    }
    if (parameters == 0) {
      return new Vapnik(depth, 0, Value.absent(NO_PARAMETERS));
    }
    double effective = layers / parameters;
    if (units <= 2) {
      return new Vapnik(depth, effective, Value.absent(TOO_SMALL));
    }
    double r = weightedUnits;
    double bound =
        depth + effective * parameters * Log2.of(4 * Math.E * r * Log2.of(2 * Math.E * r));
    return new Vapnik(depth, effective, Value.of(bound));
  }
}
