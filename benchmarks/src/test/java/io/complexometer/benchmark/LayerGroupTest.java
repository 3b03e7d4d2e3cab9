package io.complexometer.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LayerGroupTest {

  // torchvision's models have 138,357,544 and 25,557,032 parameters, of which 13,416 are biases of
  // VGG-16, and 1,000 biases and 53,120 gains and shifts of normalisations of ResNet-50; the LeNet
  // has 431,080, of which 580 are biases
  @ParameterizedTest
  @CsvSource({"LeNet, 4, 430500", "VGG-16, 16, 138344128", "ResNet-50, 54, 25502912"})
  void shapes_haveTheWeightsOfTheNetwork(String network, int matrices, long weights) {
    assertEquals(matrices, LayerGroup.shapes(network).size());
    assertEquals(weights, LayerGroup.shapes(network).stream().mapToLong(Shape::entries).sum());
  }
}
