package io.complexometer.examples.fitting;

import io.complexometer.monitor.Series;
import io.complexometer.monitor.SeriesPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names by which the series of a log can be asked for, and what to say of one that is none. */
final class MeasureNames {
  private final List<Series> all;

  MeasureNames(SampleLogCourses courses) {
    this.all = courses.all().stream().map(Course::series).toList();
  }

  /** What can be asked for, without layers. */
  List<String> keys() {
    return all.stream().map(series -> series.metric().key()).distinct().toList();
  }

  String remedy() {
    return "name one by --measure, of " + String.join(", ", keys()) + ".";
  }

  /** Why a pattern means nothing, what may have been meant, and what there is. */
  String complaint(SeriesPattern pattern) {
    List<Series> ofKey =
        all.stream().filter(series -> series.metric().key().equals(pattern.key())).toList();
    if (ofKey.isEmpty()) {
      return "has no measure '%s'%s; it has %s."
          .formatted(pattern.key(), suggestion(pattern.key(), keys()), String.join(", ", keys()));
    }
    List<String> profiles =
        ofKey.stream()
            .map(series -> series.metric().profile())
            .filter(profile -> !profile.isEmpty())
            .distinct()
            .toList();
    if (pattern.profile().isPresent() && !profiles.contains(pattern.profile().get())) {
      return profiles.isEmpty()
          ? "'%s' has no profiles: leave out '.%s'."
              .formatted(pattern.key(), pattern.profile().get())
          : "'%s' has no profile '%s'%s; it has %s."
              .formatted(
                  pattern.key(),
                  pattern.profile().get(),
                  suggestion(pattern.profile().get(), profiles),
                  String.join(", ", profiles));
    }
    List<String> places =
        ofKey.stream().flatMap(series -> place(series).stream()).distinct().toList();
    if (places.isEmpty()) {
      return "'%s' is of the whole network: leave out '/%s'."
          .formatted(pattern.key(), pattern.layer().orElse(""));
    }
    String layer = pattern.layer().orElse("");
    return "has no '%s' of layer '%s'%s; it has that of %s."
        .formatted(pattern.key(), layer, suggestion(layer, places), String.join(", ", places));
  }

  private static Optional<String> place(Series series) {
    return series
        .layer()
        .map(layer -> layer.name() + series.matrix().map(one -> "/" + one.parameter()).orElse(""));
  }

  private static String suggestion(String text, List<String> names) {
    return names.stream()
        .min(Comparator.comparingInt(name -> distance(text, name)))
        .filter(name -> distance(text, name) <= Math.max(2, name.length() / 2))
        .map(name -> ", nearest is '" + name + "'")
        .orElse("");
  }

  /** Letters to be inserted, left out or replaced: Levenshtein's, upper and lower case alike. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    List<Integer> above = new ArrayList<>();
    for (int j = 0; j <= b.length(); j++) {
      above.add(j);
    }
    for (int i = 1; i <= a.length(); i++) {
      List<Integer> row = new ArrayList<>(List.of(i));
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above.get(j - 1) + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row.add(Math.min(replaced, 1 + Math.min(above.get(j), row.get(j - 1))));
      }
      above = row;
    }
    return above.get(b.length());
  }
}
