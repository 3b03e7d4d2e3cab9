package io.complexometer.measure.spectrum;

import io.complexometer.measure.linalg.JacobiMatrix;
import io.complexometer.measure.linalg.RitzValues;
import java.util.ArrayList;
import java.util.List;

/**
 * How one starting vector sees the singular values that were not found one by one.
 *
 * <p>How it works. The vector's components along the eigenvectors that are known singly are left
 * out, which is deflation without a further product with the matrix. What remains of it is a
 * distribution over Ritz values; its Gauss quadrature of k nodes is the one that k steps of plain
 * Lanczos give, started from the deflated vector. By the separation theorem of Chebyshev, Markov
 * and Stieltjes the cumulative distribution at a node lies between the sum of the weights before
 * the node and that sum with the node's own; half of it is taken, which for smooth densities is
 * right up to terms of the second order, and straight lines between, on the axis of singular
 * values, where the density of square random matrices has no pole. What is out of proportion to the
 * neighbours' weights is left in the node. An eigenvalue of large multiplicity stays a jump.
 *
 * <p>The mean of the eigenvalues is known exactly, from the Frobenius norm. Weights w become w (1 +
 * b (x - mu)) with the b that makes it right: a control variate, which takes from the error what
 * goes along with that of the mean (calibration: Deville, Saerndal, J. Am. Stat. Assoc. 87, 1992).
 */
final class RestDistribution {
  /**
   * A smooth density gives neighbouring nodes weights alike, and a node at either end less than its
   * neighbour or as much. What is beyond so many times that is close together, nobody knows where.
   */
  private static final double PROPORTION = 2;

  private final RitzValues ritz;
  private final Resolution resolution;
  private final double[] jumps; // singular values of large multiplicity, squared
  private final double mean;
  private final double[] points; // the Ritz values of the rest

  RestDistribution(RitzValues ritz, Resolution resolution, double mean) {
    this.ritz = ritz;
    this.resolution = resolution;
    this.mean = mean;
    this.jumps =
        resolution.multiples().stream()
            .mapToDouble(group -> (ritz.values()[group.from()] + ritz.values()[group.to() - 1]) / 2)
            .toArray();
    this.points = resolution.rest().stream().mapToDouble(i -> ritz.values()[i]).toArray();
  }

  /**
   * What one vector sees.
   *
   * @param full the distribution over singular values, with all nodes
   * @param half the same with half as many
   * @param unresolved the share that stands in one node and may be anywhere up to its neighbours
   */
  record View(CumulativeDistribution full, CumulativeDistribution half, double unresolved) {}

  /** Places of jumps, which are eigenvalues. */
  double[] jumps() {
    return jumps.clone();
  }

  /** No place is above this one. */
  double largest() {
    double largest = points.length == 0 ? 0 : points[points.length - 1];
    for (double jump : jumps) {
      largest = Math.max(largest, jump);
    }
    return largest;
  }

  /**
   * What a vector sees.
   *
   * @param weights of the vector along all Ritz values
   * @param steps the most nodes
   */
  View of(double[] weights, int steps) {
    double[] shares = resolution.rest().stream().mapToDouble(i -> weights[i]).toArray();
    double[] masses =
        resolution.multiples().stream().mapToDouble(group -> group.weight(weights)).toArray();
    double spread = sum(shares);
    double total = spread + sum(masses);
    if (spread == 0) {
      CumulativeDistribution only = polygon(new double[0], new double[0], masses, total);
      return new View(only, only, 0);
    }
    JacobiMatrix jacobi = JacobiMatrix.of(points, shares, steps);
    List<CumulativeDistribution> distributions = new ArrayList<>();
    double unresolved = 0;
    for (int nodes : new int[] {(jacobi.order() + 1) / 2, jacobi.order()}) {
      JacobiMatrix.Quadrature quadrature = jacobi.quadrature(nodes);
      double[] places = quadrature.nodes().clone();
      double[] parts = quadrature.weights().clone();
      unresolved = 0;
      for (int i = 0; i < nodes; i++) {
        places[i] = Math.max(0, places[i]);
        parts[i] *= spread;
      }
      for (int i = 0; i < nodes; i++) {
        // the theorem's bound is the whole weight, for a node that is clearly out of proportion
        unresolved = Math.max(unresolved, Math.min(parts[i], 2 * unresolved(parts, i)) / total);
      }
      distributions.add(polygon(places, parts, masses, total));
    }
    return new View(distributions.get(1), distributions.get(0), unresolved);
  }

