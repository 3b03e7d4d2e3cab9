package io.complexometer.examples.comparison;

import io.complexometer.measure.Value;

/**
 * A number of both networks.
 *
 * @param name what it is
 * @param a of one network
 * @param b of the other
 */
public record Row(String name, Value a, Value b) {}
