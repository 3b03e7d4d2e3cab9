package io.complexometer.measure.circular;

import io.complexometer.measure.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Circular spectral difference (CSD): how far the density of a network's weight spectra is from
 * that of random unitary matrices of the same orders, cumulated from the right.
 *
 * <p>The idea is that of Suezen, "Equivalence in Deep Neural Networks via Conjugate Matrix
 * Ensembles", arXiv:2006.13687: the difference of the two densities vanishes in the positive tail,
 * at a rate that depends on the architecture. The paper leaves the common axis, the grid, the start
 * of the tail and the model of the decay open. This closed definition is ours, not the paper's; its
 * numbers can be compared with each other only.
 *
 * @param ensemble of the unitaries
 * @param draws number of circular draws the curve is the mean of
 * @param orders numbers of output units of the weight matrices
 * @param curve CSD at {@link #binCentres()}, from 0 to 2 and falling; empty where absent
 * @param decayRate kappa in CSD ~ prefactor exp(-kappa x), over x &gt; 0
 * @param prefactor the fitted line's value at x = 0
 * @param spikeAtZero the share of zeros among all cycled eigenvalues of the weights, from 0 to 1
 */
public record CircularSpectralDifference(
    CircularEnsemble ensemble,
    int draws,
    List<Integer> orders,
    List<Double> curve,
    Value decayRate,
    Value prefactor,
    Value spikeAtZero) {

  /** Why there is no decay rate: CSD is positive in fewer than two bins of the tail. */
  public static final String NO_TAIL = "no tail to fit";

  // How it works.
  //
  //   x_dnn  = lambda / lambda_max of its own layer, in [0, 1]     (a zero layer: all 0)
  //   x_circ = cos theta, in [-1, 1]                               (theta: phases of the unitary)
  //
  // each sorted descending, cycled to N_max values, pooled over the layers, and counted in 40 bins
  // on [-1, 1]. With densities rho = count / (L N_max width),
  //
  //   CSD(x_b) = sum over b' >= b of |rho_dnn - rho_circ| width
  //            = sum over b' >= b of |count_dnn - count_circ| / (L N_max),
  //
  // integers up to one division, so that CSD > 0 is exact. The curves of several draws are
  // averaged; then ln CSD is fitted by a least-squares line on the bin centres x > 0 where CSD > 0.

  public CircularSpectralDifference {
    orders = List.copyOf(orders);
    curve = List.copyOf(curve);
  }

  /**
   * Compares a network with random unitaries.
   *
   * @param network its weights
   * @param unitaries of the same orders in the same order
   * @return the result; absent where the network's ensemble is
   * @throws IllegalArgumentException if the orders differ
   */
  public static CircularSpectralDifference of(
      MixedMatrixEnsemble network, ConjugateEnsemble unitaries) {
    if (!network.orders().equals(unitaries.orders())) {
      throw new IllegalArgumentException(
          "unitaries of orders "
              + unitaries.orders()
              + " for weight matrices of orders "
              + network.orders());
    }
    List<Double> curve = List.of();
    Line line = new Line(network.absence().orElse(NO_TAIL));
    if (network.absence().isEmpty()) {
      curve = curve(network, unitaries);
      line = Line.through(curve);
    }
    return new CircularSpectralDifference(
        unitaries.ensemble(),
        unitaries.draws(),
        network.orders(),
        curve,
        line.decayRate(),
        line.prefactor(),
        network.spikeAtZero());
  }

  private static List<Double> curve(MixedMatrixEnsemble network, ConjugateEnsemble unitaries) {
    double total = (double) network.orders().size() * network.widestOrder() * unitaries.draws();
    List<Double> fromTheRight = new ArrayList<>();
    long difference = 0;
    for (int b = CosineBins.COUNT - 1; b >= 0; b--) {
      for (int d = 0; d < unitaries.draws(); d++) {
        difference += Math.abs(network.count(b) - unitaries.count(d, b));
      }
      fromTheRight.add(difference / total);
    }
    Collections.reverse(fromTheRight);
    return fromTheRight;
  }

  /**
   * The axis of the curve.
   *
   * @return the centres of 40 equal bins on [-1, 1]
   */
  public static List<Double> binCentres() {
    return IntStream.range(0, CosineBins.COUNT).mapToObj(CosineBins::centre).toList();
  }

  /**
   * How far the curve is from another, constants apart: the standard deviation (divided by n) of
   * their difference over the 20 bins with x &gt; 0. Symmetric; 0 for equal curves.
   *
   * @param other of the same ensemble
   * @return not negative; absent where one of the curves is, with the reason of its decay rate
   * @throws IllegalArgumentException if the ensembles differ
   */
  public Value distance(CircularSpectralDifference other) {
    if (ensemble != other.ensemble) {
      throw new IllegalArgumentException(
          "differences from " + ensemble + " and " + other.ensemble + " cannot be compared");
    }
    if (curve.isEmpty()) {
      return decayRate;
    }
    if (other.curve.isEmpty()) {
      return other.decayRate;
    }
    int bins = CosineBins.COUNT - CosineBins.FIRST_POSITIVE;
    double mean = 0;
    for (int b = CosineBins.FIRST_POSITIVE; b < CosineBins.COUNT; b++) {
      mean += (curve.get(b) - other.curve.get(b)) / bins;
    }
    double squares = 0;
    for (int b = CosineBins.FIRST_POSITIVE; b < CosineBins.COUNT; b++) {
      double deviation = curve.get(b) - other.curve.get(b) - mean;
      squares += deviation * deviation;
    }
    return Value.of(Math.sqrt(squares / bins));
  }

  /** The least-squares line of ln CSD over the positive tail. */
  private record Line(Value decayRate, Value prefactor) {

    Line(String reason) {
      this(Value.absent(reason), Value.absent(reason));
    }

    static Line through(List<Double> curve) {
      int n = 0;
      double meanX = 0;
      double meanY = 0;
      double products = 0;
      double squares = 0;
      for (int b = CosineBins.FIRST_POSITIVE; b < CosineBins.COUNT && curve.get(b) > 0; b++) {
        double x = CosineBins.centre(b) - meanX;
        double y = Math.log(curve.get(b)) - meanY;
        n++;
        meanX += x / n;
        meanY += y / n;
        products += x * y * (n - 1) / n; // Welford's update: nothing cancels
        squares += x * x * (n - 1) / n;
      }
      if (n < 2) {
        return new Line(NO_TAIL);
      }
      double slope = products / squares;
      return new Line(Value.of(0 - slope), Value.of(Math.exp(meanY - slope * meanX)));
    }
  }
}
