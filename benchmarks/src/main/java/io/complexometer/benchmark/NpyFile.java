package io.complexometer.benchmark;

import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Matrices in numpy's format, rows being samples: what both sides of a comparison are given. */
final class NpyFile {
  private NpyFile() {}

  /**
   * Writes a matrix in its own data type.
   *
   * @throws UncheckedIOException if the file cannot be written
   */
  static void write(INDArray matrix, Path file) {
    try {
      Nd4j.writeAsNumpy(matrix.dup('c'), file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads zeros and others. */
  static BinarySamples readBits(Path file) {
    Matrix.Floats numbers = readFloats(file);
    BinarySamples samples = new BinarySamples(numbers.rows(), numbers.columns());
    for (int row = 0; row < numbers.rows(); row++) {
      for (int unit = 0; unit < numbers.columns(); unit++) {
        if (numbers.data()[row * numbers.columns() + unit] != 0) {
          samples.set(row, unit);
        }
      }
    }
    return samples;
  }

  /** Reads numbers, in single precision. */
  static Matrix.Floats readFloats(Path file) {
    INDArray array = Nd4j.createFromNpyFile(file.toFile()).castTo(DataType.FLOAT).dup('c');
    return new Matrix.Floats((int) array.size(0), (int) array.size(1), array.data().asFloat());
  }
}
