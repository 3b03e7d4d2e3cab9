package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What makes a law doubtful although it was decided on. */
final class Caveats {
  /** Between neighbouring points; a grid without gaps has a twentieth of a decade. */
  private static final double WIDE_GAP = 10;

  private Caveats() {}

  /** Sentences without their full stop; none where there is nothing to say. */
  static List<String> of(FittedSeries series) {
    List<String> caveats = new ArrayList<>();
    double[] t = series.points().t();
    for (int i = 1; i < t.length; i++) {
      if (t[i] >= WIDE_GAP * t[i - 1]) {
        caveats.add(
            "no points between t = %s and %s, a decade and more of which nothing is known"
                .formatted(DecisionSentence.number(t[i - 1]), DecisionSentence.number(t[i])));
      }
    }
    series.law().best().flatMap(law -> belowZero(law, series.points())).ifPresent(caveats::add);
    return caveats;
  }

  /** Where y gets small: of a difference of 0.01 it is the same whether y is 1 or 0.01. */
  private static Optional<String> belowZero(Fit law, Points points) {
    double[] t = points.t();
    boolean positive = Arrays.stream(points.y()).allMatch(y -> y > 0);
    boolean falls = law.at(t[t.length - 1]) < 0 || (law.offset() < 0 && law.rate(t[0]) < 0);
    return positive && falls
        ? Optional.of(
            "the law falls below 0, which y never does: it is fitted to y and not to its logarithm,"
                + " so small values late in the series hardly count")
        : Optional.empty();
  }
}
