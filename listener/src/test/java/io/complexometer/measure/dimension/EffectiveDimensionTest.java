package io.complexometer.measure.dimension;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.measure.Value;
import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EffectiveDimensionTest {
  static List<String> names() {
    return DimensionFixtures.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void of_fixture(String name) {
    Matrix features = DimensionFixtures.features(name);
    try (GramWorkspace workspace = new GramWorkspace()) {
      DimensionFixtures.check(name, 1, EffectiveDimension.of(features, workspace));
    }
  }

  @Test
  void of_nonFiniteActivation() {
    float[] data = {1, 2, 3, Float.POSITIVE_INFINITY, 5, 6};
    try (GramWorkspace workspace = new GramWorkspace()) {
      EffectiveDimension dimension =
          EffectiveDimension.of(new Matrix.Floats(3, 2, data), workspace);
      assertEquals(Value.absent(EffectiveDimension.NON_FINITE), dimension.value());
    }
  }
}
