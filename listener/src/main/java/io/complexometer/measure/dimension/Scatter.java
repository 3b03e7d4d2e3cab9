package io.complexometer.measure.dimension;

import io.complexometer.measure.linalg.GramWorkspace;
import io.complexometer.measure.linalg.Matrix;
import io.complexometer.measure.linalg.NonFiniteException;

/**
 * The state of a covariance that grows batch by batch, and in two forms.
 *
 * <p>While the rows take less memory than the products of the units would, it is the rows, in the
 * precision in which they came, and their thin side is decomposed: 1,000 rows of 4,096 units in
 * single precision take 16 MB, the products 134.
 *
 * <p>Then it is the weight n of the rows, their mean, and the scatter S, the sum of the outer
 * products of the centred rows. A part b is joined to it by the formula of Chan, Golub and LeVeque
 * (1979),
 *
 * <pre>
 *   delta = mean_b - mean;  N = n + b;  S += S_b + delta delta^T n b / N;  mean += delta b / N
 * </pre>
 *
 * never by sums of x x^T, which lose everything when the mean is large. Small batches are kept
 * until they make a part of {@value #PART} rows or two million numbers, whose products cost less a
 * row than theirs.
 *
 * <p>With forgetting, the weights of all rows so far shrink by a factor before each batch, and old
 * batches fade. The number of rows is then the effective one, (sum of w)^2 / sum of w^2: of batches
 * of b rows and a factor g it comes to b (1 + g) / (1 - g).
 *
 * <p>A state added to an empty one makes a copy. Not thread-safe, not even to be measured by two.
 */
public final class Scatter {
  /** Fewest rows of a part. */
  private static final int PART = 768;

  /** Numbers that a part may have beyond that: 8 MB of floats. */
  private static final int NUMBERS = 1 << 21;

  private final int units;
  private final int part;
  private double weight; // of all rows, kept or not
  private double squaredWeights;
  private boolean finite = true;
  private double[] origin; // the first row seen: means are relative to it
  private final WeightedRows kept;

  /** What has become of rows that are not kept: products times fade are their scatter. */
  private Centre centre;

  private double[] products; // lower triangle, column after column; null before there are any
  private double fade = 1;

  /**
   * An empty state.
   *
   * @param units number of features d, at least 1
   */
  public Scatter(int units) {
    this(units, Math.max(PART, NUMBERS / units));
  }

  /**
   * An empty state.
   *
   * @param units number of features d, at least 1
   * @param part rows that are kept until their products are made
   */
  Scatter(int units, int part) {
    this.units = units;
    this.part = part;
    this.kept = new WeightedRows(units);
    this.centre = Centre.empty(units);
  }

  /**
   * Makes room for rows to come, as far as they will be kept.
   *
   * @param rows how many, about
   */
  public void reserve(int rows) {
    kept.reserve(Math.min(rows, keptAtMost()));
  }

  /**
   * Adds a batch. An entry that is not finite is no error here: it leaves the state without a
   * value, whatever is added later.
   *
   * @param features rows are samples, columns are units
   * @param workspace where the work is done
   * @throws IllegalArgumentException if it has other units, or if there are too many numbers to
   *     keep: 2^31
   */
  public void add(Matrix features, GramWorkspace workspace) {
    requireUnits(features.columns());
    weight += features.rows();
    squaredWeights += features.rows();
    if (!finite) {
      return;
    }
    if (origin == null) {
      origin = Centre.row(features, 0);
    }
    if (features.rows() > keptAtMost()) {
      join(features, null, workspace);
    } else {
      kept.append(features);
      if (kept.rows() > keptAtMost()) {
        joinKept(workspace);
      }
    }
  }

  /**
   * Merges another state into this one. Rows that it keeps are kept here until the next call that
   * has a workspace.
   *
   * @param other a state of the same units
   * @throws IllegalArgumentException if it has other units, or if there are too many numbers to
   *     keep: 2^31
   */
  public void add(Scatter other) {
    requireUnits(other.units);
    weight += other.weight;
    squaredWeights += other.squaredWeights;
    if (!finite || !other.finite) {
      giveUp();
      return;
    }
    if (origin == null) {
      origin = other.origin;
    }
    kept.append(other.kept);
    if (other.products != null) {
      prepareProducts();
      for (int i = 0; i < products.length; i++) {
        products[i] += other.fade * other.products[i];
      }
      join(other.centre.relativeTo(origin, other.origin));
    }
  }

