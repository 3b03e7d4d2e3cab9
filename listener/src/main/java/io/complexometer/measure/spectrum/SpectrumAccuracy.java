package io.complexometer.measure.spectrum;

import io.complexometer.measure.Value;

/**
 * How good an estimated spectrum is.
 *
 * <p>The largest distance between its cumulative distribution and the true one (the Kolmogorov
 * distance) is to be expected within four standard errors, plus the quadrature error, plus one
 * eigenvalue's share.
 *
 * @param vectors number of random starting vectors
 * @param passes how often the matrix was gone through
 * @param resolved number of the largest eigenvalues, those above all estimated ones, that were
 *     found one by one
 * @param standardError of the cumulative distribution, as a share of all eigenvalues, where it is
 *     largest: the standard deviation between starting vectors, divided by the root of their
 *     number; absent for one vector
 * @param quadratureError the Kolmogorov distance to the distribution that half as many nodes give,
 *     or the largest share of eigenvalues that lie too close together to be told apart, if that is
 *     more: beside a largest eigenvalue of 1, k steps see nothing finer than about 1/k^2
 * @param largestResidual there is an eigenvalue within this distance of the largest one, which is
 *     never above the true one (but for rounding)
 * @param smallestResolved whether the smallest eigenvalue above zero was found and is not a
 *     quantile
 */
public record SpectrumAccuracy(
    int vectors,
    int passes,
    int resolved,
    Value standardError,
    double quadratureError,
    double largestResidual,
    boolean smallestResolved) {

  /** Why there is no number that only an exact spectrum has. */
  public static final String NOT_RESOLVED = "estimated spectrum";

  /** Why there is no standard error. */
  public static final String ONE_VECTOR = "one starting vector";
}
