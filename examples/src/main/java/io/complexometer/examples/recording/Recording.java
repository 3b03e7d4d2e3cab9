package io.complexometer.examples.recording;

import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.nonlinearity.BinarySamples;
import java.util.List;

/**
 * What was recorded: a number for each time bin and unit. A unit is a neuron, or whatever the
 * recording has in its columns.
 *
 * @param name of the file
 * @param kind what the numbers are
 * @param kindReason how that is known
 * @param values rows are time bins, columns are units
 * @param constantUnits units with the same number in all bins
 * @param notes what looks odd about the recording, a sentence each
 */
public record Recording(
    String name,
    Kind kind,
    String kindReason,
    Table values,
    int constantUnits,
    List<String> notes) {

  /** Fewer rows say nothing, and cannot be resampled. */
  public static final int FEWEST_ROWS = 50;

  /**
   * The number of time bins.
   *
   * @return n
   */
  public int rows() {
    return values.rows();
  }

  /**
   * The number of units.
   *
   * @return d
   */
  public int units() {
    return values.columns();
  }

  /** The same, its kind known for another reason. */
  Recording because(String reason) {
    return new Recording(name, kind, reason, values, constantUnits, notes);
  }

  /** Which unit was active in which bin: one spike or many are the same. */
  BinarySamples words() {
    BinarySamples words = new BinarySamples(rows(), units());
    double[] row = new double[units()];
    for (int i = 0; i < rows(); i++) {
      values.copy(i, i + 1, row);
      for (int unit = 0; unit < row.length; unit++) {
        if (row[unit] > 0) {
          words.set(i, unit);
        }
      }
    }
    return words;
  }

  /** Some rows of numbers, as they are. */
  Matrix rows(int from, int to) {
    double[] numbers = new double[Math.multiplyExact(to - from, units())];
    values.copy(from, to, numbers);
    return new Matrix.Doubles(to - from, units(), numbers);
  }
}
