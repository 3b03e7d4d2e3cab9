package io.complexometer.monitor;

import io.complexometer.network.Layer;
import java.util.Optional;

/**
 * What one kind of the monitor's work has taken so far.
 *
 * @param measure the label of a measure, or {@code copy} (of the weights), or {@code probe} (its
 *     run)
 * @param layer the layer, where the work is done layer by layer
 * @param count how often it was done: for {@code spectrum}, matrices decomposed or estimated
 * @param seconds how long it took in all
 */
public record Cost(String measure, Optional<Layer> layer, long count, double seconds) {}
