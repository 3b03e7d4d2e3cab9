package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The series that a pattern can name in one training, and what to say of one that names none.
 *
 * @param series all, the score among them
 * @param headline the cPSE that is meant where no profile is named
 */
record KnownSeries(List<Series> series, CpseProfile headline) {
  private static final int MOST_SUGGESTED = 3;

  /** The series of a training, to which its score is added. */
  static KnownSeries of(List<Series> series, CpseProfile headline) {
    return new KnownSeries(
        Stream.concat(Stream.of(Series.SCORE), series.stream()).toList(), headline);
  }

  List<Series> matching(SeriesPattern pattern) {
    return series.stream().filter(one -> pattern.matches(one, headline)).toList();
  }

  /**
   * The series that a pattern names.
   *
   * @throws IllegalArgumentException if that is none
   */
  List<Series> require(SeriesPattern pattern) {
    List<Series> matching = matching(pattern);
    if (matching.isEmpty()) {
      throw new IllegalArgumentException(
          "'%s' names nothing that is measured: %s".formatted(pattern, explain(pattern)));
    }
    return matching;
  }

  private String explain(SeriesPattern pattern) {
    List<Series> sameKey =
        series.stream().filter(one -> one.metric().key().equals(pattern.key())).toList();
    if (sameKey.isEmpty()) {
      List<String> keys = names(series, one -> one.metric().key());
      return didYouMean(pattern.key(), keys) + "known are " + String.join(", ", keys) + probe();
    }
    List<String> profiles = names(sameKey, one -> one.metric().profile());
    if (pattern.profile().isPresent() && !profiles.contains(pattern.profile().get())) {
      return profiles.equals(List.of(""))
          ? pattern.key() + " has no profiles"
          : didYouMean(pattern.profile().get(), profiles)
              + "its profiles are "
              + String.join(", ", profiles);
    }
    List<String> layers = names(sameKey, one -> one.layer().map(l -> l.name()).orElse(""));
    if (layers.equals(List.of(""))) {
      return pattern.key() + " belongs to the whole network, not to a layer";
    }
    List<String> places = names(sameKey, KnownSeries::place);
    List<String> names = Stream.concat(layers.stream(), places.stream()).distinct().toList();
    return didYouMean(pattern.layer().orElse(""), names)
        + "it is there for "
        + String.join(", ", places);
  }

  private static String place(Series series) {
    return series.layer().map(one -> one.name()).orElse("")
        + series.matrix().map(one -> "/" + one.parameter()).orElse("");
  }

  private static List<String> names(List<Series> of, Function<Series, String> name) {
    return of.stream().map(name).distinct().toList();
  }

  /** Whoever names a measure of the activations may have forgotten the probe. */
  private String probe() {
    boolean probed =
        Arrays.stream(Measure.values())
            .filter(measure -> measure.input() == Input.PROBE)
            .anyMatch(
                measure ->
                    series.stream()
                        .anyMatch(one -> one.metric().measure().equals(measure.label())));
    return probed ? "" : " (measures of the activations need a probe)";
  }

  private static String didYouMean(String name, List<String> known) {
    String near =
        known.stream()
            .filter(one -> distance(name, one) <= Math.max(2, name.length() / 3))
            .sorted(Comparator.comparingInt(one -> distance(name, one)))
            .limit(MOST_SUGGESTED)
            .collect(Collectors.joining(" or "));
    return near.isEmpty() ? "" : "did you mean " + near + "? ";
  }

  /** How many letters have to be put in, left out or changed (Levenshtein 1966). */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[] row = new int[b.length() + 1];
    Arrays.setAll(row, j -> j);
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
