package io.complexometer.monitor;

import io.complexometer.measure.cpse.CpseProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Names series in one word: {@code score}, {@code cpse}, {@code cpse.paper}, {@code
 * effectiveDimension/dense1}. A key is a metric's name in camel case, as in a sample log; after the
 * first slash comes a layer's name or index, and after a further one the key of a weight matrix.
 *
 * @param key of the metric
 * @param profile of the metric; empty for any, but of cPSE the headline
 * @param layer name or index of the layer; empty for all
 */
public record SeriesPattern(String key, Optional<String> profile, Optional<String> layer) {
  private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\.(\\w+))?(?:/(.+))?");

  /**
   * Reads a pattern.
   *
   * @param text {@code NAME[.PROFILE][/LAYER]}
   * @return the pattern
   * @throws IllegalArgumentException if it is none
   */
  public static SeriesPattern of(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'%s' names no measure: write NAME, NAME/LAYER or NAME.PROFILE/LAYER, as in"
                  .formatted(text)
              + " score, effectiveDimension/dense1, cpse.paper");
    }
    return new SeriesPattern(
        matcher.group(1),
        Optional.ofNullable(matcher.group(2)),
        Optional.ofNullable(matcher.group(3)));
  }

  /**
   * Whether a series is meant.
   *
   * @param series one series
   * @param headline the cPSE that is meant where no profile is named
   * @return true if so
   */
  public boolean matches(Series series, CpseProfile headline) {
    return series.metric().key().equals(key)
        && matchesProfile(series.metric().profile(), headline)
        && (layer.isEmpty() || isAt(layer.get(), series));
  }

  private boolean matchesProfile(String other, CpseProfile headline) {
    boolean ofCpse = Arrays.stream(CpseProfile.values()).anyMatch(p -> p.label().equals(other));
    return profile.map(other::equals).orElse(!ofCpse || other.equals(headline.label()));
  }

  /** A layer's name or index, or with a further slash one of its weight matrices. */
  private static boolean isAt(String place, Series series) {
    String matrix = series.matrix().map(one -> "/" + one.parameter()).orElse("");
    return series
        .layer()
        .flatMap(
            one ->
                Stream.of(one.name(), Integer.toString(one.index()))
                    .filter(name -> place.equals(name) || place.equals(name + matrix))
                    .findFirst())
        .isPresent();
  }

  /**
   * The series of a session that are meant, the score among them.
   *
   * @param session that has them
   * @return in the session's order; empty if there are none
   */
  public List<Series> select(Session session) {
    return KnownSeries.of(session.series(), session.headline()).matching(this);
  }

  /**
   * The series of a session that are meant, where there have to be some.
   *
   * @param session that has them
   * @return in the session's order, at least one
   * @throws IllegalArgumentException if there are none; the message names the nearest
   */
  public List<Series> require(Session session) {
    return KnownSeries.of(session.series(), session.headline()).require(this);
  }

  /** The text that this was read from. */
  @Override
  public String toString() {
    return key + profile.map(p -> "." + p).orElse("") + layer.map(l -> "/" + l).orElse("");
  }
}
