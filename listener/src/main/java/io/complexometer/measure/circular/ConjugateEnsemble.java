package io.complexometer.measure.circular;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * The circular ensemble conjugate to a network (arXiv:2006.13687): for each weight matrix one
 * random unitary of the same order, cycled and pooled in the same way; drawn several times.
 *
 * <p>It depends on nothing but the orders: draw it once for a training and use it for every sample.
 */
public final class ConjugateEnsemble {
  private final CircularEnsemble ensemble;
  private final List<Integer> orders;

  /** One row of {@link CosineBins} for each draw. */
  private final List<long[]> counts;

  private ConjugateEnsemble(CircularEnsemble ensemble, List<Integer> orders, List<long[]> counts) {
    this.ensemble = ensemble;
    this.orders = List.copyOf(orders);
    this.counts = List.copyOf(counts);
  }

  /**
   * Draws. Takes about 78 n draws steps for each matrix, n being its order. More draws from the
   * same seed begin with the same ones.
   *
   * @param ensemble which
   * @param orders of the weight matrices, at least one, each at least 1
   * @param draws how many, at least 1; 20 or more, because a single one is as noisy as the
   *     difference of small networks
   * @param seed of the random numbers
   * @return the draws
   * @throws IllegalArgumentException if there is no order, or no draw
   */
  public static ConjugateEnsemble draw(
      CircularEnsemble ensemble, List<Integer> orders, int draws, long seed) {
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    List<List<long[]>> unitaries = new ArrayList<>();
    for (int d = 0; d < draws; d++) {
      unitaries.add(
          orders.stream().map(order -> ensemble.draw(order, random).cosineCounts()).toList());
    }
    return ofCounts(ensemble, orders, unitaries);
  }

  /**
   * A draw that is known already.
   *
   * @param cosines of the phases, one array for each matrix
   */
  static ConjugateEnsemble ofCosines(CircularEnsemble ensemble, List<double[]> cosines) {
    List<Integer> orders = cosines.stream().map(phases -> phases.length).toList();
    return ofCounts(ensemble, orders, List.of(cosines.stream().map(CosineBins::count).toList()));
  }

  private static ConjugateEnsemble ofCounts(
      CircularEnsemble ensemble, List<Integer> orders, List<List<long[]>> draws) {
    if (orders.isEmpty() || draws.isEmpty()) {
      throw new IllegalArgumentException(
          draws.size() + " draws of unitaries for " + orders.size() + " matrices");
    }
    int widestOrder = Collections.max(orders);
    List<long[]> pooled = new ArrayList<>();
    for (List<long[]> unitaries : draws) {
      long[] counts = new long[CosineBins.COUNT];
      for (int l = 0; l < orders.size(); l++) {
        CosineBins.addCycled(unitaries.get(l), orders.get(l), widestOrder, counts);
      }
      pooled.add(counts);
    }
    return new ConjugateEnsemble(ensemble, orders, pooled);
  }

  /** Only some of the draws. */
  ConjugateEnsemble subset(int[] indices, int from, int to) {
    List<long[]> some = new ArrayList<>();
    for (int i = from; i < to; i++) {
      some.add(counts.get(indices[i]));
    }
    return new ConjugateEnsemble(ensemble, orders, some);
  }

  /**
   * What was drawn from.
   *
   * @return the ensemble
   */
  public CircularEnsemble ensemble() {
    return ensemble;
  }

  /**
   * The orders of the unitaries.
   *
   * @return one for each weight matrix
   */
  public List<Integer> orders() {
    return orders;
  }

  /**
   * How often each was drawn.
   *
   * @return at least 1
   */
  public int draws() {
    return counts.size();
  }

  /** How many of the pooled cycled cosines of a draw lie in a bin of {@link CosineBins}. */
  long count(int draw, int bin) {
    return counts.get(draw)[bin];
  }
}
