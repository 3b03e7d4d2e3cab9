package io.complexometer.measure.circular;

import io.complexometer.measure.Value;
import io.complexometer.measure.spectrum.GaussianBidiagonal;
import io.complexometer.measure.spectrum.MatrixShape;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * The weight matrices of a network as one ensemble of matrices of different order
 * (arXiv:2006.13687): the spectrum of each is cycled to the length of the longest, N_max, and all
 * are pooled.
 *
 * <p>Each spectrum is divided by its own largest eigenvalue first (ours: the paper leaves the
 * common axis open), sorted descending, and only counted, never written out N_max times.
 */
public final class MixedMatrixEnsemble {
  /** Why there is no value: there is no matrix at all. */
  public static final String TOO_FEW_MATRICES = "too few weight matrices";

  /**
   * An eigenvalue below this share of the largest is zero: above what a Gram product in double
   * precision leaves of one, and about what single-precision weights can tell (1e-6 in singular
   * values).
   */
  private static final double ZERO = 1e-12;

  private final List<Integer> orders;
  private final int widestOrder;
  private final long[] counts;
  private final long zeros;
  private final Optional<String> absence;

  private MixedMatrixEnsemble(
      List<Integer> orders, long[] counts, long zeros, Optional<String> absence) {
    this.orders = List.copyOf(orders);
    this.widestOrder = widestOrder(orders);
    this.counts = counts;
    this.zeros = zeros;
    this.absence = absence;
  }

  /**
   * The ensemble of a network.
   *
   * @param spectra one for each weight matrix, in any order
   * @return the ensemble; absent without a matrix, or where one has no spectrum
   */
  public static MixedMatrixEnsemble of(List<WeightSpectrum> spectra) {
    List<Integer> orders = spectra.stream().map(WeightSpectrum::order).toList();
    int widestOrder = widestOrder(orders);
    long[] counts = new long[CosineBins.COUNT];
    long zeros = 0;
    Optional<String> absence = spectra.isEmpty() ? Optional.of(TOO_FEW_MATRICES) : Optional.empty();
    for (WeightSpectrum spectrum : spectra) {
      if (spectrum.absence().isPresent()) {
        absence = Optional.of(WeightSpectrum.NON_FINITE);
      } else {
        CosineBins.addCycled(counts(spectrum), spectrum.order(), widestOrder, counts);
        zeros += cycledZeros(spectrum.order(), nonZeros(spectrum), widestOrder);
      }
    }
    return new MixedMatrixEnsemble(orders, counts, zeros, absence);
  }

  /** Eigenvalues divided by the largest; of a zero matrix all are 0. */
  private static long[] counts(WeightSpectrum spectrum) {
    long[] counts = new long[CosineBins.COUNT];
    for (int i = 0; i < spectrum.stored(); i++) {
      double share = spectrum.largest() == 0 ? 0 : spectrum.eigenvalue(i) / spectrum.largest();
      counts[CosineBins.of(share)]++;
    }
    counts[CosineBins.of(0)] += spectrum.order() - spectrum.stored();
    return counts;
  }

  private static int nonZeros(WeightSpectrum spectrum) {
    int others = 0;
    for (int i = 0; i < spectrum.stored(); i++) {
      others += spectrum.eigenvalue(i) > ZERO * spectrum.largest() ? 1 : 0;
    }
    return others;
  }

  /** The zeros of a spectrum that is cycled largest first: a last, partial cycle has fewer. */
  private static long cycledZeros(int order, int others, int widestOrder) {
    long cycles = widestOrder / order;
    int rest = widestOrder % order;
    return cycles * (order - others) + Math.max(0, rest - others);
  }

  /** A network of random Gaussian weights; rank deficiency is that of the shapes. */
  static MixedMatrixEnsemble gaussian(List<MatrixShape> shapes, UniformRandomProvider random) {
    List<Integer> orders = shapes.stream().map(MatrixShape::rows).toList();
    int widestOrder = widestOrder(orders);
    long[] counts = new long[CosineBins.COUNT];
    long zeros = 0;
    for (MatrixShape shape : shapes) {
      long[] own = new GaussianSpectrum(GaussianBidiagonal.draw(shape, random)).counts();
      CosineBins.addCycled(own, shape.rows(), widestOrder, counts);
      int others = Math.min(shape.rows(), shape.columns());
      zeros += cycledZeros(shape.rows(), others, widestOrder);
    }
    return new MixedMatrixEnsemble(orders, counts, zeros, Optional.empty());
  }

  private static int widestOrder(List<Integer> orders) {
    return orders.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /**
   * The numbers of rows of the matrices.
   *
   * @return one for each
   */
  public List<Integer> orders() {
    return orders;
  }

  /**
   * The length to which all spectra are cycled.
   *
   * @return N_max; 0 without a matrix
   */
  public int widestOrder() {
    return widestOrder;
  }

  /**
   * The share of zeros among all cycled eigenvalues: the spike at 0 that rank-deficient layers put
   * into the density. Zero is what is below 1e-12 of the layer's largest.
   *
   * @return from 0 to 1
   */
  public Value spikeAtZero() {
    return absence.isPresent()
        ? Value.absent(absence.get())
        : Value.of(zeros / ((double) orders.size() * widestOrder));
  }

  /**
   * Why there is no density.
   *
   * @return empty where there is one
   */
  public Optional<String> absence() {
    return absence;
  }

  /** How many of the pooled cycled eigenvalues lie in a bin of {@link CosineBins}. */
  long count(int bin) {
    return counts[bin];
  }
}
