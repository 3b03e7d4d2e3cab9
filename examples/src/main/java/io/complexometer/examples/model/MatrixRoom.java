package io.complexometer.examples.model;

import io.complexometer.examples.data.DataException;
import java.util.function.Supplier;

/** Room for one matrix, used again for the next one; where that is larger, it is made anew. */
final class MatrixRoom {
  private Object numbers;

  /**
   * Room in single precision.
   *
   * @param place of the matrix, for complaints
   * @param entries how many are needed; the array may have more
   * @throws DataException if there is too little memory
   */
  float[] floats(String place, int entries) {
    if (!(numbers instanceof float[] room && room.length >= entries)) {
      numbers = null; // before there is another
      numbers = reserve(place, (long) entries * Float.BYTES, () -> new float[entries]);
    }
    return (float[]) numbers;
  }

  /**
   * Room in double precision.
   *
   * @param place of the matrix, for complaints
   * @param entries how many are needed; the array may have more
   * @throws DataException if there is too little memory
   */
  double[] doubles(String place, int entries) {
    if (!(numbers instanceof double[] room && room.length >= entries)) {
      numbers = null; // before there is another
      numbers = reserve(place, (long) entries * Double.BYTES, () -> new double[entries]);
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
