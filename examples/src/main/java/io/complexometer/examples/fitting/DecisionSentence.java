package io.complexometer.examples.fitting;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.Projection;
import io.complexometer.measure.scaling.ScalingLaw;
import java.util.Locale;
import java.util.stream.Collectors;

/** What was decided, in one sentence without its full stop; and how its numbers are written. */
public final class DecisionSentence {
  private static final double WHOLE = 1e3; // from here on without decimals
  private static final double LARGE = 1e12;

  private DecisionSentence() {}

  /**
   * The decision on a series.
   *
   * @param series with its law
   * @return for example {@code power law: y goes as t^-0.400 [-0.412, -0.389], over 4.3 decades, 54
   *     points (R^2 0.998)}
   */
  public static String of(FittedSeries series) {
    ScalingLaw law = series.law();
    String reach = text("over %.1f decades, %s", law.decades(), count(law.points()));
    return switch (law.decision()) {
      case TOO_SHORT ->
          law.decades() < ScalingLaw.LEAST_DECADES
              ? text("too short: %.1f decades, %s; ", law.decades(), count(law.points()))
                  + "a law needs at least one decade"
              : "too short: %s, too few for any law".formatted(count(law.points()));
      case NO_TREND ->
          "no trend: a constant, %s, says as much as any law, %s"
              .formatted(
                  number(
                      law.best().map(Fit::offset).orElse(series.points().y()[0])), // all the same
                  reach);
      case UNDECIDED ->
          "undecided between %s: evidence of less than 10 : 1, %s".formatted(between(law), reach);
      default ->
          "%s, %s%s"
              .formatted(
                  law.best().map(fit -> law(fit, series)).orElse(law.decision().label()),
                  reach,
                  determination(series.determination()));
    };
  }

  /**
   * Between which laws it could not be decided.
   *
   * @param law undecided
   * @return for example {@code power and logarithm}
   */
  public static String between(ScalingLaw law) {
    return law.between().stream().map(Family::label).collect(Collectors.joining(" and "));
  }

  /**
   * Whether a law has an offset, and not only one of 0.
   *
   * @param fit any
   * @return false of powers without
   */
  public static boolean hasOffset(Fit fit) {
    return fit.family() != Family.POWER && fit.family() != Family.BROKEN_POWER;
  }

  private static String determination(Value value) {
    return value.isPresent() ? text(" (R^2 %.3f)", value.orNaN()) : "";
  }

  private static String law(Fit fit, FittedSeries series) {
    return switch (fit.family()) {
      case POWER -> "power law: y goes as " + power(fit);
      case POWER_WITH_OFFSET ->
          "power law with offset: "
              + (fit.exponent().orNaN() < 0
                  ? "y tends to %s as %s".formatted(projected(series.asymptote()), power(fit))
                  : "y - %s goes as %s"
                      .formatted(number(fit.offset()), power(fit))
                      .replace("- -", "+ "));
      case BROKEN_POWER ->
          text(
              "broken power law: y goes as t^%.3f before t = %s, as t^%.3f from there on",
              fit.earlierExponent().orNaN(),
              number(fit.breakTime().orNaN()),
              fit.exponent().orNaN());
      case EXPONENTIAL ->
          "exponential: y tends to %s with a time constant of %s"
              .formatted(number(fit.offset()), number(fit.timeConstant().orNaN()));
      case LOGARITHM ->
          "logarithm: y %s by %s with each decade of t"
              .formatted(
                  fit.amplitude() < 0 ? "falls" : "rises",
                  number(Math.abs(fit.amplitude()) * Math.log(10)));
      case CONSTANT -> number(fit.offset());
    };
  }

  private static String power(Fit fit) {
    return text("t^%.3f", fit.exponent().orNaN())
        + fit.interval().map(interval -> " " + interval(interval)).orElse("");
  }

  /**
   * An interval of an exponent.
   *
   * @param interval whose ends may be open
   * @return {@code [-0.412, -0.389]}
   */
  public static String interval(Interval interval) {
    return "[%s, %s]".formatted(exponent(interval.low()), exponent(interval.high()));
  }

  /**
   * An exponent, or why there is none.
   *
   * @param value exponent
   * @return three decimals
   */
  public static String exponent(Value value) {
    if (value instanceof Value.Absent absent) {
      return absent.reason();
    }
    String digits = text("%.3f", value.orNaN());
    return digits.equals("-0.000") ? "0.000" : digits;
  }

  /**
   * A projection with its interval, or why there is none.
   *
   * @param projection of a value or a time
   * @return {@code 1.002 [0.9981, 1.006]}
   */
  public static String projected(Projection projection) {
    if (projection.value() instanceof Value.Absent absent) {
      return absent.reason();
    }
    return number(projection.value().orNaN())
        + (projection.low().isPresent()
            ? " [%s, %s]"
                .formatted(number(projection.low().orNaN()), number(projection.high().orNaN()))
            : " (" + Projection.NO_INTERVAL + ")");
  }

  private static String count(int points) {
    return text("%,d %s", points, points == 1 ? "point" : "points");
  }

  /**
   * A number with four digits.
   *
   * @param number finite
   * @return without an exponent where it needs none
   */
  public static String number(double number) {
    boolean whole = number == Math.rint(number) || Math.abs(number) >= WHOLE;
    return text(whole && Math.abs(number) < LARGE ? "%,.0f" : "%.4g", number);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
