package io.complexometer.measure.dimension;

import io.complexometer.measure.linalg.Matrix;

/**
 * The weight and the mean of some rows, the mean told relative to a row that was seen before: a
 * column that never changes then has exactly itself as mean, and leaves no variance behind.
 *
 * @param weight sum of the rows' weights
 * @param relativeMean of each column, minus the origin
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Centre(double weight, double[] relativeMean) {

  /** The centre of nothing. */
  static Centre empty(int columns) {
    return new Centre(0, new double[columns]);
  }

  /** Of rows with weights, null where all are 1. */
  static Centre of(Matrix rows, double[] weights, double[] origin) {
    int columns = rows.columns();
    double[] row = new double[columns];
    double[] mean = new double[columns];
    double total = 0;
    for (int r = 0; r < rows.rows(); r++) {
      rows.copy(r * columns, row, 0, columns);
      double weight = weights == null ? 1 : weights[r];
      total += weight;
      for (int c = 0; c < columns; c++) {
        mean[c] += weight * (row[c] - origin[c]);
      }
    }
    if (total > 0) {
      for (int c = 0; c < columns; c++) {
        mean[c] /= total;
      }
    }
    return new Centre(total, mean);
  }

  /** A row of a matrix. */
  static double[] row(Matrix rows, int row) {
    double[] entries = new double[rows.columns()];
    rows.copy(row * rows.columns(), entries, 0, entries.length);
    return entries;
  }

  /** The mean itself. */
  double[] mean(double[] origin) {
    double[] mean = relativeMean.clone();
    for (int c = 0; c < mean.length; c++) {
      mean[c] += origin[c];
    }
    return mean;
  }

  /** The same centre told relative to another row. */
  Centre relativeTo(double[] newOrigin, double[] origin) {
    double[] mean = relativeMean.clone();
    for (int c = 0; c < mean.length; c++) {
      mean[c] += origin[c] - newOrigin[c];
    }
    return new Centre(weight, mean);
  }

  /** Of these rows after their weights have faded. */
  Centre faded(double factor) {
    return new Centre(weight * factor, relativeMean);
  }

  /** How far away another centre is. */
  double[] distance(Centre other) {
    double[] distance = other.relativeMean.clone();
    for (int c = 0; c < distance.length; c++) {
      distance[c] -= relativeMean[c];
    }
    return distance;
  }

  /** Of these rows and others. */
  Centre with(Centre other) {
    double total = weight + other.weight;
    double[] mean = distance(other);
    for (int c = 0; c < mean.length; c++) {
      mean[c] = relativeMean[c] + (total > 0 ? mean[c] * (other.weight / total) : 0);
    }
    return new Centre(total, mean);
  }
}
