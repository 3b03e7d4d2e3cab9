package io.complexometer.measure.circular;

import io.complexometer.measure.spectrum.MatrixShape;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The delta within which two networks count as equivalent: how far the curves of two networks with
 * random weights are from each other, which differ by chance alone.
 *
 * <p>arXiv:2006.13687 says "within a given accuracy" and gives none; this calibration is ours.
 *
 * @param a the shapes of one network's weight matrices
 * @param b the shapes of the other's
 * @param ensemble of the unitaries
 * @param draws number of circular draws behind each curve
 * @param delta the threshold for {@link CircularSpectralDifference#distance}
 * @param quantile which quantile of the random distances delta is
 * @param pairs number of random distances
 */
public record EquivalenceThreshold(
    List<MatrixShape> a,
    List<MatrixShape> b,
    CircularEnsemble ensemble,
    int draws,
    double delta,
    double quantile,
    int pairs) {

  public EquivalenceThreshold {
    a = List.copyOf(a);
    b = List.copyOf(b);
  }

  /** The quantile unless told otherwise. */
  public static final double QUANTILE = 0.95;

  /**
   * The number of random pairs unless told otherwise: half of them in the shapes of each network.
   */
  public static final int PAIRS = 200;

  // How it works.
  //
  // A pair is two independent networks of fresh Gaussian weights, both in the shapes of a or both
  // in those of b by turns, each against circular draws of its own; its distance is one sample.
  // Redrawing the unitaries alone would not do: delta would shrink to 0 as the draws grow, and two
  // random initialisations would never be equivalent (measured: at 20 draws less than one in ten).
  //
  // Circular draws are the dear part. They come from a pool of ten times as many as a curve takes,
  // of which each pair takes two disjoint random subsets.
  //
  // delta is the order statistic of rank ceil(quantile (pairs + 1)), with which one more random
  // pair stays at or below it with at least that probability.

  private static final int POOL = 10;

  /**
   * Calibrates with {@link #PAIRS} pairs at {@link #QUANTILE}.
   *
   * @param a the shapes of one network's weight matrices
   * @param b the shapes of the other's; the same list for the same architecture
   * @param ensemble of the unitaries
   * @param draws number of circular draws behind each curve
   * @param seed of the random numbers
   * @return the threshold
   * @throws IllegalArgumentException if a list is empty, or draws is less than 1
   */
  public static EquivalenceThreshold calibrate(
      List<MatrixShape> a, List<MatrixShape> b, CircularEnsemble ensemble, int draws, long seed) {
    return calibrate(a, b, ensemble, draws, QUANTILE, PAIRS, seed);
  }

  /**
   * Calibrates.
   *
   * @param a the shapes of one network's weight matrices
   * @param b the shapes of the other's; the same list for the same architecture
   * @param ensemble of the unitaries
   * @param draws number of circular draws behind each curve
   * @param quantile above 0 and below 1
   * @param pairs enough for the quantile: at least quantile / (1 - quantile)
   * @param seed of the random numbers
   * @return the threshold
   * @throws IllegalArgumentException if a list is empty, draws is less than 1, or the pairs are too
   *     few
   */
  public static EquivalenceThreshold calibrate(
      List<MatrixShape> a,
      List<MatrixShape> b,
      CircularEnsemble ensemble,
      int draws,
      double quantile,
      int pairs,
      long seed) {
    int rank = (int) Math.ceil(quantile * (pairs + 1) - 1e-9); // 0.95 * 20 is 19, not a bit more
    if (!(rank >= 1 && rank <= pairs && quantile < 1)) {
      throw new IllegalArgumentException(
          "no " + quantile + " quantile from " + pairs + " random pairs");
    }
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    ConjugateEnsemble poolOfA = pool(a, ensemble, draws, random);
    ConjugateEnsemble poolOfB = a.equals(b) ? poolOfA : pool(b, ensemble, draws, random);
    double[] distances = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      distances[i] =
          i % 2 == 0
              ? randomDistance(a, poolOfA, draws, random)
              : randomDistance(b, poolOfB, draws, random);
    }
    Arrays.sort(distances);
    return new EquivalenceThreshold(a, b, ensemble, draws, distances[rank - 1], quantile, pairs);
  }

  /** Whether two networks of these orders, in whichever order, are what it was calibrated for. */
  boolean fits(List<Integer> one, List<Integer> other) {
    List<Integer> ordersOfA = orders(a);
    List<Integer> ordersOfB = orders(b);
    return (one.equals(ordersOfA) && other.equals(ordersOfB))
        || (one.equals(ordersOfB) && other.equals(ordersOfA));
  }

  private static List<Integer> orders(List<MatrixShape> shapes) {
    return shapes.stream().map(MatrixShape::rows).toList();
  }

  private static ConjugateEnsemble pool(
      List<MatrixShape> shapes,
      CircularEnsemble ensemble,
      int draws,
      UniformRandomProvider random) {
    return ConjugateEnsemble.draw(ensemble, orders(shapes), POOL * draws, random.nextLong());
  }

  private static double randomDistance(
      List<MatrixShape> shapes, ConjugateEnsemble pool, int draws, UniformRandomProvider random) {
    int[] chosen = new PermutationSampler(random, pool.draws(), 2 * draws).sample();
    CircularSpectralDifference one =
        CircularSpectralDifference.of(
            MixedMatrixEnsemble.gaussian(shapes, random), pool.subset(chosen, 0, draws));
    CircularSpectralDifference other =
        CircularSpectralDifference.of(
            MixedMatrixEnsemble.gaussian(shapes, random), pool.subset(chosen, draws, 2 * draws));
    return one.distance(other).orNaN(); // both are there: Gaussian weights are finite
  }
}
