package io.complexometer.measure.scaling;

import io.complexometer.measure.Value;
import java.util.List;
import java.util.function.Function;

/**
 * What follows from a law, and from those at the {@linkplain Fit#ends ends} of what may be: how far
 * the answer may be off, if the law is right.
 *
 * @param value the answer
 * @param low the least of all answers; absent where an end is open
 * @param high the greatest of them
 */
public record Projection(Value value, Value low, Value high) {
  /** Why there is no iteration: the law never slows down so far. */
  public static final String NEVER = "never";

  /** Why there is no interval: the law has no ends, or not all of them have an answer. */
  public static final String NO_INTERVAL = "no interval";

  /** Why there is no value: the law exceeds all numbers there. */
  public static final String TOO_LARGE = "too large";

  private static final double ITERATIONS = 1000;

  /**
   * No answer.
   *
   * @param reason why there is none
   * @return absent, with its ends
   */
  public static Projection absent(String reason) {
    Value none = Value.absent(reason);
    return new Projection(none, none, none);
  }

  /**
   * The value at an iteration.
   *
   * @param fit the law
   * @param t iteration from 1
   * @return the projected value
   */
  public static Projection value(Fit fit, double t) {
    return of(fit, law -> finite(law.at(t), TOO_LARGE));
  }

  /**
   * What the law tends to.
   *
   * @param fit the law
   * @return its offset; absent where it grows without bound
   */
  public static Projection asymptote(Fit fit) {
    return of(
        fit,
        law ->
            law.exponent().isPresent() && law.exponent().orNaN() >= 0
                ? Value.absent(NEVER)
                : law.family() == Family.LOGARITHM
                    ? Value.absent(NEVER)
                    : finite(law.offset(), TOO_LARGE));
  }

  /**
   * The iteration from which on the change in 1,000 iterations stays below a threshold.
   *
   * @param fit the law
   * @param threshold positive, in the unit of y
   * @return the iteration from 1; absent where there is none
   */
  public static Projection settled(Fit fit, double threshold) {
    if (!(threshold > 0)) {
      throw new IllegalArgumentException("a threshold must be positive: " + threshold);
    }
    return of(fit, law -> settledAt(law, threshold));
  }

  private static Value settledAt(Fit law, double threshold) {
    return switch (law.family()) {
      case CONSTANT -> Value.of(1);
      case LOGARITHM -> time(Math.max(1, ITERATIONS * Math.abs(law.amplitude()) / threshold));
      case EXPONENTIAL -> {
        double tau = law.timeConstant().orNaN();
        double start = ITERATIONS * Math.abs(law.amplitude()) / (tau * threshold);
        yield time(start <= 0 ? 1 : Math.max(1, tau * Math.log(start)));
      }
      case POWER, POWER_WITH_OFFSET -> power(law.amplitude(), law.exponent().orNaN(), 1, threshold);
      case BROKEN_POWER -> {
        double t0 = law.breakTime().orNaN();
        yield power(law.amplitude(), law.exponent().orNaN(), t0, threshold);
      }
    };
  }

  /** Of A (t / t0)^b the rate is A b / t0 (t / t0)^(b - 1), which falls if b is less than 1. */
  private static Value power(double amplitude, double b, double t0, double threshold) {
    double start = ITERATIONS * Math.abs(amplitude * b) / t0 / threshold;
    if (b < 1) {
      return time(Math.max(t0, t0 * Math.pow(start, 1 / (1 - b))));
    }
    return b == 1 && start < 1 ? Value.of(t0) : Value.absent(NEVER);
  }

  /** With an exponent just below 1 it may be more than a number can hold. */
  private static Value time(double t) {
    return finite(t, NEVER);
  }

  private static Value finite(double number, String otherwise) {
    return Double.isFinite(number) ? Value.of(number) : Value.absent(otherwise);
  }

  private static Projection of(Fit fit, Function<Fit, Value> question) {
    Value value = question.apply(fit);
    List<Value> all = fit.ends().stream().map(question).filter(Value::isPresent).toList();
    if (!value.isPresent() || all.isEmpty() || all.size() < fit.ends().size()) {
      Value none = Value.absent(NO_INTERVAL);
      return new Projection(value, none, none);
    }
    double low = value.orNaN();
    double high = value.orNaN();
    for (Value one : all) {
      low = Math.min(low, one.orNaN());
      high = Math.max(high, one.orNaN());
    }
    return new Projection(value, Value.of(low), Value.of(high));
  }
}
