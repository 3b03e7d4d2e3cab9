package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One law, fitted to a series.
 *
 * @param family the law
 * @param exponent -alpha, the slope on log-log axes of y, or of y - c: absent where the law has
 *     none; of a broken power the one after the break
 * @param interval of the exponent, at 95 %; empty where there is none
 * @param earlierExponent of a broken power the one before the break
 * @param breakTime t0 of a broken power
 * @param timeConstant tau of an exponential
 * @param amplitude A; 0 of a constant
 * @param offset c; 0 of a law that has none
 * @param rho correlation of neighbouring residuals, from 0 to 0.95
 * @param squares sum of the squared residuals after whitening
 * @param bic Bayesian information criterion: the lower the better
 * @param determination R^2, of the residuals as they are
 * @param ends the laws at the ends of what the data do not contradict, all else fitted: with the
 *     least and the greatest exponent, or time constant, and of a law that falls, or rises, towards
 *     an offset with the least and the greatest offset; none where an end is open
 */
public record Fit(
    Family family,
    Value exponent,
    Optional<Interval> interval,
    Value earlierExponent,
    Value breakTime,
    Value timeConstant,
    double amplitude,
    double offset,
    double rho,
    double squares,
    double bic,
    Value determination,
    List<Fit> ends) {
  /** Why a parameter is not there: the law has no such one. */
  public static final String NOT_OF_THIS_LAW = "not of this law";

  /** The same fit, with the share of the variance that it explains. */
  Fit explaining(Points points) {
    double mean = Arrays.stream(points.y()).average().orElse(0);
    double residuals = 0;
    double variance = 0;
    for (int i = 0; i < points.count(); i++) {
      double y = points.y()[i];
      residuals += (y - at(points.t()[i])) * (y - at(points.t()[i]));
      variance += (y - mean) * (y - mean);
    }
    double share = 1 - residuals / variance;
    return new Fit(
        family,
        exponent,
        interval,
        earlierExponent,
        breakTime,
        timeConstant,
        amplitude,
        offset,
        rho,
        squares,
        bic,
        Double.isFinite(share) ? Value.of(share) : Value.absent("no variance"),
        ends);
  }

  /** The fit to the same points with their values multiplied by a power of two. */
  Fit scaled(int exponent, int points) {
    return new Fit(
        family,
        this.exponent,
        interval,
        earlierExponent,
        breakTime,
        timeConstant,
        Math.scalb(amplitude, exponent),
        Math.scalb(offset, exponent),
        rho,
        Math.scalb(squares, 2 * exponent),
        bic + 2.0 * points * exponent * Math.log(2), // n ln(sse / n)
        determination,
        ends.stream().map(end -> end.scaled(exponent, points)).toList());
  }

  /**
   * The law's value.
   *
   * @param t iteration from 1
   * @return y
   */
  public double at(double t) {
    return switch (family) {
      case CONSTANT -> offset;
      case POWER, POWER_WITH_OFFSET -> offset + amplitude * Math.pow(t, exponent.orNaN());
      case EXPONENTIAL -> offset + amplitude * Math.exp(-t / timeConstant.orNaN());
      case LOGARITHM -> offset + amplitude * Math.log(t);
      case BROKEN_POWER ->
          amplitude
              * Math.pow(
                  t / breakTime.orNaN(),
                  (t < breakTime.orNaN() ? earlierExponent : exponent).orNaN());
    };
  }

  /**
   * How fast it changes.
   *
   * @param t iteration from 1
   * @return dy/dt, per iteration
   */
  public double rate(double t) {
    return switch (family) {
      case CONSTANT -> 0;
      case POWER, POWER_WITH_OFFSET ->
          amplitude * exponent.orNaN() * Math.pow(t, exponent.orNaN() - 1);
      case EXPONENTIAL -> -amplitude / timeConstant.orNaN() * Math.exp(-t / timeConstant.orNaN());
      case LOGARITHM -> amplitude / t;
      case BROKEN_POWER -> at(t) / t * (t < breakTime.orNaN() ? earlierExponent : exponent).orNaN();
    };
  }

  /**
   * The slope of the law on log-log axes, d ln y / d ln t.
   *
   * @param t iteration from 1
   * @return absent where y is 0
   */
  public Value localSlope(double t) {
    double slope = t * rate(t) / at(t);
    return Double.isFinite(slope) ? Value.of(slope) : Value.absent("y is 0");
  }
}
