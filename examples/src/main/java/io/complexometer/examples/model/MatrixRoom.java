package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.util.function.Supplier;

/**
 * Room for one matrix, used again for the next one. It is made when it is first needed, then as
 * large as the largest matrix that was announced.
 */
final class MatrixRoom {
  private int mostFloats;
  private int mostDoubles;
  private Object numbers;

  /** Announces a matrix. */
  void announce(int entries, boolean inFloat) {
    mostFloats = inFloat ? Math.max(mostFloats, entries) : mostFloats;
    mostDoubles = inFloat ? mostDoubles : Math.max(mostDoubles, entries);
  }

  /**
   * Room in single precision.
   *
   * @throws DataException if there is too little memory
   */
  float[] floats(String place) {
    if (!(numbers instanceof float[])) {
      numbers = null;
      numbers = reserve(place, (long) mostFloats * Float.BYTES, () -> new float[mostFloats]);
    }
    return (float[]) numbers;
  }

  /**
   * Room in double precision.
   *
   * @throws DataException if there is too little memory
   */
  double[] doubles(String place) {
    if (!(numbers instanceof double[])) {
      numbers = null;
      numbers = reserve(place, (long) mostDoubles * Double.BYTES, () -> new double[mostDoubles]);
    }
    return (double[]) numbers;
  }

  private static Object reserve(String place, long bytes, Supplier<Object> array) {
    try {
      if (bytes < Runtime.getRuntime().maxMemory()) {
        return array.get();
      }
    } catch (OutOfMemoryError e) {
      // told below, with its place
    }
    throw new DataException(
        "%s needs %,d MB of memory, of %,d MB that java has: start it with a larger -Xmx, or save"
                .formatted(place, bytes >> 20, Runtime.getRuntime().maxMemory() >> 20)
            + " the array uncompressed, in C order and as float, which needs none.");
  }
}
