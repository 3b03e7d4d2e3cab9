package io.complexometer.measure.nonlinearity;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The bits of a layer at three iterations of a real training: see the README beside them. */
final class RecordedTraining {
  static final int[] ITERATIONS = {500, 1000, 1500};

  private static final int BYTES = 8;

  private RecordedTraining() {}

  static BinarySamples at(int iteration) {
    String name = "mlp64_" + iteration + ".bin";
    try (InputStream in = RecordedTraining.class.getResourceAsStream(name)) {
      byte[] bytes = in.readAllBytes();
      BinarySamples samples = new BinarySamples(bytes.length / BYTES, 8 * BYTES);
      for (int row = 0; row < samples.rows(); row++) {
        for (int unit = 0; unit < samples.units(); unit++) {
          if ((bytes[row * BYTES + unit / 8] >> unit % 8 & 1) != 0) {
            samples.set(row, unit);
          }
        }
      }
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