  /**
   * Merges another state into this one, and turns rows that it keeps into products where there are
   * too many.
   *
   * @param other a state of the same units
   * @param workspace where the work is done
   * @throws IllegalArgumentException if it has other units, or if there are too many numbers to
   *     keep: 2^31
   */
  public void add(Scatter other, GramWorkspace workspace) {
    add(other);
    if (finite && kept.rows() > keptAtMost()) {
      joinKept(workspace);
    }
  }

  /**
   * The number of features d.
   *
   * @return at least 1
   */
  public int units() {
    return units;
  }

  /**
   * Lets the past fade.
   *
   * @param factor what remains of it, from 0 to 1; after 0 the state is as good as new
   * @throws IllegalArgumentException if it is anything else
   */
  public void forget(double factor) {
    if (!(factor >= 0 && factor <= 1)) {
      throw new IllegalArgumentException("a factor from 0 to 1 may remain, not " + factor);
    }
    weight *= factor;
    squaredWeights *= factor * factor;
    kept.fade(factor);
    centre = centre.faded(factor);
    fade *= factor;
    if (factor == 0) {
      giveUp();
      finite = true;
      origin = null;
    }
  }

  /**
   * Measures the rows seen so far.
   *
   * @param workspace where the work is done
   * @return the effective dimension and its relatives; absent where an activation is not finite, or
   *     all rows are equal
   */
  public EffectiveDimension effectiveDimension(GramWorkspace workspace) {
    double rows = squaredWeights > 0 ? weight * weight / squaredWeights : 0;
    double[] variances = variances(workspace);
    return finite
        ? EffectiveDimension.ofVariances(variances, rows, units)
        : EffectiveDimension.absent(rows, units, EffectiveDimension.NON_FINITE);
  }

  /** Memory of the rows and products that it holds now. */
  long bytes() {
    return kept.bytes() + (products == null ? 0 : (long) Double.BYTES * products.length);
  }

  /** Eigenvalues of the scatter, largest first, up to a factor. */
  private double[] variances(GramWorkspace workspace) {
    if (products != null && kept.rows() > 0) {
      joinKept(workspace);
      kept.clear();
    }
    if (products != null) {
      return workspace.eigenvalues(products, units);
    }
    if (kept.rows() == 0) {
      return new double[0];
    }
    try {
      double[] weights = kept.weights();
      double[] mean = Centre.of(kept.matrix(), weights, origin).mean(origin);
      return workspace.squaredSingularValues(kept.matrix(), mean, roots(weights));
    } catch (NonFiniteException e) {
      giveUp();
      return new double[0];
    }
  }

  /** How many rows are kept before they are turned into products. */
  private int keptAtMost() {
    if ((long) units * units > Integer.MAX_VALUE - 8) {
      return Integer.MAX_VALUE; // products would not fit in an array
    }
    return products == null ? Math.max(kept.inDouble() ? units : 2 * units, part) : part;
  }

  private void joinKept(GramWorkspace workspace) {
    join(kept.matrix(), kept.weights(), workspace);
    kept.empty((long) part * units);
  }

  /** Turns rows into products. */
  private void join(Matrix rows, double[] weights, GramWorkspace workspace) {
    Centre part = Centre.of(rows, weights, origin);
    prepareProducts();
    try {
      workspace.addColumnProducts(rows, part.mean(origin), roots(weights), products);
      join(part);
    } catch (NonFiniteException e) {
      giveUp();
    }
  }

  /** What remains to be added of a part once its own scatter is. */
  private void join(Centre part) {
    double[] delta = centre.distance(part);
    Centre all = centre.with(part);
    double factor = all.weight() > 0 ? centre.weight() * (part.weight() / all.weight()) : 0;
    for (int column = 0; factor > 0 && column < units; column++) {
      double scaled = factor * delta[column];
      for (int row = column, at = column * (units + 1); row < units; row++, at++) {
        products[at] += scaled * delta[row];
      }
    }
    centre = all;
  }

  /** Makes the products the scatter itself. */
  private void prepareProducts() {
    if (products == null) {
      products = new double[units * units];
    } else if (fade != 1) {
      for (int i = 0; i < products.length; i++) {
        products[i] *= fade;
      }
    }
    fade = 1;
  }

  /** There is no value any more: keeps the count of rows only. */
  private void giveUp() {
    finite = false;
    kept.clear();
    products = null;
    centre = Centre.empty(units);
    fade = 1;
  }

  private void requireUnits(int others) {
    if (others != units) {
      throw new IllegalArgumentException("a batch of " + others + " units in a state of " + units);
    }
  }

  private static double[] roots(double[] weights) {
    double[] roots = weights == null ? null : weights.clone();
    for (int i = 0; roots != null && i < roots.length; i++) {
      roots[i] = Math.sqrt(roots[i]);
    }
    return roots;
  }
}
