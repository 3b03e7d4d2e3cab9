package io.complexometer.examples.report;

import io.complexometer.examples.analysis.MatrixAnalysis;
import io.complexometer.measure.spectrum.PowerLawTail;
import io.complexometer.measure.spectrum.SpectralDensity;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The spectrum of a weight matrix as a curve: over an eigenvalue lambda of A A^T the share of all
 * that are at least as large, its rank divided by N. On logarithmic axes a power law of exponent
 * alpha is a straight line of slope 1 - alpha. No bins have to be chosen, and no eigenvalue is
 * merged with another.
 */
final class SpectrumPlots {
  /** The largest eigenvalues, each of which is a point. */
  private static final int SINGLE = 60;

  /** Points for the others, evenly over the logarithm of their rank: a curve has no more pixels. */
  private static final int OTHERS = 140;

  private SpectrumPlots() {}

  /** The curve, largest eigenvalue first; what cannot be told from zero has no place on it. */
  static List<Point> curve(MatrixAnalysis matrix) {
    WeightSpectrum spectrum = matrix.spectrum();
    double[] descending = descending(matrix);
    List<Point> points = new ArrayList<>();
    for (int rank : ranks(descending.length)) {
      points.add(new Point(descending[rank - 1], (double) rank / spectrum.order()));
    }
    return points;
  }

  /** The fitted law from xmin to the largest eigenvalue; empty where there is none. */
  static List<Point> tail(MatrixAnalysis matrix) {
    PowerLawTail tail = matrix.summary().tail();
    if (!tail.alpha().isPresent()) {
      return List.of();
    }
    double from = tail.xmin().orNaN();
    double to = matrix.spectrum().largest();
    double share = tail.eigenvalues().orNaN() / matrix.spectrum().order();
    double shrunk = Math.pow(to / from, 1 - tail.alpha().orNaN());
    return List.of(new Point(from, share), new Point(to, share * shrunk));
  }

  private static double[] descending(MatrixAnalysis matrix) {
    WeightSpectrum spectrum = matrix.spectrum();
    if (spectrum.absence().isPresent()) {
      return new double[0];
    }
    int zeros = SpectralDensity.of(spectrum, (int) matrix.matrix().columns()).zeros();
    double[] ascending =
        IntStream.range(0, spectrum.stored()).mapToDouble(spectrum::eigenvalue).sorted().toArray();
    int positive = spectrum.order() - zeros;
    double[] descending = new double[positive];
    for (int i = 0; i < positive; i++) {
      descending[i] = ascending[ascending.length - 1 - i];
    }
    return descending;
  }

  private static Iterable<Integer> ranks(int count) {
    TreeSet<Integer> ranks = new TreeSet<>();
    for (int rank = 1; rank <= Math.min(SINGLE, count); rank++) {
      ranks.add(rank);
    }
    for (int i = 0; i <= OTHERS && count > SINGLE; i++) {
      double power = Math.pow((double) count / SINGLE, (double) i / OTHERS);
      ranks.add((int) Math.min(count, Math.round(SINGLE * power)));
    }
    return ranks;
  }
}
