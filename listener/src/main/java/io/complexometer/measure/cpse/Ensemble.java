package io.complexometer.measure.cpse;

import io.complexometer.measure.Value;
import io.complexometer.measure.cpse.Definition.Axis;
import io.complexometer.measure.cpse.Definition.Cycle;
import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.function.Function;

/**
 * The first l layers of a network: a link of an immutable chain. A network with another last layer
 * shares all links but one with the network before.
 */
final class Ensemble {
  // How it works.
  //
  // All spectra are cycled to N_max values, so that layers of different width can be compared, and
  // counted in K bins: h_l(b). The ensemble grows layer by layer ("cascading"). Its fluctuation in
  // bin b after l layers is
  //
  //   Omega_l(b) = 1/(l N_max) sum_{i<=l} (h_i(b) - H_l(b) / l)^2
  //              = (l S2_l - 2 H_l S1_l + H_l^2) / (l^2 N_max),     S1 = sum h_i, S2 = sum h_i^2
  //
  // where H_l = S1_l, unless the mean is taken in bins of its own. The second form needs integers
  // only until its one division: nothing cancels, Omega_1 is exactly 0, and a result does not
  // depend on the way to it. Fractional counts are no integers and take the first form. The
  // distance of two ensembles is the symmetric Kullback-Leibler form of the paper,
  //
  //   D_l = sum_b (Omega_l - Omega_(l+1)) (log2(Omega_l + eps) - log2(Omega_(l+1) + eps)).

  private static final double EPSILON = 1e-9;
  private static final double LN_2 = Math.log(2);

  /**
   * What all links of a chain have in common: none outlives a change of it.
   *
   * @param definition of the measure
   * @param widestOrder N_max
   * @param common bins over all layers; null where there are none
   */
  record Frame(Definition definition, int widestOrder, Bins common) {}

  private final Frame frame;
  private final Ensemble before;
  private final WeightSpectrum spectrum;
  private final int layers;
  private final Bins shared;
  private final Histogram own;
  private final Tally tally;
  private final Tally pooled;
  private final double[] fluctuation; // Omega_l
  private final double[] logarithms; // log2(Omega_l + eps)
  private final Value distance;

  /**
   * An ensemble of one layer more.
   *
   * @param frame of the chain
   * @param before the ensemble without it; null for the first layer
   * @param spectrum of the layer
   * @param former the link of a former chain at this place, whose histogram serves again if it
   *     counts the same; null if there is none
   */
  Ensemble(Frame frame, Ensemble before, WeightSpectrum spectrum, Ensemble former) {
    this.frame = frame;
    this.before = before;
    this.spectrum = spectrum;
    this.layers = before == null ? 1 : before.layers + 1;
    Definition definition = frame.definition();
    if (isBroken()) {
      shared = null;
      own = null;
      tally = null;
      pooled = null;
      fluctuation = null;
      logarithms = null;
    } else {
      Bins range = definition.bins(spectrum);
      shared =
          definition.axis() == Axis.COMMON
              ? frame.common()
              : range.and(before == null ? null : before.shared);
      Bins bins = definition.axis() == Axis.OWN ? range : shared;
      own = former != null && former.counts(spectrum, frame, bins) ? former.own : count(bins);
      tally = tally(definition.axis() == Axis.PREFIX, own, b -> b.tally);
      pooled = definition.axis() == Axis.OWN ? tally(true, count(shared), b -> b.pooled) : tally;
      fluctuation = definition.cycle() == Cycle.WHOLE ? fluctuation() : fractionalFluctuation();
      logarithms = logarithms();
    }
    distance = before == null ? null : distanceFromBefore();
  }

  /** Whether there is a layer without a spectrum among those that the bins or the sums need. */
  private boolean isBroken() {
    return spectrum.absence().isPresent()
        || (before != null && before.shared == null)
        || (frame.definition().axis() == Axis.COMMON && frame.common() == null);
  }

  private boolean counts(WeightSpectrum other, Frame otherFrame, Bins bins) {
    return spectrum == other
        && own != null
        && frame.equals(otherFrame)
        && (frame.definition().axis() == Axis.OWN || bins.equals(shared));
  }

  /** Whether this link is also that of another chain. */
  boolean serves(Frame otherFrame, Ensemble otherBefore, WeightSpectrum otherSpectrum) {
    return spectrum == otherSpectrum && before == otherBefore && frame.equals(otherFrame);
  }

  private Histogram count(Bins bins) {
    return Histogram.of(spectrum, frame.definition(), bins, frame.widestOrder());
  }

  /** The sums with this layer; counted anew where they lie in shared bins that have grown. */
  private Tally tally(boolean inSharedBins, Histogram last, Function<Ensemble, Tally> part) {
    if (before == null) {
      return Tally.EMPTY.plus(last);
    }
    if (!inSharedBins || before.shared.equals(shared)) {
      return part.apply(before).plus(last);
    }
    Tally anew = Tally.EMPTY.plus(last);
    for (Ensemble link = before; link != null; link = link.before) {
      anew = anew.plus(link.count(shared));
    }
    return anew;
  }

  private double[] fluctuation() {
    double[] omega = new double[Bins.COUNT];
    double divisor = (double) layers * layers * frame.widestOrder();
    for (int bin = 0; bin < Bins.COUNT; bin++) {
      long sum = tally.counts()[bin];
      long mean = pooled.counts()[bin];
      long deviation =
          Math.addExact(
              Math.multiplyExact((long) layers, tally.squares()[bin]),
              Math.multiplyExact(mean, mean - 2 * sum));
      omega[bin] = deviation / divisor;
    }
    return omega;
  }

  private double[] fractionalFluctuation() {
    boolean ownBins = frame.definition().axis() == Axis.OWN;
    double[] omega = new double[Bins.COUNT];
    Histogram[] counted = new Histogram[layers];
    Histogram[] inShared = new Histogram[layers];
    int layer = layers;
    for (Ensemble link = this; link != null; link = link.before) {
      layer--;
      boolean same = !ownBins && link.shared.equals(shared);
      inShared[layer] = same ? link.own : link.count(shared);
      counted[layer] = ownBins ? link.own : inShared[layer];
    }
    for (int bin = 0; bin < Bins.COUNT; bin++) {
      double sum = 0;
      for (Histogram histogram : inShared) {
        sum += histogram.weight() * histogram.count(bin);
      }
      double mean = sum / layers;
      double squares = 0;
      for (Histogram histogram : counted) {
        double deviation = histogram.weight() * histogram.count(bin) - mean;
        squares += deviation * deviation;
      }
      omega[bin] = squares / ((double) layers * frame.widestOrder());
    }
    return omega;
  }

  private double[] logarithms() {
    double[] bits = new double[Bins.COUNT];
    for (int bin = 0; bin < Bins.COUNT; bin++) {
      bits[bin] = Math.log(fluctuation[bin] + EPSILON) / LN_2;
    }
    return bits;
  }

  private Value distanceFromBefore() {
    if (fluctuation == null) {
      return Value.absent(
          spectrum.absence().isPresent() ? WeightSpectrum.NON_FINITE : Cpse.NON_FINITE_ELSEWHERE);
    }
    double bits = 0;
    for (int bin = 0; bin < Bins.COUNT; bin++) {
      bits +=
          (before.fluctuation[bin] - fluctuation[bin]) * (before.logarithms[bin] - logarithms[bin]);
    }
    return Value.of(bits);
  }

  /** D_(l-1), in bits: how far the last layer moved the ensemble; null for the first layer. */
  Value distance() {
    return distance;
  }
}
