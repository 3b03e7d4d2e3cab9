package io.complexometer.monitor.stopping;

import io.complexometer.monitor.Criterion;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.Verdict;

/**
 * A training has come beyond an iteration, or has not come to it.
 *
 * @param above whether it has to be beyond
 * @param limit the iteration, which is neither
 */
record IterationLimit(boolean above, int limit) implements Criterion {

  @Override
  public Verdict test(Sample sample) {
    boolean met = above ? sample.iteration() > limit : sample.iteration() < limit;
    return new Verdict(
        met,
        "iteration %d is %s%s %d"
            .formatted(sample.iteration(), met ? "" : "not ", Threshold.side(above), limit));
  }

  @Override
  public String describe() {
    return "iteration %s %d".formatted(Threshold.side(above), limit);
  }
}
