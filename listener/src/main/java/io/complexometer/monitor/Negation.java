package io.complexometer.monitor;

import java.util.List;

/**
 * The opposite of a criterion.
 *
 * @param criterion the criterion
 */
record Negation(Criterion criterion) implements Criterion {

  @Override
  public void begin(Session session) {
    criterion.begin(session);
  }

  @Override
  public List<SeriesPattern> fits() {
    return criterion.fits();
  }

  @Override
  public Verdict test(Sample sample) {
    return criterion.test(sample).negated();
  }

  @Override
  public String describe() {
    String text = criterion.describe();
    return "not " + (criterion instanceof Composition ? "(" + text + ")" : text);
  }

  @Override
  public double[] state() {
    return criterion.state();
  }

  @Override
  public void restore(double[] state) {
    criterion.restore(state);
  }
}
