package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Room for the activations of a network on its probe, to be filled again and again: for each layer
 * a matrix of rows (examples, or positions of examples) by units. It belongs to the thread that
 * fills it until handed over.
 */
public final class Features {
  private final List<Optional<Matrix>> layers;

  private Features(List<Optional<Matrix>> layers) {
    this.layers = layers;
  }

  static Features reserve(List<Optional<RowSelection>> selections, DataType type) {
    return new Features(
        selections.stream()
            .map(selection -> selection.map(chosen -> reserve(chosen, type)))
            .toList());
  }

  private static Matrix reserve(RowSelection selection, DataType type) {
    int entries = Math.multiplyExact(selection.rows(), selection.units());
    return type == DataType.DOUBLE
        ? new Matrix.Doubles(selection.rows(), selection.units(), new double[entries])
        : new Matrix.Floats(selection.rows(), selection.units(), new float[entries]);
  }

  /**
   * The activations of each layer.
   *
   * @return in forward order; empty for a layer too wide for its rows to be kept
   */
  public List<Optional<Matrix>> layers() {
    return layers;
  }

  /** Copies the selected rows of a chunk of examples. */
  void fill(int layer, INDArray activations, RowSelection selection, int firstExample) {
    INDArray readable = HostMemory.readable(activations);
    Buffer source = HostMemory.view(readable);
    Matrix target = layers.get(layer).orElseThrow();
    int examples = selection.examplesIn(activations);
    long stride = selection.unitStride(readable);
    int units = selection.units();
    int perExample = selection.positionsPerExample();
    for (int example = 0; example < examples; example++) {
      for (int position = 0; position < perExample; position++) {
        int row = (firstExample + example) * perExample + position;
        long first = selection.offset(readable, example, row);
        copyRow(source, first, stride, target, row * units, units);
      }
    }
  }

  private static void copyRow(
      Buffer source, long first, long stride, Matrix target, int at, int units) {
    if (target instanceof Matrix.Floats floats) {
      FloatBuffer from = (FloatBuffer) source;
      float[] to = floats.data();
      for (int unit = 0; unit < units; unit++) {
        to[at + unit] = from.get((int) (first + unit * stride));
      }
    } else {
      DoubleBuffer from = (DoubleBuffer) source;
      double[] to = ((Matrix.Doubles) target).data();
      for (int unit = 0; unit < units; unit++) {
        to[at + unit] = from.get((int) (first + unit * stride));
      }
    }
  }
}
