package io.complexometer.measure.dimension;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;

/**
 * The state of a covariance that grows batch by batch: number of rows n, mean, and scatter S (the
 * sum of outer products of the centred rows).
 *
 * <p>Two states are merged by the formula of Chan, Golub and LeVeque (1979),
 *
 * <pre>
 *   delta = mean_b - mean;  N = n + b;  S += S_b + delta delta^T n b / N;  mean += delta b / N
 * </pre>
 *
 * never by sums of x x^T, which lose everything when the mean is large. With forgetting, n and S
 * shrink by a factor before each batch, and old batches fade.
 */
public final class Scatter {
  private final int units;
  private final double[] mean;
  private final double[] products;
  private double rows;

  /**
   * An empty state.
   *
   * @param units number of features d; the state holds d^2 doubles
   */
  public Scatter(int units) {
    this.units = units;
    this.mean = new double[units];
    this.products = new double[units * units];
  }

  /**
   * Adds a batch.
   *
   * @param features rows are samples, columns are units
   * @param workspace where the work is done
   */
  public void add(Matrix features, GramWorkspace workspace) {
    if (features.columns() != units) {
      throw new IllegalArgumentException(
          "a batch of " + features.columns() + " units in a state of " + units);
    }
    double[] batchMean = columnMeans(features);
    merge(features.rows(), batchMean, workspace.columnProducts(features, batchMean));
  }

  /**
   * Merges another state into this one.
   *
   * @param other a state of the same units
   */
  public void add(Scatter other) {
    merge(other.rows, other.mean, other.products);
  }

  /**
   * Lets the past fade.
   *
   * @param factor what remains of it, from 0 to 1
   */
  public void forget(double factor) {
    rows *= factor;
    for (int i = 0; i < products.length; i++) {
      products[i] *= factor;
    }
  }

  /**
   * Measures the rows seen so far.
   *
   * @param workspace where the work is done
   * @return the effective dimension and its relatives
   */
  public EffectiveDimension effectiveDimension(GramWorkspace workspace) {
    return EffectiveDimension.ofVariances(workspace.eigenvalues(products, units), rows, units);
  }

  private void merge(double otherRows, double[] otherMean, double[] otherProducts) {
    double total = rows + otherRows;
    double[] delta = new double[units];
    for (int i = 0; i < units; i++) {
      delta[i] = otherMean[i] - mean[i];
    }
    double factor = rows * otherRows / total;
    for (int column = 0; column < units; column++) {
      for (int row = column; row < units; row++) { // the lower triangle
        int at = column * units + row;
        products[at] += otherProducts[at] + delta[row] * delta[column] * factor;
      }
    }
    for (int i = 0; i < units; i++) {
      mean[i] += delta[i] * otherRows / total;
    }
    rows = total;
  }

  /**
   * Means of the columns, summed relative to the first row: a constant column then has exactly its
   * constant as mean, and no variance is left over.
   */
  static double[] columnMeans(Matrix features) {
    int columns = features.columns();
    double[] first = new double[columns];
    features.copy(0, first, 0, columns);
    double[] mean = new double[columns];
    double[] row = new double[columns];
    for (int r = 1; r < features.rows(); r++) {
      features.copy(r * columns, row, 0, columns);
      for (int c = 0; c < columns; c++) {
        mean[c] += row[c] - first[c];
      }
    }
    for (int c = 0; c < columns; c++) {
      mean[c] = first[c] + mean[c] / features.rows();
    }
    return mean;
  }
}
