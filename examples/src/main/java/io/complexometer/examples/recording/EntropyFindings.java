package io.complexometer.examples.recording;

import io.complexometer.measure.Value;
import java.util.Optional;

/**
 * The entropy of the words of a recording: which units are active in a time bin. In bits a bin.
 *
 * @param silentUnits units active in no bin
 * @param alwaysActiveUnits units active in all bins
 * @param distinctPatterns different words seen
 * @param singletons of them seen once
 * @param coverage 1 - singletons / n: the share of words, by weight, that were seen
 * @param independent sum of the units' own entropies
 * @param tree cross-validated code length of a tree of pairs
 * @param chain cross-validated code length of a chain of logistic regressions; absent where it
 *     would take too long
 * @param remainingGain by which the chain might still shrink
 * @param chainBias by about how much the chain is too high because the recording is short
 * @param boosted cross-validated code length of boosted trees, if asked for
 * @param jointPlugIn from the frequencies of whole words
 * @param jointMillerMadow the same, corrected to first order
 * @param jointGrassberger the same, corrected by Grassberger; not valid where the coverage is low
 * @param multiInformation what the units know of each other: independent less code length
 * @param multiInformationBy label of the estimator of that code length
 */
public record EntropyFindings(
    int silentUnits,
    int alwaysActiveUnits,
    int distinctPatterns,
    int singletons,
    double coverage,
    Estimate independent,
    Estimate tree,
    Estimate chain,
    Value remainingGain,
    Value chainBias,
    Optional<Estimate> boosted,
    Estimate jointPlugIn,
    Estimate jointMillerMadow,
    Estimate jointGrassberger,
    Estimate multiInformation,
    String multiInformationBy) {}
