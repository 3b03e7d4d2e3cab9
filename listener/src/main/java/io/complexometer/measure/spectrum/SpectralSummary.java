package io.complexometer.measure.spectrum;

import io.complexometer.measure.Value;

/**
 * One weight matrix A in single numbers, all from the spectrum that is already there. lambda are
 * the eigenvalues of A A^T that can be told from zero: above max(N, M) 2^-52 times the largest.
 *
 * @param spectralNorm the largest singular value, sqrt(lambda_max)
 * @param frobeniusNorm sqrt(sum lambda)
 * @param stableRank sum lambda / lambda_max, from 1 to min(N, M) (Rudelson, Vershynin, J. ACM
 *     54(4), 2007)
 * @param effectiveRank exp(-sum p ln p), p = lambda / sum lambda, from 1 to min(N, M). Ours: Roy,
 *     Vetterli (EUSIPCO 2007) take singular values in place of lambda, which gives more
 * @param conditionNumber sqrt(lambda_max / lambda_min), at least 1; of a rank-deficient matrix that
 *     of its action on what it does not map to zero. Absent where the spectrum is an estimate that
 *     does not reach the smallest
 * @param tail the power law fitted to the largest lambda
 * @param alphaHat the tail's alpha times log10(lambda_max) (Martin, Peng, Mahoney, Nature
 *     Communications 12, 4122, 2021, arXiv:2002.06716), of either sign; depends on the scale of A
 */
public record SpectralSummary(
    Value spectralNorm,
    Value frobeniusNorm,
    Value stableRank,
    Value effectiveRank,
    Value conditionNumber,
    PowerLawTail tail,
    Value alphaHat) {

  /** Why there is no value but the norms: all entries are zero. */
  public static final String ZERO_MATRIX = "zero matrix";

  /**
   * Sums up a spectrum.
   *
   * @param spectrum of a matrix of N rows
   * @param columns the matrix's columns M
   * @return the numbers; all absent where there is no spectrum, all but the norms where it is zero
   * @throws IllegalArgumentException if a matrix of so many columns cannot have that spectrum
   */
  public static SpectralSummary of(WeightSpectrum spectrum, int columns) {
    PositiveEigenvalues eigenvalues = PositiveEigenvalues.of(spectrum, columns);
    if (spectrum.absence().isPresent()) {
      Value absent = Value.absent(WeightSpectrum.NON_FINITE);
      return absent(absent, WeightSpectrum.NON_FINITE);
    } else if (eigenvalues.count() == 0) {
      return absent(Value.of(0), ZERO_MATRIX);
    }
    // Shares of the largest eigenvalue: their sum stays finite where that of eigenvalues overflows.
    double largest = eigenvalues.largest();
    double stableRank = 0;
    for (double eigenvalue : eigenvalues.ascending()) {
      stableRank += eigenvalue / largest;
    }
    double entropy = 0;
    for (double eigenvalue : eigenvalues.ascending()) {
      double p = eigenvalue / largest / stableRank;
      entropy -= p * Math.log(p);
    }
    int resolved = spectrum.accuracy().map(SpectrumAccuracy::resolved).orElse(eigenvalues.count());
    PowerLawTail tail = PowerLawTail.of(eigenvalues).ofEstimate(resolved);
    double spectralNorm = Math.sqrt(largest);
    return new SpectralSummary(
        Value.of(spectralNorm),
        Value.of(spectralNorm * Math.sqrt(stableRank)),
        Value.of(stableRank),
        Value.of(Math.exp(entropy)),
        spectrum.accuracy().map(SpectrumAccuracy::smallestResolved).orElse(true)
            ? Value.of(Math.sqrt(largest / eigenvalues.smallest()))
            : Value.absent(SpectrumAccuracy.NOT_RESOLVED),
        tail,
        tail.alpha().isPresent()
            ? Value.of(tail.alpha().orNaN() * Math.log10(largest))
            : tail.alpha());
  }

  private static SpectralSummary absent(Value norm, String reason) {
    Value absent = Value.absent(reason);
    return new SpectralSummary(
        norm, norm, absent, absent, absent, PowerLawTail.absent(reason), absent);
  }
}
