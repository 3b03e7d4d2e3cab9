package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Verdict;
import java.util.Locale;

/**
 * A series has stopped changing: from a minimum iteration on, its moving average moves by less than
 * a threshold from one value to the next, for a number of values in a row.
 *
 * <pre>{@code
 * Convergence.of("cpse")                            // cpse converged
 * Convergence.of("effectiveDimension/dense1").within(0.01).over(5).during(5).after(1000)
 * }</pre>
 *
 * <p>Of a logarithm, such as cPSE, which crosses zero, the change is absolute; of all else it is
 * relative to the average. A sample without a new value does not count; an absent value starts the
 * row anew.
 */
public final class Convergence extends SeriesCriterion {
  static final int LARGEST_WINDOW = 10_000;

  private static final int OVER = 10;
  private static final int AFTER = 500;

  /**
   * The defaults that depend on the measure: cPSE rests for a while before it goes on, most of all
   * that of a perceptron.
   */
  private record Patience(double within, int during) {
    private static final Patience OF_CPSE = new Patience(0.002, 20);
    private static final Patience OF_ALL_ELSE = new Patience(0.005, 10);

    static Patience with(SeriesPattern pattern) {
      return pattern.key().equals("cpse") ? OF_CPSE : OF_ALL_ELSE;
    }
  }

  private final double threshold;
  private final int window;
  private final int samples;
  private final int minimum;

  Convergence(SeriesPattern pattern, double threshold, int window, int samples, int minimum) {
    super(pattern, Math.min(window, LARGEST_WINDOW) + 1);
    if (!(threshold > 0 && threshold < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("the threshold must be positive: " + threshold);
    }
    if (window < 1 || window > LARGEST_WINDOW) {
      throw new IllegalArgumentException(
          "the average goes over 1 to %d values: %d".formatted(LARGEST_WINDOW, window));
    }
    if (samples < 1 || minimum < 0) {
      throw new IllegalArgumentException(
          "needs at least 1 value in a row after iteration 0 or later: %d, %d"
              .formatted(samples, minimum));
    }
    this.threshold = threshold;
    this.window = window;
    this.samples = samples;
    this.minimum = minimum;
  }

  /**
   * The defaults: at least 500 iterations, a moving average over 10 values that moves by less than
   * 0.5 % for 10 values in a row; of cPSE by less than 0.002 for 20.
   *
   * @param series as {@link SeriesPattern} reads it; if it names several, all have to converge
   * @return the criterion
   */
  public static Convergence of(String series) {
    return of(SeriesPattern.of(series));
  }

  /**
   * The defaults.
   *
   * @param series if it names several, all have to converge
   * @return the criterion
   */
  public static Convergence of(SeriesPattern series) {
    Patience patience = Patience.with(series);
    return new Convergence(series, patience.within(), OVER, patience.during(), AFTER);
  }

  /**
   * The same with another threshold.
   *
   * @param change of the moving average from one value to the next, positive: absolute of a
   *     logarithm, else relative; by default 0.005, of cPSE 0.002
   * @return another criterion
   */
  public Convergence within(double change) {
    return new Convergence(pattern(), change, window, samples, minimum);
  }

  /**
   * The same with a longer or shorter moving average.
   *
   * @param values from 1 to 10,000; by default 10
   * @return another criterion
   */
  public Convergence over(int values) {
    return new Convergence(pattern(), threshold, values, samples, minimum);
  }

  /**
   * The same with another number of small changes that is asked for ("for" in the text form).
   *
   * @param values in a row, at least 1; by default 10, of cPSE 20
   * @return another criterion
   */
  public Convergence during(int values) {
    return new Convergence(pattern(), threshold, window, values, minimum);
  }

  /**
   * The same with another minimum.
   *
   * @param iteration before which no change counts, not negative; by default 500
   * @return another criterion
   */
  public Convergence after(int iteration) {
    return new Convergence(pattern(), threshold, window, samples, iteration);
  }

  @Override
  void observe(Track track) {
    if (!track.isFull()) {
      return;
    }
    // the average moves by what enters less what leaves
    double change = Math.abs(track.value() - track.oldest()) / window;
    double limit = threshold * unit(track.series(), track.meanWithoutOldest());
    track.count(track.iteration() >= minimum && (change < limit || change == 0));
  }

  @Override
  Verdict judge(Track track, Sample sample) {
    String limit =
        track.series().metric().isLogarithmic()
            ? CriterionText.number(threshold)
            : String.format(Locale.ROOT, "%.3g %%", 100 * threshold);
    boolean met = track.quiet() >= samples;
    String needed = met ? "" : " of %d from iteration %d on".formatted(samples, minimum);
    return new Verdict(
        met,
        "%s: its average over %d values moved by less than %s %d times%s in a row"
            .formatted(
                says(track, met ? "converged at" : "is"), window, limit, track.quiet(), needed));
  }

  @Override
  public String describe() {
    Patience patience = Patience.with(pattern());
    StringBuilder text = new StringBuilder(name()).append(" converged");
    if (threshold != patience.within()) {
      text.append(" within ").append(CriterionText.number(threshold));
    }
    append(text, " over ", window, OVER);
    append(text, " for ", samples, patience.during());
    append(text, " after ", minimum, AFTER);
    return text.toString();
  }

  private static void append(StringBuilder text, String word, int number, int byDefault) {
    if (number != byDefault) {
      text.append(word).append(number);
    }
  }
}
