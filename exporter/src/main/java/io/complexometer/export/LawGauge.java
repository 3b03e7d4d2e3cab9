package io.complexometer.export;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.function.Function;

/**
 * A gauge of every law that is fitted: a row of the table of metrics.
 *
 * @param name dotted, after what all meters of laws begin with
 * @param description one sentence
 * @param read asks a law for it
 */
record LawGauge(String name, String description, Function<LawReading, Value> read) {

  /**
   * All of them, in the table's order. Of those that have no value for the same reason the first
   * stands for all.
   */
  static final List<LawGauge> ALL =
      List.of(
          new LawGauge(
              "measured",
              "Newest measured value of the series, in its own unit: the law is compared with it.",
              LawReading::measured),
          new LawGauge(
              "measured.iteration",
              "Iteration of that value, from 0; the law's time is t = iteration + 1.",
              LawReading::measuredIteration),
          new LawGauge(
              "fitted.iteration",
              "Iteration of the last point that the law was fitted to, from 0.",
              LawReading::fittedIteration),
          new LawGauge(
              "points",
              "Points that the law was fitted to: one a bucket of t.",
              LawReading::points),
          new LawGauge("decades", "Decades of t that they reach over.", LawReading::decades),
          new LawGauge(
              "exponent",
              "Exponent of the power law: slope on log-log axes of the series without its offset.",
              LawReading::exponent),
          new LawGauge("exponent.low", "Lower end of its 95 % interval.", LawReading::exponentLow),
          new LawGauge(
              "exponent.high", "Upper end of its 95 % interval.", LawReading::exponentHigh),
          new LawGauge(
              "value", "Value of the law where the newest value was measured.", LawReading::value),
          new LawGauge("amplitude", "Amplitude A of the law.", LawReading::amplitude),
          new LawGauge("offset", "Offset c of the law; 0 where it has none.", LawReading::offset),
          new LawGauge("rho", "Correlation of neighbouring residuals, 0 to 0.95.", LawReading::rho),
          new LawGauge(
              "determination",
              "R^2: share of the variance that it explains.",
              LawReading::determination),
          new LawGauge(
              "local.slope",
              "Slope of the law, d ln y / d ln t, where the newest value was measured.",
              LawReading::localSlope),
          new LawGauge("asymptote", "What the law tends to.", law -> law.asymptote().value()),
          new LawGauge(
              "asymptote.low",
              "Lower end of the asymptote's interval.",
              law -> law.asymptote().low()),
          new LawGauge(
              "asymptote.high",
              "Upper end of the asymptote's interval.",
              law -> law.asymptote().high()),
          new LawGauge(
              "settled.iteration",
              "Iteration, from 0, from which on it changes by less than the threshold in 1,000.",
              law -> law.settled().value()),
          new LawGauge(
              "settled.iteration.low",
              "Lower end of that iteration's interval.",
              law -> law.settled().low()),
          new LawGauge(
              "settled.iteration.high",
              "Upper end of that iteration's interval.",
              law -> law.settled().high()));

  /** What the meters of laws begin with. */
  static final String PREFIX = SeriesName.PREFIX + "scaling.";

  /** 1 for what was decided on, 0 for all else: a state set. */
  static final String DECISION = PREFIX + "decision";

  /** Dotted name of its meter. */
  String meter() {
    return PREFIX + name;
  }

  Value of(LawReading law) {
    return read.apply(law);
  }
}
