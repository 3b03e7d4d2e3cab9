package io.complexometer.examples.report;

/**
 * A point of a plot.
 *
 * @param x finite
 * @param y finite
 */
record Point(double x, double y) {}
