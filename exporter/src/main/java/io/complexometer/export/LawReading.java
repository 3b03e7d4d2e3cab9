package io.complexometer.export;

import io.complexometer.measure.Value;
import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.Projection;
import io.complexometer.measure.scaling.ScalingLaw;
import io.complexometer.monitor.Trend;
import java.util.function.Function;

/**
 * What one sample says of a series that laws are fitted to. Iterations count from 0, as everywhere
 * in what is published; the law's own time is t = iteration + 1.
 *
 * @param trend the newest law
 * @param measured the newest value of the series itself
 * @param iteration when it was measured; -1 if it never was
 */
record LawReading(Trend trend, Value measured, long iteration) {

  static final String NOT_FITTED = "not fitted yet";
  static final String NOT_FINITE = "not finite";

  private ScalingLaw law() {
    return trend.law();
  }

  /** When the newest value was measured. */
  Value measuredIteration() {
    return iteration < 0 ? Value.absent(LiveSession.NEVER_MEASURED) : Value.of((double) iteration);
  }

  /** Of the last point that the law was fitted to. */
  Value fittedIteration() {
    return trend.iteration() < 0 ? Value.absent(NOT_FITTED) : Value.of((double) trend.iteration());
  }

  Value points() {
    return Value.of(law().points());
  }

  Value decades() {
    return Value.of(law().decades());
  }

  /** The law's value where the newest one was measured. */
  Value value() {
    return iteration < 0 ? measuredIteration() : number(fit -> fit.at(iteration + 1.0));
  }

  /** Its slope there, on log-log axes. */
  Value localSlope() {
    return iteration < 0 ? measuredIteration() : ofBest(fit -> fit.localSlope(iteration + 1.0));
  }

  /** -alpha. */
  Value exponent() {
    return law().decision() == Decision.NO_TREND ? undecided() : ofBest(Fit::exponent);
  }

  Value exponentLow() {
    return end(Interval::low);
  }

  Value exponentHigh() {
    return end(Interval::high);
  }

  private Value end(Function<Interval, Value> end) {
    Value exponent = exponent();
    return exponent.isPresent()
        ? ofBest(fit -> fit.interval().map(end).orElse(Value.absent(Projection.NO_INTERVAL)))
        : exponent;
  }

  Value amplitude() {
    return number(Fit::amplitude);
  }

  Value offset() {
    return number(Fit::offset);
  }

  Value rho() {
    return number(Fit::rho);
  }

  /** R^2. */
  Value determination() {
    return ofBest(Fit::determination);
  }

  Projection asymptote() {
    return trend.asymptote();
  }

  /** From which iteration on the law changes by less than the threshold in 1,000 iterations. */
  Projection settled() {
    Projection time = trend.settled();
    return new Projection(fromZero(time.value()), fromZero(time.low()), fromZero(time.high()));
  }

  private static Value fromZero(Value time) {
    return time.isPresent() ? Value.of(time.orNaN() - 1) : time;
  }

  private Value number(Function<Fit, Double> question) {
    return ofBest(
        fit -> {
          double number = question.apply(fit);
          return Double.isFinite(number) ? Value.of(number) : Value.absent(NOT_FINITE);
        });
  }

  private Value ofBest(Function<Fit, Value> question) {
    return law().best().map(question).orElseGet(this::undecided);
  }

  /** Why there is no law: it is too short, or undecided. */
  private Value undecided() {
    return Value.absent(law().decision().label());
  }
}
