package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NestedRegressionsTest {

  /**
   * Accelerated gradients with the same bound, the reference that the estimator is measured beside,
   * leave less than 1e-7 bits of this layer after 85 to 113 steps, fold by fold. Conjugate
   * gradients must not need more than 60; without what they remember of the last direction they do.
   */
  @Test
  void solve_inHalfTheStepsOfAcceleratedGradients() {
    BinarySamples samples = RecordedTraining.at(1500);
    int[] rows = IntStream.range(0, samples.rows()).filter(i -> i % 5 != 0).toArray();
    float[][] units = new float[samples.units()][rows.length];
    for (int unit = 0; unit < units.length; unit++) {
      for (int i = 0; i < rows.length; i++) {
        units[unit][i] = samples.get(rows[i], unit) ? 1 : 0;
      }
    }
    try (NestedRegressions regressions = new NestedRegressions(units)) {
      assertTrue(regressions.solve(1e-7, 60) < 1e-7);
    }
  }
}
