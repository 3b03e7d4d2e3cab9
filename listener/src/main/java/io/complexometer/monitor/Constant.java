package io.complexometer.monitor;

import io.complexometer.measure.Value;

/**
 * A series whose value stays the same for a whole session.
 *
 * @param series what was measured
 * @param value the number, or why there is none
 */
public record Constant(Series series, Value value) {}
