package io.complexometer.examples.recording;

/**
 * What is known of a recording that was made up.
 *
 * @param entropyBits entropy of a word
 * @param independentBits sum of the units' own entropies
 */
public record Known(double entropyBits, double independentBits) {

  double multiInformationBits() {
    return independentBits - entropyBits;
  }
}
