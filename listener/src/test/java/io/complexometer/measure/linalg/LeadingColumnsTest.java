package io.complexometer.measure.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compared with the sums that the products stand for, written out in double precision. */
final class LeadingColumnsTest {
  private final UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(5);

  @ParameterizedTest
  @CsvSource({"7, 1", "40, 30", "300, 129", "500, 300"}) // within a block, beyond one, beyond two
  void products_ofVectorsOfManyLengths_areTheSums(int rows, int order) {
    float[][] a = new float[order][];
    try (LeadingColumns columns = new LeadingColumns(rows, order)) {
      for (int j = 0; j < order; j++) {
        a[j] = numbers(rows);
        columns.setColumn(j, a[j]);
      }
      int[] lengths = lengths(order);
      columns.setLengths(lengths);
      float[][] x = new float[lengths.length][];
      float[][] r = new float[lengths.length][];
      for (int slot = 0; slot < lengths.length; slot++) {
        columns.setVector(slot, numbers(order)); // what is left over from before must not count
      }
      for (int slot = 0; slot < lengths.length; slot++) {
        x[slot] = numbers(lengths[slot]);
        r[slot] = numbers(rows);
        columns.setVector(slot, x[slot]);
      }
      columns.multiply();
      for (int slot = 0; slot < lengths.length; slot++) {
        float[] image = new float[rows];
        columns.getImage(slot, image);
        for (int i = 0; i < rows; i++) {
          double sum = 0;
          for (int j = 0; j < lengths[slot]; j++) {
            sum += (double) a[j][i] * x[slot][j];
          }
          assertEquals(sum, image[i], 1e-4);
        }
      }
      for (int slot = 0; slot < lengths.length; slot++) {
        columns.setImage(slot, r[slot]);
      }
      columns.multiplyTransposed();
      for (int slot = 0; slot < lengths.length; slot++) {
        float[] product = new float[lengths[slot]];
        columns.getVector(slot, product);
        for (int j = 0; j < lengths[slot]; j++) {
          assertEquals(dot(a[j], r[slot]), product[j], 1e-4);
        }
      }
    }
  }

  /** With z = H^-1 g for the leading block of H: H z = g, and |L^-1 g|^2 = g z. */
  @ParameterizedTest
  @CsvSource({"20, 5", "100, 60", "400, 130", "700, 300"})
  void whiten_andBack_solvesEveryLeadingBlock(int rows, int order) {
    float[][] a = new float[order][];
    try (LeadingColumns columns = new LeadingColumns(rows, order)) {
      for (int j = 0; j < order; j++) {
        a[j] = numbers(rows);
        columns.setColumn(j, a[j]);
      }
      columns.factorise(0.25, 1);
      int[] lengths = lengths(order);
      columns.setLengths(lengths);
      float[][] g = new float[lengths.length][];
      double[] squares = new double[lengths.length];
      for (int slot = 0; slot < lengths.length; slot++) {
        g[slot] = numbers(lengths[slot]);
        columns.setVector(slot, g[slot]);
      }
      columns.whiten();
      for (int slot = 0; slot < lengths.length; slot++) {
        float[] u = new float[lengths[slot]];
        columns.getWhitened(slot, u);
        squares[slot] = dot(u, u);
        columns.setWhitened(slot, u);
      }
      columns.unwhiten();
      for (int slot = 0; slot < lengths.length; slot++) {
        float[] z = new float[lengths[slot]];
        columns.getVector(slot, z);
        assertEquals(dot(g[slot], z), squares[slot], 1e-4 * squares[slot]);
        for (int i = 0; i < z.length; i++) {
          double sum = z[i];
          for (int j = 0; j < z.length; j++) {
            sum += 0.25 * dot(a[i], a[j]) * z[j];
          }
          assertEquals(g[slot][i], sum, 1e-3);
        }
      }
    }
  }

  private static int[] lengths(int order) {
    return order == 1 ? new int[] {1} : new int[] {1, (order + 1) / 2, order - 1, order};
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = random.nextFloat() - 0.5f;
    }
    return numbers;
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
