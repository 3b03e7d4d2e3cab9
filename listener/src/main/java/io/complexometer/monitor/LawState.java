package io.complexometer.monitor;

import io.complexometer.measure.scaling.Decision;
import io.complexometer.measure.scaling.Family;
import io.complexometer.measure.scaling.Fit;
import io.complexometer.measure.scaling.Interval;
import io.complexometer.measure.scaling.ScalingLaw;

/**
 * Writes and reads scaling laws, whole. They could be fitted again from their points; but a refit
 * goes by the fit before it, and a later version of the fits may round otherwise.
 */
final class LawState {

  /** A fit has fits at the ends of its interval, and these have none. */
  private static final int DEEPEST = 1;

  private LawState() {}

  static void save(StateWriter state, ScalingLaw law) {
    state.text(law.decision().name());
    state.count(law.points());
    state.real(law.decades());
    state.list(law.fits(), LawState::saveFit);
    state.optional(law.best(), LawState::saveFit);
    state.list(law.between(), (to, family) -> to.text(family.name()));
  }

  static ScalingLaw read(StateReader state) {
    return new ScalingLaw(
        Decision.valueOf(state.text()),
        state.count(),
        state.real(),
        state.list(from -> readFit(from, 0)),
        state.optional(from -> readFit(from, 0)),
        state.list(from -> Family.valueOf(from.text())));
  }

  private static void saveFit(StateWriter state, Fit fit) {
    state.text(fit.family().name());
    state.value(fit.exponent());
    state.optional(
        fit.interval(),
        (to, interval) -> {
          to.value(interval.low());
          to.value(interval.high());
        });
    state.value(fit.earlierExponent());
    state.value(fit.breakTime());
    state.value(fit.timeConstant());
    state.real(fit.amplitude());
    state.real(fit.offset());
    state.real(fit.rho());
    state.real(fit.squares());
    state.real(fit.bic());
    state.value(fit.determination());
    state.list(fit.ends(), LawState::saveFit);
  }

  private static Fit readFit(StateReader state, int depth) {
    if (depth > DEEPEST) {
      throw new StateException("it has a fit at the end of the end of an interval");
    }
    return new Fit(
        Family.valueOf(state.text()),
        state.value(),
        state.optional(from -> new Interval(from.value(), from.value())),
        state.value(),
        state.value(),
        state.value(),
        state.real(),
        state.real(),
        state.real(),
        state.real(),
        state.real(),
        state.value(),
        state.list(from -> readFit(from, depth + 1)));
  }
}
