package io.complexometer.measure.nonlinearity;

import io.complexometer.measure.linalg.LeadingColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The logistic regressions of each unit on the units before it, all at once.
 *
 * <p>With A = [1 Z] the Hessian of every one of them is bounded by H = A^T A / 4 + I (Boehning
 * 1992), of which problem k needs the leading block of order k + 1, whose Cholesky factor is the
 * leading block of L. Preconditioned by it, each problem takes steps of conjugate gradients of its
 * own, while all products are made together:
 *
 * <pre>
 *   g = A^T (p - y) + w;  u = L^-1 g;  stop when sum |u|^2 / (n ln 2) &lt; gain
 *   d = -L^-T u + share d;  q = A d;  w += step d;  s += step q;  p = sigmoid(s)
 * </pre>
 *
 * As u (new) u (old) is what Polak and Ribiere's share needs, and the log odds s are kept, a step
 * costs two products with A. A problem that has reached its part of the gain leaves the others.
 * Accelerated gradients with the same bound need 5 to 10 times as many products.
 */
final class NestedRegressions implements AutoCloseable {
  private static final double LN2 = Math.log(2);

  private final int rows;
  private final LeadingColumns columns;
  private final List<Regression> regressions = new ArrayList<>();
  private final float[] image;
  private final float[] scratch;

  /**
   * Prepares the regressions of units 1, 2, ..; unit 0 has none.
   *
   * @param units zeros and ones, unit after unit, as many rows each
   */
  NestedRegressions(float[][] units) {
    this.rows = units[0].length;
    this.columns = designMatrix(units);
    this.image = new float[rows];
    this.scratch = new float[rows];
    for (int unit = 1; unit < units.length; unit++) {
      regressions.add(new Regression(units[unit], unit + 1));
    }
    try {
      columns.factorise(0.25, 1);
    } catch (RuntimeException | Error e) {
      columns.close();
      throw e;
    }
  }

  /** [1 Z]: a column of ones, and the units but the last, which predicts nothing. */
  private static LeadingColumns designMatrix(float[][] units) {
    LeadingColumns matrix = new LeadingColumns(units[0].length, units.length);
    float[] ones = new float[units[0].length];
    Arrays.fill(ones, 1);
    matrix.setColumn(0, ones);
    for (int unit = 0; unit < units.length - 1; unit++) {
      matrix.setColumn(unit + 1, units[unit]);
    }
    return matrix;
  }

  /**
   * Begins from given weights.
   *
   * @param weights of units 1, 2, ..
   */
  void start(float[][] weights) {
    columns.setLengths(lengths(regressions));
    for (int k = 0; k < regressions.size(); k++) {
      System.arraycopy(weights[k], 0, regressions.get(k).weights(), 0, weights[k].length);
      columns.setVector(k, weights[k]);
    }
    columns.multiply();
    for (int k = 0; k < regressions.size(); k++) {
      columns.getImage(k, image);
      regressions.get(k).start(image);
    }
  }

  /**
   * Goes to the optimum.
   *
   * @param gain bits a row, of all problems together, that may remain
   * @param steps at most
   * @return bits a row that remain: one step of the bound would gain half of them or more
   */
  double solve(double gain, int steps) {
    double share = gain * rows * LN2 / regressions.size();
    List<Regression> active = regressions;
    for (int step = 0; step < steps && !active.isEmpty(); step++) {
      double[] shares = gradients(active);
      if (remaining() < gain) {
        break;
      }
      active = descend(active, shares, share);
    }
    return remaining();
  }

  private double remaining() {
    return regressions.stream().mapToDouble(Regression::norm).sum() / (rows * LN2);
  }

  /** New gradients; gives for each the share of the old direction. */
  private double[] gradients(List<Regression> active) {
    columns.setLengths(lengths(active));
    for (int slot = 0; slot < active.size(); slot++) {
      active.get(slot).residuals(image);
      columns.setImage(slot, image);
    }
    columns.multiplyTransposed();
    for (int slot = 0; slot < active.size(); slot++) {
      float[] product = new float[active.get(slot).length()];
      columns.getVector(slot, product);
      columns.setVector(slot, active.get(slot).gradient(product));
    }
    columns.whiten();
    double[] shares = new double[active.size()];
    for (int slot = 0; slot < active.size(); slot++) {
      float[] whitened = new float[active.get(slot).length()];
      columns.getWhitened(slot, whitened);
      shares[slot] = active.get(slot).conjugate(whitened);
    }
    return shares;
  }

  /** One step of those with more than their part to gain, which are given back. */
  private List<Regression> descend(List<Regression> active, double[] shares, double part) {
    List<Regression> rest = new ArrayList<>();
    double[] restShares = new double[shares.length];
    for (int slot = 0; slot < active.size(); slot++) {
      if (active.get(slot).norm() > part) {
        restShares[rest.size()] = shares[slot];
        rest.add(active.get(slot));
      }
    }
    columns.setLengths(lengths(rest));
    for (int slot = 0; slot < rest.size(); slot++) {
      columns.setWhitened(slot, rest.get(slot).whitened());
    }
    columns.unwhiten();
    for (int slot = 0; slot < rest.size(); slot++) {
      float[] preconditioned = new float[rest.get(slot).length()];
      columns.getVector(slot, preconditioned);
      columns.setVector(slot, rest.get(slot).turn(preconditioned, restShares[slot]));
    }
    columns.multiply();
    for (int slot = 0; slot < rest.size(); slot++) {
      columns.getImage(slot, image);
      rest.get(slot).step(image, scratch);
    }
    return rest;
  }

  private static int[] lengths(List<Regression> regressions) {
    return regressions.stream().mapToInt(Regression::length).toArray();
  }

  /** The weights of units 1, 2, .., intercept first. */
  float[][] weights() {
    return regressions.stream().map(Regression::weights).toArray(float[][]::new);
  }

  /**
   * The code length of other rows.
   *
   * @param units of the same units
   * @return bits, of units 1, 2, .. together over all rows
   */
  double codeLength(float[][] units) {
    try (LeadingColumns others = designMatrix(units)) {
      others.setLengths(lengths(regressions));
      for (int k = 0; k < regressions.size(); k++) {
        others.setVector(k, regressions.get(k).weights());
      }
      others.multiply();
      float[] logOdds = new float[units[0].length];
      double nats = 0;
      for (int k = 0; k < regressions.size(); k++) {
        others.getImage(k, logOdds);
        nats += Logistic.codeLength(logOdds, units[k + 1], logOdds.length);
      }
      return nats / LN2;
    }
  }

  @Override
  public void close() {
    columns.close();
  }
}
