package io.complexometer.monitor;

import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.network.WeightMatrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the eigenvalues of A A^T of one weight matrix A lie, in cumulative counts: a column of a
 * heatmap. The bounds are the same for all matrices and all times.
 *
 * <p>Five bounds a decade from 10^-5 to 10^3, each a second one of {@link SpectralDensity}: that
 * leaves room on both sides of what initialisations give (10^-4 to 10), and what lies beyond is
 * counted together.
 *
 * @param matrix the weight matrix
 * @param counts how many eigenvalues are below each of {@link #BOUNDS}, and last how many there
 *     are; empty where they are absent
 * @param absence why there is none
 * @param iteration when it was measured; -1 if never
 */
public record Density(
    WeightMatrix matrix, List<Integer> counts, Optional<String> absence, long iteration) {

  private static final double LEAST = 1e-5;
  private static final double MOST = 1e3;

  /** Ascending, in the unit of squared weights. */
  public static final List<Double> BOUNDS = bounds();

  public Density {
    counts = List.copyOf(counts);
    if (counts.size() != (absence.isPresent() ? 0 : BOUNDS.size() + 1)) {
      throw new IllegalArgumentException(
          "%d counts for %d bounds".formatted(counts.size(), BOUNDS.size()));
    }
  }

  /**
   * One that is not there.
   *
   * @param matrix the weight matrix
   * @param reason a short constant phrase
   * @param iteration when it could not be measured; -1 if that was never tried
   * @return without counts
   */
  static Density absent(WeightMatrix matrix, String reason, long iteration) {
    return new Density(matrix, List.of(), Optional.of(reason), iteration);
  }

  /** Adds bins up. */
  static Density of(WeightMatrix matrix, SpectralDensity density, long iteration) {
    if (density.absence().isPresent()) {
      return new Density(matrix, List.of(), density.absence(), iteration);
    }
    List<Double> edges = SpectralDensity.edges();
    List<Integer> counts = new ArrayList<>();
    int below = density.zeros() + density.below();
    for (int edge = 0; edge < edges.size(); edge++) {
      if (BOUNDS.contains(edges.get(edge))) {
        counts.add(below);
      }
      below += edge < density.counts().size() ? density.counts().get(edge) : density.above();
    }
    counts.add(below);
    return new Density(matrix, counts, Optional.empty(), iteration);
  }

  private static List<Double> bounds() {
    List<Double> edges = SpectralDensity.edges();
    List<Double> bounds = new ArrayList<>();
    for (int edge = 0; edge < edges.size(); edge += 2) {
      if (edges.get(edge) >= LEAST && edges.get(edge) <= MOST) {
        bounds.add(edges.get(edge));
      }
    }
    return List.copyOf(bounds);
  }
}
