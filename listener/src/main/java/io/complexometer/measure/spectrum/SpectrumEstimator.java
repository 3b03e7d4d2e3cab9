package io.complexometer.measure.spectrum;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.BlockLanczos;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.RitzValues;
import java.util.Arrays;
import java.util.List;

/**
 * The spectrum of a matrix that is too large to be decomposed: some eigenvalues exactly, the others
 * as quantiles of an estimated density. The work is a few passes over the matrix, s n m operations
 * each, instead of n^2 m + 4/3 n^3; the memory s steps vectors instead of a Gram matrix.
 *
 * <p>How it works (stochastic Lanczos quadrature: Golub, Meurant, "Matrices, Moments and
 * Quadrature", 2010; Lin, Saad, Yang, "Approximating spectral densities of large matrices", SIAM
 * Review 58, 2016; Ubaru, Chen, Saad, "Fast estimation of tr(f(A)) via stochastic Lanczos
 * quadrature", SIAM J. Matrix Anal. Appl. 38, 2017; for the error of the cumulative distribution
 * Chen, Trogdon, Ubaru, "Analysis of stochastic Lanczos quadrature for spectrum approximation",
 * ICML 2021):
 *
 * <ol>
 *   <li>The squared components of a random unit vector along the n eigenvectors have the
 *       expectation 1/n each: weighted with them, the spectrum is that of the matrix, up to random
 *       errors of sqrt(2 F (1 - F) / n). {@link BlockLanczos} yields this for s vectors at once.
 *   <li>What has converged is taken as it is ({@link Resolution}): the outliers that training makes
 *       come out one by one. (Deflation with what the Krylov space knows already: Chen, Hallman,
 *       "Krylov-aware stochastic trace estimation", SIAM J. Matrix Anal. Appl. 44, 2023.)
 *   <li>Each vector gives a cumulative distribution of the rest ({@link RestDistribution}); their
 *       mean, cut into as many equal shares as eigenvalues are missing, gives one eigenvalue for
 *       each share, its mean.
 *   <li>By what is left to the exact sum, the squared Frobenius norm, x becomes x + t x (h - x), h
 *       being the upper end: zeros and the largest stay, and the order.
 * </ol>
 *
 * @param vectors s, random starting vectors, from 1 to 128; the random error falls with their root
 * @param steps of Lanczos, which is passes over the matrix and nodes of a quadrature, at least 1
 * @param seed of the vectors: the same seed and matrix give the same spectrum
 */
public record SpectrumEstimator(int vectors, int steps, long seed) {
  /** The defaults, chosen with the program {@code SpectrumEstimate} of the benchmarks. */
  public static final SpectrumEstimator DEFAULT = new SpectrumEstimator(16, 32, 1);

  public SpectrumEstimator {
    if (vectors < 1 || vectors > BlockLanczos.MOST_VECTORS || steps < 1) {
      throw new IllegalArgumentException(
          "1 to %d vectors and at least one step, not %d and %d"
              .formatted(BlockLanczos.MOST_VECTORS, vectors, steps));
    }
  }

  /**
   * Estimates a spectrum.
   *
   * @param weights rows are output units
   * @param workspace where the work is done
   * @return its spectrum; absent where an entry is not finite
   */
  public WeightSpectrum spectrum(Matrix weights, GramWorkspace workspace) {
    return WeightSpectrum.ofFinite(weights, () -> estimate(weights, workspace));
  }

  private WeightSpectrum estimate(Matrix a, GramWorkspace workspace) {
    double norm = workspace.squaredNorm(a);
    RitzValues ritz = BlockLanczos.of(a, vectors, steps, seed, workspace);
    int order = Math.min(a.rows(), a.columns());
    int last = ritz.values().length - 1;
    double noise = Math.max(a.rows(), a.columns()) * Math.ulp(1.0) * ritz.values()[last];
    Resolution resolution = Resolution.of(ritz, order, noise);
    double[] singles = resolution.singles().stream().mapToDouble(i -> ritz.values()[i]).toArray();
    Rest rest = Rest.NOTHING;
    if (singles.length < order) {
      double sum = Math.max(0, norm - Arrays.stream(singles).sum());
      rest = rest(ritz, resolution, order - singles.length, sum);
    }
    double limit = rest.end();
    double share = (order - singles.length) / (double) order;
    Value error = rest.standardError();
    SpectrumAccuracy accuracy =
        new SpectrumAccuracy(
            ritz.vectors(),
            ritz.passes(),
            (int) Arrays.stream(singles).filter(x -> x > limit).count(),
            error.isPresent() ? Value.of(share * error.orNaN()) : error,
            share * rest.quadratureError(),
            ritz.residuals()[last],
            resolution.resolvesSmallest(ritz, noise));
    return WeightSpectrum.ofEstimate(a.rows(), descending(singles, rest.eigenvalues()), accuracy);
  }

  /** Estimated eigenvalues, the end of their support, and the errors of their distribution. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Rest(
      double[] eigenvalues, double end, Value standardError, double quadratureError) {
    static final Rest NOTHING = new Rest(new double[0], -1, Value.of(0), 0);
  }

  private Rest rest(RitzValues ritz, Resolution resolution, int count, double sum) {
    RestDistribution distribution = new RestDistribution(ritz, resolution, sum / count);
    List<RestDistribution.View> views =
        Arrays.stream(ritz.weights()).map(weights -> distribution.of(weights, steps)).toList();
    List<CumulativeDistribution> full = views.stream().map(RestDistribution.View::full).toList();
    CumulativeDistribution mean = CumulativeDistribution.mean(full);
    CumulativeDistribution half =
        CumulativeDistribution.mean(views.stream().map(RestDistribution.View::half).toList());
    double unresolved =
        views.stream().mapToDouble(RestDistribution.View::unresolved).average().orElseThrow();
    double[] eigenvalues = mean.squaredMeans(count);
    adjust(eigenvalues, sum, distribution);
    return new Rest(
        eigenvalues,
        distribution.largest(),
        full.size() > 1
            ? Value.of(CumulativeDistribution.standardError(full))
            : Value.absent(SpectrumAccuracy.ONE_VECTOR),
        Math.max(mean.distance(half), unresolved));
  }

  /** Step 4; jumps are eigenvalues, and stay where they are. */
  private static void adjust(double[] quantiles, double sum, RestDistribution distribution) {
    double[] jumps = distribution.jumps();
    double high = distribution.largest();
    double[] room = new double[quantiles.length];
    double all = 0;
    double now = 0;
    for (int i = 0; i < room.length; i++) {
      double x = quantiles[i];
      boolean fixed = Arrays.stream(jumps).anyMatch(jump -> Math.abs(x - jump) <= 1e-12 * high);
      room[i] = fixed ? 0 : Math.max(0, x * (high - x));
      all += room[i];
      now += x;
    }
    double step = all > 0 ? (sum - now) / all : Double.POSITIVE_INFINITY;
    for (int i = 0; i < room.length; i++) {
      if (Math.abs(step) * high < 1) {
        quantiles[i] += step * room[i];
      } else if (now > 0) {
        quantiles[i] *= sum / now; // nothing but jumps: what is missing is rounding
      }
    }
  }

  private static double[] descending(double[] singles, double[] quantiles) {
    double[] all = Arrays.copyOf(quantiles, quantiles.length + singles.length);
    System.arraycopy(singles, 0, all, quantiles.length, singles.length);
    Arrays.sort(all);
    for (int low = 0, high = all.length - 1; low < high; low++, high--) {
      double smaller = all[low];
      all[low] = all[high];
      all[high] = smaller;
    }
    return all;
  }
}
