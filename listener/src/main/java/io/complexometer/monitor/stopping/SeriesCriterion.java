package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Series;
import io.complexometer.monitor.SeriesPattern;
import io.complexometer.monitor.Session;
import io.complexometer.monitor.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A criterion that looks at the series that a pattern names: each of them has to meet it.
 *
 * <p>Some layers have no number (no variance, no bits), and they must not keep a training going for
 * ever: a series that had none at its last {@value Track#ABSENCES} measurements is left out, and
 * counts again from its next number on. As long as all are left out, nothing is known.
 */
abstract class SeriesCriterion implements Criterion {
  private static final int MOST_NAMED = 3;

  private final SeriesPattern pattern;
  private final int remembered;
  private Optional<Place> place = Optional.empty();
  private List<Track> tracks = List.of();

  /**
   * A criterion.
   *
   * @param pattern which series
   * @param remembered how many values of each
   */
  SeriesCriterion(SeriesPattern pattern, int remembered) {
    this.pattern = pattern;
    this.remembered = remembered;
  }

  /** Notes where in a text it was read, for a name that is not known. */
  SeriesCriterion readAt(Place where) {
    this.place = Optional.of(where);
    return this;
  }

  /** The series, as they are written. */
  final String name() {
    return CriterionText.word(pattern);
  }

  final SeriesPattern pattern() {
    return pattern;
  }

  @Override
  public final void begin(Session session) {
    try {
      tracks =
          pattern.require(session).stream()
              .map(series -> new Track(series, session, remembered))
              .toList();
    } catch (IllegalArgumentException e) {
      throw place.<IllegalArgumentException>map(at -> at.fault(e.getMessage())).orElse(e);
    }
  }

  @Override
  public final Verdict test(Sample sample) {
    if (tracks.isEmpty()) {
      throw new IllegalStateException("begin(session) comes before the first sample");
    }
    for (Track track : tracks) {
      if (track.see(sample) && track.hasNumber()) {
        observe(track);
      }
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Track track : tracks) {
      if (!track.isLeftOut()) {
        verdicts.add(
            track.hasNumber()
                ? judge(track, sample)
                : Verdict.unknown(track.series().label() + " has no number yet"));
      }
    }
    return together(verdicts);
  }

  /** A new value has come. */
  void observe(Track track) {}

  /**
   * Judges a series that has a number. What is the same gives the same verdict.
   *
   * @param track what is remembered of it
   * @param sample the newest one
   */
  abstract Verdict judge(Track track, Sample sample);

  private Verdict together(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return Verdict.unknown(name() + " has no number anywhere");
    }
    Verdict all = Verdict.allOf(verdicts);
    List<String> whys =
        verdicts.stream()
            .filter(one -> one.met() == all.met() && one.known() == all.known())
            .map(Verdict::why)
            .toList();
    String more =
        whys.size() > MOST_NAMED ? "; and %d more".formatted(whys.size() - MOST_NAMED) : "";
    int leftOut = tracks.size() - verdicts.size();
    String without = leftOut == 0 ? "" : " (without %d that have no number)".formatted(leftOut);
    return new Verdict(
        all.met(),
        all.known(),
        whys.stream().limit(MOST_NAMED).collect(Collectors.joining("; ")) + more + without);
  }

  /** The beginning of a reason: what a series is, and when. */
  static String says(Track track) {
    return says(track, "is");
  }

  static String says(Track track, String verb) {
    return "%s %s %s in iteration %d"
        .formatted(track.series().label(), verb, readable(track.value()), track.iteration());
  }

  /** A number for people. */
  static String readable(double number) {
    return String.format(Locale.ROOT, "%.4g", number);
  }

  /** What a distance in a series is measured in: 1 of logarithms, else its value. */
  static double unit(Series series, double value) {
    return series.metric().isLogarithmic() ? 1 : Math.abs(value);
  }

  @Override
  public final double[] state() {
    double[] state = new double[tracks.stream().mapToInt(Track::stateLength).sum()];
    int from = 0;
    for (Track track : tracks) {
      track.save(state, from);
      from += track.stateLength();
    }
    return state;
  }

  @Override
  public final void restore(double[] state) {
    int length = tracks.stream().mapToInt(Track::stateLength).sum();
    if (state.length != length) {
      throw new IllegalArgumentException(
          "a state of %d numbers, and not of %d".formatted(state.length, length));
    }
    int from = 0;
    for (Track track : tracks) {
      track.restore(state, from);
      from += track.stateLength();
    }
  }
}
