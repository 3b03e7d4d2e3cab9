package io.complexometer.measure.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How many eigenvalues of A A^T lie where, on a logarithmic grid that is the same for all matrices
 * and all times: columns of a heatmap.
 *
 * <p>Ten bins a decade from 10^-12 to 10^6, [e_i, e_(i+1)); neighbours can be added up to five, two
 * or one a decade. Ten is the finest at which a bin of a layer of some hundred units still holds a
 * few eigenvalues; the limits leave room on both sides of what initialisations give (10^-4 to 10).
 * All counts together are the order N.
 *
 * @param counts one for each bin, the smallest eigenvalues first; empty where there is no spectrum
 * @param below number of eigenvalues under the first edge that are not zeros
 * @param above number of eigenvalues at and above the last edge
 * @param zeros number of eigenvalues that cannot be told from zero, those of N &gt; M included: N
 *     minus the numerical rank
 * @param absence why there is no spectrum
 */
public record SpectralDensity(
    List<Integer> counts, int below, int above, int zeros, Optional<String> absence) {

  private static final int BINS_PER_DECADE = 10;
  private static final int FIRST_DECADE = -12;
  private static final int LAST_DECADE = 6;
  private static final double[] EDGES = grid();

  public SpectralDensity {
    counts = List.copyOf(counts);
  }

  /**
   * Counts.
   *
   * @param spectrum of a matrix of N rows
   * @param columns the matrix's columns M
   * @return the histogram; without counts where there is no spectrum
   * @throws IllegalArgumentException if a matrix of so many columns cannot have that spectrum
   */
  public static SpectralDensity of(WeightSpectrum spectrum, int columns) {
    PositiveEigenvalues eigenvalues = PositiveEigenvalues.of(spectrum, columns);
    if (spectrum.absence().isPresent()) {
      return new SpectralDensity(List.of(), 0, 0, 0, Optional.of(WeightSpectrum.NON_FINITE));
    }
    Integer[] counts = new Integer[EDGES.length - 1];
    Arrays.fill(counts, 0);
    int below = 0;
    int above = 0;
    for (double eigenvalue : eigenvalues.ascending()) {
      int found = Arrays.binarySearch(EDGES, eigenvalue);
      int bin = found >= 0 ? found : -found - 2;
      if (bin < 0) {
        below++;
      } else if (bin == counts.length) {
        above++;
      } else {
        counts[bin]++;
      }
    }
    int zeros = spectrum.order() - eigenvalues.count();
    return new SpectralDensity(List.of(counts), below, above, zeros, Optional.empty());
  }

  /**
   * The limits of the bins.
   *
   * @return one more than there are bins, smallest first, each a double next to a power of
   *     10^(1/10)
   */
  public static List<Double> edges() {
    return Arrays.stream(EDGES).boxed().toList();
  }

  /** Whole decades are exact; what is between does not depend on the machine's logarithms. */
  private static double[] grid() {
    List<Double> edges = new ArrayList<>();
    for (int decade = FIRST_DECADE; decade < LAST_DECADE; decade++) {
      double power = Double.parseDouble("1e" + decade);
      for (int bin = 0; bin < BINS_PER_DECADE; bin++) {
        edges.add(power * StrictMath.pow(10, (double) bin / BINS_PER_DECADE));
      }
    }
    edges.add(Double.parseDouble("1e" + LAST_DECADE));
    return edges.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
