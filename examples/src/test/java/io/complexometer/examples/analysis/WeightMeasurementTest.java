package io.complexometer.examples.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.complexometer.examples.model.StoredModel;
import io.complexometer.examples.progress.Meters;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.structure.Level;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WeightMeasurementTest {
  private static final Meters NOBODY =
      (what, steps) ->
          new Meters.Meter() {
            @Override
            public void step() {}

            @Override
            public void close() {}
          };

  /** A mapped file that becomes shorter is noticed when its numbers are copied. */
  @Test
  void measure_aMatrixWhoseFileIsCutMeanwhile() {
    Matrix whole = new Matrix.Doubles(2, 2, new double[] {1, 2, 3, 4});
    Matrix cut =
        new Matrix.Stored(
            2,
            2,
            (from, target, at, length) -> {
              throw new InternalError("a fault occurred in an unsafe memory access operation");
            });
    StoredModel model =
        StoredNetworks.model(
            List.of(
                StoredNetworks.weights(0, 2, 2, () -> cut),
                StoredNetworks.weights(1, 2, 2, () -> whole)),
            List.of());
    AnalysisSettings settings = new AnalysisSettings(List.of(), Level.NOMINAL, List.of(), 1);
    Analysis analysis = Analysis.of(model, settings, NOBODY);
    assertEquals(
        List.of(
            "weights.npz: layer 'layer0': the file became shorter while it was read: copy it"
                + " again."),
        analysis.faults());
    assertEquals("layer1", analysis.matrices().get(0).matrix().layer().name());
  }
}
