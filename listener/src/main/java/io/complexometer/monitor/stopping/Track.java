package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Reading;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.Session;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a criterion remembers of one series: its newest values, or for how long it has had none. */
final class Track {
  /** Measurements without a number, in a row, after which nothing is expected of a series. */
  static final int ABSENCES = 10;

  private static final int FIXED = 4; // numbers of the state beside the values

  private final Series series;
  private final int reading; // its place among the readings; -1 for the score
  private final int trend; // its place among the trends; -1 if there is none
  private final int most;
  private final Deque<Double> values = new ArrayDeque<>();
  private long newest = -1;
  private int absences;
  private int quiet;

  /**
   * Nothing has been seen.
   *
   * @param series of the session
   * @param session whose samples will come
   * @param most values that are remembered, the newest ones
   */
  Track(Series series, Session session, int most) {
    this.series = series;
    this.reading = session.series().indexOf(series);
    this.trend = session.fitted().indexOf(series);
    this.most = most;
  }

  /**
   * Takes note of a new value. An absent one makes it forget those before.
   *
   * @return whether there was a new one: one that was carried over is none
   */
  boolean see(Sample sample) {
    Reading now =
        reading < 0
            ? new Reading(series, sample.score(), sample.iteration())
            : sample.readings().get(reading);
    if (now.iteration() <= newest) {
      return false;
    }
    newest = now.iteration();
    if (now.value().isPresent()) {
      absences = 0;
      values.addLast(now.value().orNaN());
      if (values.size() > most) {
        values.removeFirst();
      }
    } else {
      absences = Math.min(absences + 1, ABSENCES);
      values.clear();
      quiet = 0;
    }
    return true;
  }

  Series series() {
    return series;
  }

  /** The place of its law among those of every sample; -1 if none is fitted. */
  int trend() {
    return trend;
  }

  boolean hasNumber() {
    return !values.isEmpty();
  }

  /** Whether it is all the same what becomes of it: a layer without variance, or without bits. */
  boolean isLeftOut() {
    return absences >= ABSENCES;
  }

  /** The newest value; there has to be one. */
  double value() {
    return values.getLast();
  }

  /** When that was measured. */
  long iteration() {
    return newest;
  }

  /** Whether as many values are there as are remembered. */
  boolean isFull() {
    return values.size() == most;
  }

  double oldest() {
    return values.getFirst();
  }

  /** Mean of all values but the oldest. */
  double meanWithoutOldest() {
    return values.stream().skip(1).mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** How often in a row it has been found to be quiet. */
  int quiet() {
    return quiet;
  }

  void count(boolean isQuiet) {
    quiet = isQuiet ? quiet + 1 : 0;
  }

  int stateLength() {
    return FIXED + most;
  }

  /** Writes {newest, absences, quiet, number of values, values, zeros}. */
  void save(double[] state, int from) {
    state[from] = newest;
    state[from + 1] = absences;
    state[from + 2] = quiet;
    state[from + 3] = values.size();
    int i = from + FIXED;
    for (double value : values) {
      state[i++] = value;
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IllegalArgumentException if that cannot have been written
   */
  void restore(double[] state, int from) {
    int count = (int) whole(state[from + 3], 0, most);
    newest = whole(state[from], -1, Long.MAX_VALUE);
    absences = (int) whole(state[from + 1], 0, ABSENCES);
    quiet = (int) whole(state[from + 2], 0, Integer.MAX_VALUE);
    values.clear();
    for (int i = 0; i < count; i++) {
      double value = state[from + FIXED + i];
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a state with a value of " + value);
      }
      values.addLast(value);
    }
  }

  private static long whole(double number, long least, long most) {
    if (number != Math.rint(number) || !(number >= least && number <= most)) {
      throw new IllegalArgumentException(
          "a state with %s where a whole number from %d to %d belongs"
              .formatted(number, least, most));
    }
    return (long) number;
  }
}
