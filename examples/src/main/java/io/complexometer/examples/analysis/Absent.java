package io.complexometer.examples.analysis;

import io.complexometer.network.Layer;
import java.util.Optional;

/**
 * A number that could not be had.
 *
 * @param layer the layer, if it is of one
 * @param parameter the weight matrix, if it is of one
 * @param measure its name, as in JSON
 * @param reason why
 */
public record Absent(
    Optional<Layer> layer, Optional<String> parameter, String measure, String reason) {}
