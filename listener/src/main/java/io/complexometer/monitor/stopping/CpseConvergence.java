package io.complexometer.monitor.stopping;

import io.complexometer.measure.cpse.CpseProfile;
import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Verdict;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;

/**
 * cPSE has stopped changing: from a minimum iteration on, its moving average moves by less than a
 * threshold from one sample to the next, for a number of samples in a row.
 *
 * <p>The change is absolute, since cPSE is a logarithm and crosses zero. A sample without a new
 * value does not count; an absent value starts the row anew.
 *
 * @param profile which cPSE
 * @param minimumIterations iterations before which nothing converges
 * @param window number of values in the moving average
 * @param threshold largest change of the moving average, in log10 bits
 * @param samples number of samples in a row
 */
public record CpseConvergence(
    CpseProfile profile, int minimumIterations, int window, double threshold, int samples) {

  public CpseConvergence {
    if (minimumIterations < 0 || window < 1 || !(threshold > 0) || samples < 1) {
      throw new IllegalArgumentException(
          "needs minimumIterations >= 0, window >= 1, threshold > 0, samples >= 1: "
              + minimumIterations
              + ", "
              + window
              + ", "
              + threshold
              + ", "
              + samples);
    }
  }

  /**
   * The defaults.
   *
   * @return scale-free cPSE, at least 500 iterations, a moving average over 10 values that moves by
   *     less than 0.005 for 10 samples
   */
  public static CpseConvergence standard() {
    return standard(CpseProfile.SCALE_FREE);
  }

  /**
   * The defaults, on another definition; they were chosen on the scale-free one.
   *
   * @param profile which cPSE
   * @return the same numbers
   */
  public static CpseConvergence standard(CpseProfile profile) {
    return new CpseConvergence(profile, 500, 10, 0.005, 10);
  }

  /**
   * A criterion that has seen no sample yet.
   *
   * @return for one training
   */
  public Criterion criterion() {
    return new Row();
  }

  private final class Row implements Criterion {
    private final Deque<Double> values = new ArrayDeque<>();
    private long newest = -1;
    private int quiet;
    private Verdict verdict = Verdict.notMet("cPSE is not measured yet");

    @Override
    public Verdict test(Sample sample) {
      sample.readings().stream()
          .filter(reading -> isIt(reading.series()))
          .filter(reading -> reading.iteration() > newest) // not one carried over
          .findFirst()
          .ifPresent(reading -> verdict = new Verdict(settles(reading), why(reading)));
      return verdict;
    }

    private boolean isIt(Series series) {
      return series.metric().key().equals("cpse")
          && series.metric().profile().equals(profile.label());
    }

    @Override
    public String describe() {
      return "cpse converged";
    }

    private boolean settles(Reading reading) {
      newest = reading.iteration();
      if (!reading.value().isPresent()) {
        values.clear();
        quiet = 0;
        return false;
      }
      values.addLast(reading.value().orNaN());
      if (values.size() <= window) {
        return false;
      }
      // the average moves by what enters less what leaves
      double change = Math.abs(values.getLast() - values.removeFirst()) / window;
      quiet = newest >= minimumIterations && change < threshold ? quiet + 1 : 0;
      return quiet >= samples;
    }

    private String why(Reading reading) {
      return String.format(
          Locale.ROOT,
          "cPSE (%s) converged at %.4f in iteration %d: its average over %d samples moved by less"
              + " than %s for %d samples",
          profile.label(),
          reading.value().orNaN(),
          reading.iteration(),
          window,
          threshold,
          samples);
    }
  }
}
