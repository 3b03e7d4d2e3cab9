package io.complexometer.examples.fitting;

import io.complexometer.measure.scaling.Points;

/**
 * A series with its name.
 *
 * @param name of what is y
 * @param logarithmic whether y is a logarithm, of which differences count and not ratios
 * @param points to which laws are fitted
 */
public record NamedPoints(String name, boolean logarithmic, Points points) {}
