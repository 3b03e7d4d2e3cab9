package io.complexometer.examples.recording;

import io.complexometer.measure.nonlinearity.Folds;

/**
 * How a recording is measured.
 *
 * @param blocked whether the folds are stretches of time, else every fifth bin
 * @param blocks what is drawn for the error bars
 * @param replicates number of draws for all but the chain; 0 for no error bars
 * @param chainReplicates of those, how many the chain is made to estimate too
 * @param largeChain whether the chain is estimated even where that takes minutes
 * @param boosted whether the boosted estimator is asked, too
 * @param seed of the draws
 */
public record Settings(
    boolean blocked,
    Blocks blocks,
    int replicates,
    int chainReplicates,
    boolean largeChain,
    boolean boosted,
    long seed) {

  Folds folds(int rows) {
    return blocked ? Folds.blocked(rows) : Folds.interleaved(rows);
  }
}
