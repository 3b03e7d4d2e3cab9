package io.complexometer.examples.model;

import io.complexometer.measure.linalg.Matrix;
import io.complexometer.network.WeightMatrix;
import java.util.function.Supplier;

/**
 * One weight matrix of a file, read when it is asked for, so that only one is in memory at a time.
 *
 * @param description its layer, parameter and shape
 * @param matrix reads it; the array may be reused by the next that is read. Throws a DataException
 *     where the file turns out to be damaged
 */
public record StoredWeights(WeightMatrix description, Supplier<Matrix> matrix) {
  /** The type of a layer of which there is only its matrix. */
  public static final String BARE = "npy";
}
