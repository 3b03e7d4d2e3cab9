package io.complexometer.network;

import java.util.List;

/**
 * The activations of a network on its probe at one iteration.
 *
 * @param layers in forward order
 */
public record Activations(List<LayerActivations> layers) {
  public Activations {
    layers = List.copyOf(layers);
  }
}
