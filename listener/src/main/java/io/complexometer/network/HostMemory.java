package io.complexometer.network;

import java.nio.Buffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The numbers of an ND4J array where they lie: reading them through ND4J itself costs ten to a
 * hundred times as much, and creating arrays can disturb the caller's workspaces.
 */
final class HostMemory {
  /** Numbers compared at a time: what a buffer can view, and soon a difference is found. */
  private static final int COMPARED = 1 << 20;

  private HostMemory() {}

  /** An array whose numbers can be read one by one: single or double precision, on the host. */
  static INDArray readable(INDArray array) {
    DataType type = array.dataType();
    INDArray readable =
        type == DataType.FLOAT || type == DataType.DOUBLE ? array : array.castTo(DataType.FLOAT);
    Nd4j.getAffinityManager().ensureLocation(readable, AffinityManager.Location.HOST);
    return readable;
  }

  /**
   * Copies numbers that lie one after the other, unless they are there already: reading them costs
   * no more than copying, and ends at the first that differs.
   *
   * @param array {@linkplain #readable readable}
   * @param target {@code float[]} or {@code double[]} of the array's type
   * @param length how many, from the array's first on
   * @return whether the target held other numbers
   */
  static boolean copy(INDArray array, Object target, int length) {
    int from = 0;
    while (from < length && same(array, target, from, Math.min(COMPARED, length - from))) {
      from += COMPARED;
    }
    if (from >= length) {
      return false;
    }
    Pointer start = array.data().pointer();
    if (target instanceof float[] floats) {
      new FloatPointer(start).position(array.offset() + from).get(floats, from, length - from);
    } else {
      new DoublePointer(start)
          .position(array.offset() + from)
          .get((double[]) target, from, length - from);
    }
    return true;
  }

  /** Whether a run of the array is what the target holds at that place. */
  private static boolean same(INDArray array, Object target, int from, int length) {
    Pointer start = array.data().pointer();
    long first = array.offset() + from;
    if (target instanceof float[] floats) {
      FloatBuffer live = new FloatPointer(start).position(first).limit(first + length).asBuffer();
      return live.mismatch(FloatBuffer.wrap(floats, from, length)) < 0;
    }
    DoubleBuffer live = new DoublePointer(start).position(first).limit(first + length).asBuffer();
    return live.mismatch(DoubleBuffer.wrap((double[]) target, from, length)) < 0;
  }

  /**
   * A view of the numbers, to be read while the array lives.
   *
   * @param array {@linkplain #readable readable}
   * @return a {@link FloatBuffer} or {@link DoubleBuffer}, whose index 0 is the array's first
   *     number
   */
  static Buffer view(INDArray array) {
    Pointer start = array.data().pointer();
    long length = 1; // from the first number to the last, both included
    for (int axis = 0; axis < array.rank(); axis++) {
      length += (array.size(axis) - 1) * array.stride(axis);
    }
    if (array.dataType() == DataType.FLOAT) {
      return new FloatPointer(start)
          .position(array.offset())
          .limit(array.offset() + length)
          .asBuffer();
    }
    return new DoublePointer(start)
        .position(array.offset())
        .limit(array.offset() + length)
        .asBuffer();
  }

  /** Whether the array's numbers lie one after the other in its own order, without a gap. */
  static boolean isDense(INDArray array) {
    boolean rowMajor = array.ordering() == 'c';
    long expected = 1;
    for (int i = 0; i < array.rank(); i++) {
      int axis = rowMajor ? array.rank() - 1 - i : i;
      if (array.size(axis) != 1 && array.stride(axis) != expected) {
        return false;
      }
      expected *= array.size(axis);
    }
    return true;
  }
}
