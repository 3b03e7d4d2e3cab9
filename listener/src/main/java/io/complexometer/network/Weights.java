package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Room for one copy of a network's weight matrices, to be filled again and again. It belongs to the
 * thread that fills it until handed over.
 */
public final class Weights {
  private static final long NEVER = -1;

  private final List<Matrix> matrices;
  private final long[] revisions;

  private Weights(List<Matrix> matrices) {
    this.matrices = matrices;
    this.revisions = new long[matrices.size()];
    Arrays.fill(revisions, NEVER);
  }

  /** Reserves room: doubles for a double network, floats for every other. */
  static Weights reserve(List<WeightMatrix> shapes, DataType type) {
    return new Weights(shapes.stream().map(shape -> reserve(shape, type)).toList());
  }

  /** Reserves room for one matrix. */
  static Matrix reserve(WeightMatrix shape, DataType type) {
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

  /**
   * The number of the copy that a matrix was first part of: matrices of the same network and number
   * hold the same weights, so that frozen layers need not be measured again.
   *
   * @param index of the matrix
   * @return the number
   */
  public long revision(int index) {
    return revisions[index];
  }

  /** Enters where the contents of a matrix come from, after it was copied. */
  void revise(int index, boolean changed, Weights latest, long revision) {
    if (!changed && revisions[index] != NEVER) {
      return;
    }
    boolean known =
        latest != null && latest != this && same(matrices.get(index), latest.matrices.get(index));
    revisions[index] = known ? latest.revisions[index] : revision;
  }

  private static boolean same(Matrix one, Matrix other) {
    return one instanceof Matrix.Floats floats
        ? Arrays.equals(floats.data(), ((Matrix.Floats) other).data())
        : Arrays.equals(((Matrix.Doubles) one).data(), ((Matrix.Doubles) other).data());
  }
}
