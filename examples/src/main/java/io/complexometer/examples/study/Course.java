package io.complexometer.examples.study;

import io.complexometer.measure.scaling.Points;
import io.complexometer.monitor.Trend;

/**
 * How one series went in one training.
 *
 * @param trend by which law, by what was known at the end
 * @param points what the law was fitted to: t is the iteration from 1
 */
public record Course(Trend trend, Points points) {

  /**
   * What is measured, and where.
   *
   * @return the series in one word, {@code effectiveDimension/dense1}
   */
  public String name() {
    return trend.series().label();
  }
}
