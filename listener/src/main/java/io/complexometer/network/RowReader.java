package io.complexometer.network;

import io.complexometer.measure.linalg.Matrix;
import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Copies chosen rows of one chunk of activations from where they lie, while the chunk lives. */
final class RowReader {
  private final RowSelection selection;
  private final int firstExample;
  private final Buffer source;
  private final int units;
  private final long unitStride;
  private final long exampleStride;
  private final long[] offsets;

  /**
   * A reader of one chunk.
   *
   * @param layout of the activations
   * @param selection the rows of all examples
   * @param activations of the chunk
   * @param firstExample the chunk's first example
   */
  RowReader(RowLayout layout, RowSelection selection, INDArray activations, int firstExample) {
    INDArray readable = HostMemory.readable(activations);
    this.selection = selection;
    this.firstExample = firstExample;
    this.source = HostMemory.view(readable);
    this.units = layout.units();
    this.unitStride = readable.stride(layout.unitAxis());
    this.exampleStride = readable.stride(0);
    this.offsets = layout.offsets(readable);
  }

  /**
   * Copies rows of units.
   *
   * @param from the first row
   * @param target where they go, as many as it has rows
   */
  void read(int from, Matrix target) {
    for (int row = 0; row < target.rows(); row++) {
      long first = start(selection.example(from + row)) + offsets[selection.position(from + row)];
      for (int unit = 0, at = row * units; unit < units; unit++, at++) {
        copy((int) (first + unit * unitStride), target, at);
      }
    }
  }

  /**
   * Copies whole examples: all positions of the first unit, then of the second.. A masked position
   * counts as zeros.
   *
   * @param from the first row
   * @param target where they go, as many as it has rows, all zeros
   */
  void readFlattened(int from, Matrix target) {
    for (int row = 0; row < target.rows(); row++) {
      int example = selection.example(from + row);
      for (int position = 0; position < offsets.length; position++) {
        if (selection.counts(example, position)) {
          long first = start(example) + offsets[position];
          int at = row * target.columns() + position;
          for (int unit = 0; unit < units; unit++, at += offsets.length) {
            copy((int) (first + unit * unitStride), target, at);
          }
        }
      }
    }
  }

  private long start(int example) {
    return (example - firstExample) * exampleStride;
  }

  private void copy(int from, Matrix target, int at) {
    if (target instanceof Matrix.Floats floats) {
      floats.data()[at] = ((FloatBuffer) source).get(from);
    } else {
      ((Matrix.Doubles) target).data()[at] = ((DoubleBuffer) source).get(from);
    }
  }
}
