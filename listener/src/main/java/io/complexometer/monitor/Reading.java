package io.complexometer.monitor;

import io.complexometer.measure.Value;

/**
 * The newest value of a series when a sample was taken.
 *
 * @param series what was measured
 * @param value the number, or why there is none
 * @param iteration when it was measured; less than the sample's iteration where the value is
 *     carried over, -1 where the series was never measured. A value is new if this number is: it
 *     may be less than the sample's and yet new, where an analysis took over the probe of a
 *     snapshot that was replaced
 */
public record Reading(Series series, Value value, long iteration) {}
