package io.complexometer.measure.circular;

import io.complexometer.measure.Value;
import java.util.Optional;

/**
 * Whether two networks are equivalent in the sense of arXiv:2006.13687: their circular spectral
 * differences are equal up to fluctuations.
 *
 * <p>Statistic and threshold are ours, since the paper leaves both open: E(a, b) is {@link
 * CircularSpectralDifference#distance}, delta a quantile of E between random networks of the same
 * shapes.
 *
 * <p><b>What it can tell:</b> not equivalent means that the spectra of the weights differ by more
 * than those of two random initialisations of these shapes would. <b>What it cannot:</b> that two
 * networks compute the same, or equally well. It sees eigenvalues of weights alone, each layer's
 * divided by the largest, pooled: neither the order of the layers, nor their scale, nor a singular
 * vector. Equivalent is the absence of evidence: small layers fluctuate so much that one layer of
 * six may be changed altogether and pass. Networks of different shapes differ in what random
 * weights give, too, for which delta does not allow.
 *
 * @param statistic E(a, b), not negative
 * @param threshold delta, and how it was found
 */
public record NetworkEquivalence(Value statistic, EquivalenceThreshold threshold) {

  /**
   * Compares two networks.
   *
   * @param a one network's difference
   * @param b the other's, from circular draws of its own
   * @param threshold calibrated in the shapes of both
   * @return the result; absent where one of the differences is
   * @throws IllegalArgumentException if ensembles, numbers of draws or orders differ
   */
  public static NetworkEquivalence of(
      CircularSpectralDifference a, CircularSpectralDifference b, EquivalenceThreshold threshold) {
    if (a.ensemble() != threshold.ensemble()
        || a.draws() != threshold.draws()
        || b.draws() != threshold.draws()) {
      throw new IllegalArgumentException(
          String.format(
              "%d draws of %s and %d of %s against a threshold from %d draws of %s",
              a.draws(),
              a.ensemble(),
              b.draws(),
              b.ensemble(),
              threshold.draws(),
              threshold.ensemble()));
    }
    if (!threshold.fits(a.orders(), b.orders())) {
      throw new IllegalArgumentException(
          String.format(
              "networks of orders %s and %s against a threshold for shapes %s and %s: calibrate one"
                  + " in their own",
              a.orders(), b.orders(), threshold.a(), threshold.b()));
    }
    return new NetworkEquivalence(a.distance(b), threshold);
  }

  /**
   * The verdict: E(a, b) &lt;= delta.
   *
   * @return empty where the statistic is absent
   */
  public Optional<Boolean> equivalent() {
    return statistic.isPresent()
        ? Optional.of(statistic.orNaN() <= threshold.delta())
        : Optional.empty();
  }
}
