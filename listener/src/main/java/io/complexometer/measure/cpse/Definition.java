package io.complexometer.measure.cpse;

import io.complexometer.measure.spectrum.WeightSpectrum;
import java.util.List;

/**
 * What the published material leaves open, or says differently from the reference implementation.
 *
 * @param power p: the eigenvalues are those of (A A^T)^p
 * @param axis where the bins lie
 * @param cycle what becomes of N_max modulo N
 * @param lastDropped whether the last distance is left out, as the reference implementation does
 */
record Definition(int power, Axis axis, Cycle cycle, boolean lastDropped) {

  /** Where the bins lie. */
  enum Axis {
    /** On [0, 1], each spectrum being divided by its own largest eigenvalue. */
    UNIT,
    /** Over the range of all layers. */
    COMMON,
    /** Over the range of the layers up to the step's. */
    PREFIX,
    /**
     * Each layer's over its own range, and the mean of the first l layers over theirs: bins of
     * different places are subtracted from each other.
     */
    OWN
  }

  /** How a spectrum of N values becomes one of N_max. */
  enum Cycle {
    /** It is repeated, the last time only in part. */
    WHOLE,
    /** Each value counts N_max / N times. */
    FRACTIONAL
  }

  /** An eigenvalue as it lies on the axis. */
  double scaled(WeightSpectrum spectrum, int index) {
    double eigenvalue = spectrum.eigenvalue(index);
    if (axis == Axis.UNIT) {
      double largest = spectrum.largest();
      return largest == 0 ? 0 : eigenvalue / largest;
    }
    return raised(eigenvalue);
  }

  /** Bins over the range of one layer. */
  Bins bins(WeightSpectrum spectrum) {
    return axis == Axis.UNIT
        ? Bins.UNIT
        : new Bins(raised(spectrum.smallest()), raised(spectrum.largest()));
  }

  /** Bins over the range of all layers; null where there are none. */
  Bins commonBins(List<WeightSpectrum> spectra) {
    if (axis != Axis.COMMON
        || spectra.stream().anyMatch(spectrum -> spectrum.absence().isPresent())) {
      return null;
    }
    return spectra.stream().map(this::bins).reduce(Bins::and).orElse(null);
  }

  private double raised(double eigenvalue) {
    return power == 2 ? eigenvalue * eigenvalue : eigenvalue;
  }
}