  private CumulativeDistribution polygon(
      double[] nodes, double[] weights, double[] masses, double total) {
    double[] places = concatenate(nodes, jumps);
    double[] tilted = concatenate(weights, masses);
    for (int i = 0; i < tilted.length; i++) {
      tilted[i] /= total;
    }
    tilt(places, tilted, mean);
    List<CumulativeDistribution> parts = new ArrayList<>();
    List<Double> shares = new ArrayList<>();
    double spread = 0;
    for (int i = 0; i < nodes.length; i++) {
      spread += tilted[i];
    }
    if (spread > 0) {
      parts.add(smooth(nodes, tilted, spread));
      shares.add(spread);
    }
    for (int i = 0; i < jumps.length; i++) {
      parts.add(CumulativeDistribution.at(Math.sqrt(jumps[i])));
      shares.add(tilted[nodes.length + i]);
    }
    return CumulativeDistribution.mixture(
        parts, shares.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * Half of each node's weight on either side of it, between the ends of the support; what is out
   * of proportion in the node itself.
   */
  private CumulativeDistribution smooth(double[] nodes, double[] weights, double total) {
    int count = nodes.length;
    double[] places = new double[2 * count + 2];
    double[] heights = new double[2 * count + 2];
    double before = 0;
    for (int i = 0; i < count; i++) {
      double beside = (weights[i] - unresolved(weights, i)) / 2;
      places[2 * i + 1] = Math.sqrt(nodes[i]);
      places[2 * i + 2] = places[2 * i + 1];
      heights[2 * i + 1] = Math.min(1, (before + beside) / total);
      before += weights[i];
      heights[2 * i + 2] = Math.min(1, (before - beside) / total);
    }
    places[0] = Math.min(lowEnd(places, weights), places[1]);
    places[2 * count + 1] = Math.max(Math.sqrt(points[points.length - 1]), places[2 * count]);
    heights[2 * count + 1] = 1;
    return new CumulativeDistribution(places, heights);
  }

  /** The part of a node's weight beyond twice that of its heavier neighbour. */
  static double unresolved(double[] weights, int node) {
    double neighbour = node == 0 ? 0 : weights[node - 1];
    if (node + 1 < weights.length) {
      neighbour = Math.max(neighbour, weights[node + 1]);
    }
    return Math.max(0, weights[node] - PROPORTION * neighbour);
  }

  /**
   * Where the density of singular values reaches down to zero, as it does for square matrices, the
   * smallest Ritz value is far too large: there the slope between the first two nodes is followed
   * down, which is right for a density that is even about zero. But not past an eigenvalue that is
   * known.
   */
  private double lowEnd(double[] places, double[] weights) {
    double end = Math.sqrt(points[0]);
    if (weights.length > 1 && weights[0] + weights[1] > 0) {
      double step =
          (places[3] - places[1])
              * (weights[0] - unresolved(weights, 0))
              / (weights[0] - unresolved(weights, 0) + weights[1]);
      end = Math.min(end, places[1] - step);
    }
    double floor = 0;
    for (int i : resolution.singles()) {
      if (ritz.values()[i] < points[0]) {
        floor = Math.max(floor, ritz.values()[i]);
      }
    }
    for (double jump : jumps) {
      floor = jump < points[0] ? Math.max(floor, jump) : floor;
    }
    return Math.max(end, Math.sqrt(floor));
  }

  /** Makes the mean right, as far as no weight becomes negative. */
  static void tilt(double[] places, double[] weights, double mean) {
    double now = 0;
    double lowest = Double.POSITIVE_INFINITY;
    double highest = 0;
    for (int i = 0; i < places.length; i++) {
      now += weights[i] * places[i];
      lowest = Math.min(lowest, places[i]);
      highest = Math.max(highest, places[i]);
    }
    double variance = 0;
    for (int i = 0; i < places.length; i++) {
      variance += weights[i] * (places[i] - now) * (places[i] - now);
    }
    if (highest - lowest <= 1e-12 * highest || !(lowest < now && now < highest && variance > 0)) {
      return; // a single place, up to rounding
    }
    double slope = (mean - now) / variance;
    slope = Math.max(-1 / (highest - now), Math.min(1 / (now - lowest), slope));
    for (int i = 0; i < places.length; i++) {
      weights[i] *= Math.max(0, 1 + slope * (places[i] - now));
    }
  }

  private static double[] concatenate(double[] first, double[] second) {
    double[] both = new double[first.length + second.length];
    System.arraycopy(first, 0, both, 0, first.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  private static double sum(double[] numbers) {
    double sum = 0;
    for (double number : numbers) {
      sum += number;
    }
    return sum;
  }
}
