package io.complexometer.measure.nonlinearity;

/**
 * Entropy by trees (Chow, Liu 1968): each unit is coded given one other, which fold by fold is
 * chosen and counted on the training rows ({@link DependenceTree}), and charged for on the rows
 * held out. For wide layers: it takes counts of pairs only, and time that grows with the square of
 * the number of units.
 *
 * <p>A unit given the state of its parent costs -log2 of (count + 1/2) / (total + 1), the
 * probability of Krichevsky and Trofimov (1981); so does the root, given nothing. Units that are
 * constant over all rows cost nothing.
 */
public final class TreeEstimator implements EntropyEstimator {

  /** An estimator; it keeps nothing. */
  public TreeEstimator() {}

  @Override
  public String label() {
    return "tree";
  }

  @Override
  public CodeLength estimate(BinarySamples samples, Folds folds) {
    FoldedSamples folded = new FoldedSamples(samples, folds);
    double nats = 0;
    for (int fold = 0; fold < Folds.COUNT && folded.units() > 0; fold++) {
      if (folded.rows(fold) > 0) {
        nats += heldOutNats(folded, fold);
      }
    }
    return new CodeLength(nats / (samples.rows() * Math.log(2)), 0);
  }

  /**
   * The entropy of the likeliest tree, chosen and counted on the very rows that it describes: it
   * lies between the sum of the units' entropies and the entropy of the observed patterns, and
   * below what the tree is worth on other rows.
   *
   * @param samples the rows
   * @return in bits a row
   */
  public static double plugIn(BinarySamples samples) {
    FoldedSamples folded = new FoldedSamples(samples, Folds.interleaved(samples.rows()));
    double independent = IndependentEntropy.of(samples).bits();
    return folded.units() == 0
        ? independent
        : independent
            - tree(folded, FoldedSamples.NONE).information() / (samples.rows() * Math.log(2));
  }

  private static DependenceTree tree(FoldedSamples folded, int heldOut) {
    return new DependenceTree(
        folded.trainingWords(heldOut), folded.units(), folded.trainingRows(heldOut));
  }

  private static double heldOutNats(FoldedSamples folded, int fold) {
    int[] parents = tree(folded, fold).parents();
    int[][] training = folded.trainingWords(fold);
    int[][] heldOut = folded.heldOutWords(fold);
    int n = folded.trainingRows(fold);
    int m = folded.rows(fold);
    double nats =
        nats(FoldedSamples.together(training, 0, 0), n, FoldedSamples.together(heldOut, 0, 0), m);
    for (int unit = 1; unit < folded.units(); unit++) {
      int on = FoldedSamples.together(training, unit, unit);
      int parentOn = FoldedSamples.together(training, parents[unit], parents[unit]);
      int both = FoldedSamples.together(training, unit, parents[unit]);
      int heldOutOn = FoldedSamples.together(heldOut, unit, unit);
      int heldOutParentOn = FoldedSamples.together(heldOut, parents[unit], parents[unit]);
      int heldOutBoth = FoldedSamples.together(heldOut, unit, parents[unit]);
      nats += nats(both, parentOn, heldOutBoth, heldOutParentOn);
      nats += nats(on - both, n - parentOn, heldOutOn - heldOutBoth, m - heldOutParentOn);
    }
    return nats;
  }

  /** What rows held out cost, of which some are on, by the counts of training rows alike. */
  private static double nats(int on, int rows, int heldOutOn, int heldOutRows) {
    double total = rows + 1.0;
    return heldOutOn * Math.log(total / (on + 0.5))
        + (heldOutRows - heldOutOn) * Math.log(total / (rows - on + 0.5));
  }
}
