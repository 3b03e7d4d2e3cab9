package io.complexometer.measure.nonlinearity;

import io.complexometer.measure.Value;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Nonlinearity complexity (Janik, Witaszczyk, arXiv:2006.04791): the entropy C = H(z_1 .. z_d) of
 * which units of a layer are on, z_k = 1 where the pre-activation of unit k is positive. A layer
 * that computes one linear map on all the data has C = 0.
 *
 * @param rows number of samples n; the value is biased by it, so a series is comparable with itself
 *     only at constant n
 * @param units number of binary units d
 * @param deadUnits of them on in no sample
 * @param alwaysOnUnits of them on in all samples
 * @param value C in bits, by the estimator
 * @param remainingGain bits by which an iterated estimator's value might still shrink
 * @param independent sum of the units' own entropies in bits: C if they knew nothing of each other
 * @param multiInformation what they know of each other, in bits: independent - C
 * @param joint what counting whole patterns gives
 */
public record NonlinearityComplexity(
    int rows,
    int units,
    int deadUnits,
    int alwaysOnUnits,
    Value value,
    Value remainingGain,
    Value independent,
    Value multiInformation,
    JointEntropy joint) {

  /**
   * Measures.
   *
   * @param samples rows are samples
   * @param folds of the rows
   * @param estimator of the entropy
   * @return the result
   */
  public static NonlinearityComplexity of(
      BinarySamples samples, Folds folds, EntropyEstimator estimator) {
    int n = samples.rows();
    double independent = 0;
    int dead = 0;
    int always = 0;
    for (int unit = 0; unit < samples.units(); unit++) {
      double p = (double) samples.count(unit) / n;
      dead += p == 0 ? 1 : 0;
      always += p == 1 ? 1 : 0;
      independent -= term(p) + term(1 - p);
    }
    CodeLength length = estimator.estimate(samples, folds);
    return new NonlinearityComplexity(
        n,
        samples.units(),
        dead,
        always,
        Value.of(length.bits()),
        Value.of(length.remainingGain()),
        Value.of(independent),
        Value.of(independent - length.bits()),
        joint(samples));
  }

  private static double term(double p) {
    return p > 0 ? p * Math.log(p) / Math.log(2) : 0;
  }

  private static JointEntropy joint(BinarySamples samples) {
    int n = samples.rows();
    Map<BitSet, Integer> counts = new HashMap<>();
    for (int row = 0; row < n; row++) {
      BitSet pattern = new BitSet();
      for (int unit = 0; unit < samples.units(); unit++) {
        pattern.set(unit, samples.get(row, unit));
      }
      counts.merge(pattern, 1, Integer::sum);
    }
    int singletons = (int) counts.values().stream().filter(count -> count == 1).count();
    double plugIn = -counts.values().stream().mapToDouble(c -> term((double) c / n)).sum();
    double millerMadow = plugIn + (counts.size() - 1) / (2 * n * Math.log(2));
    return new JointEntropy(
        counts.size(), singletons, 1 - (double) singletons / n, plugIn, millerMadow, plugIn);
  }
}
