package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Room for one copy of a network's weight matrices, to be filled again and again. It belongs to the
 * thread that fills it until handed over.
 */
public final class Weights {
  private final List<Matrix> matrices;

  private Weights(List<Matrix> matrices) {
    this.matrices = matrices;
  }

  /** Reserves room: doubles for a double network, floats for every other. */
  static Weights reserve(List<WeightMatrix> shapes, DataType type) {
    return new Weights(shapes.stream().map(shape -> reserve(shape, type)).toList());
  }

  private static Matrix reserve(WeightMatrix shape, DataType type) {
    int rows = Math.toIntExact(shape.rows());
    int columns = Math.toIntExact(shape.columns());
    int entries = Math.multiplyExact(rows, columns);
    return type == DataType.DOUBLE
        ? new Matrix.Doubles(rows, columns, new double[entries])
        : new Matrix.Floats(rows, columns, new float[entries]);
  }

  /**
   * The matrices, rows being output units.
   *
   * @return in forward order
   */
  public List<Matrix> matrices() {
    return matrices;
  }
}
