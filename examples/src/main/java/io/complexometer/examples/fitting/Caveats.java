package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Points;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What makes a law doubtful although it was decided on. */
final class Caveats {
  /** Between neighbouring points; a grid without gaps has a twentieth of a decade. */
  private static final double WIDE_GAP = 10;

  /** How many points before the last one are looked at, too: one alone may be an outlier. */
  private static final int LATEST = 4;

  /** Points on each side of a break: half a decade without gaps. */
  private static final int ENOUGH = 10;

  /** The law by y: noise is seldom as much. */
  private static final double FAR = 3;

  private static final String REASON =
      "it is fitted to y and not to its logarithm, so small values late in the series hardly count";

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
    series.law().best().flatMap(law -> thinBreak(law, t)).ifPresent(caveats::add);
    series.law().best().flatMap(law -> farInTheEnd(law, series.points())).ifPresent(caveats::add);
    return caveats;
  }

  /** A break that noise in few points may have made. */
  private static Optional<String> thinBreak(Fit law, double... t) {
    if (!law.breakTime().isPresent()) {
      return Optional.empty();
    }
    double at = law.breakTime().orNaN();
    long before = Arrays.stream(t).filter(time -> time < at).count();
    long fewer = Math.min(before, t.length - before);
    return fewer < ENOUGH
        ? Optional.of(
            "the break rests on the %s %d points: where noise grows with y they may have made it"
                .formatted(before == fewer ? "first" : "last", fewer))
        : Optional.empty();
  }

  /**
   * Where y gets small: of a difference of 0.01 it is the same whether y is 1 or 0.01. So late in a
   * series that falls to small values the law may be anywhere near them, on a logarithmic axis.
   */
  private static Optional<String> farInTheEnd(Fit law, Points points) {
    double[] t = points.t();
    double[] y = points.y();
    int last = t.length - 1;
    if (!Arrays.stream(y).allMatch(value -> value > 0)) {
      return Optional.empty();
    }
    if (law.at(t[last]) < 0 || (law.offset() < 0 && law.rate(t[0]) < 0)) {
      return Optional.of("the law falls below 0, which y never does: " + REASON);
    }
    double[] ratios =
        IntStream.rangeClosed(Math.max(0, last - LATEST), last)
            .mapToDouble(i -> law.at(t[i]) / y[i])
            .sorted()
            .toArray();
    double ratio = ratios[ratios.length / 2];
    return ratio >= FAR || ratio <= 1 / FAR
        ? Optional.of(
            "in the end the law is %s times y: ".formatted(DecisionSentence.number(ratio)) + REASON)
        : Optional.empty();
  }
}
