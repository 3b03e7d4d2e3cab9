package io.complexometer.network;

import io.complexometer.measure.linalg.GramWorkspace;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activations that are collected in one go, all positions of all examples. */
final class Collected {
  static final int ALL_POSITIONS = Integer.MAX_VALUE;

  private Collected() {}

  static LayerActivations of(ActivationRule rule, INDArray activations, Optional<INDArray> input) {
    int examples = Math.toIntExact(activations.size(0));
    return of(
        rule,
        activations,
        input,
        new RowChoice(examples, ALL_POSITIONS, false, Optional.empty(), 1));
  }

  static LayerActivations of(
      ActivationRule rule, INDArray activations, Optional<INDArray> input, RowChoice choice) {
    LayerCollector collector =
        LayerSampler.of(rule, activations, choice.examples(), choice).begin();
    try (GramWorkspace workspace = new GramWorkspace()) {
      collector.add(activations, input, 0, workspace);
    }
    return collector.finish();
  }
}
