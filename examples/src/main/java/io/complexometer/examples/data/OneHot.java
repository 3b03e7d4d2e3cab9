package io.complexometer.examples.data;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Classes as rows of zeros with a single one, as a softmax output is compared with. */
final class OneHot {

  private OneHot() {}

  /**
   * Encodes classes.
   *
   * @param labels each in 0 to {@code classes} - 1
   * @return float [labels, classes]
   */
  static INDArray encode(int[] labels, int classes) {
    float[] rows = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      rows[i * classes + labels[i]] = 1;
    }
    return Nd4j.create(rows, new long[] {labels.length, classes}, 'c');
  }
}
