package io.complexometer.measure.scaling;

/**
 * The sum of squares that the best combination of one or two columns leaves of y: that of {@link
 * LinearFit}, for every correlation of the residuals from one pass over the points. With it laws
 * are searched; what was found is fitted by least squares.
 *
 * <p>It comes from products of the columns, g, and of columns with y, h, as y y - h' g^-1 h. That
 * difference would have no digit left of a good fit. So before anything is multiplied the columns
 * are made orthogonal, and of y is taken what a fit leaves of it, both with rho = 0; the columns
 * span the same as before, and only what rho changes is still to be subtracted.
 */
final class ProjectedSquares {
  private final WhitenedProduct yy;
  private final WhitenedProduct first;
  private final WhitenedProduct firstY;
  private final WhitenedProduct second; // null if there is one column
  private final WhitenedProduct secondY;
  private final WhitenedProduct both;

  /**
   * Passes over the points.
   *
   * @param columns of the basis, one or two, each as long as y
   */
  ProjectedSquares(double[][] columns, double[] y) {
    double[] u = columns[0];
    double[] rest = without(u, y);
    double[] v = null;
    if (columns.length > 1) {
      v = without(u, columns[1]);
      rest = without(v, rest);
    }
    yy = WhitenedProduct.of(rest, rest);
    first = WhitenedProduct.of(u, u);
    firstY = WhitenedProduct.of(u, rest);
    second = v == null ? null : WhitenedProduct.of(v, v);
    secondY = v == null ? null : WhitenedProduct.of(v, rest);
    both = v == null ? null : WhitenedProduct.of(u, v);
  }

  /** What a fit of one column leaves of another. */
  private static double[] without(double[] column, double[] other) {
    double product = 0;
    double square = 0;
    for (int i = 0; i < column.length; i++) {
      product += column[i] * other[i];
      square += column[i] * column[i];
    }
    double share = product / square;
    double[] rest = new double[column.length];
    for (int i = 0; i < column.length; i++) {
      rest[i] = other[i] - share * column[i];
    }
    return rest;
  }

  /**
   * The sum for one correlation.
   *
   * @param rho from 0, less than 1
   * @return not negative; infinite for columns that cannot be told apart
   */
  double at(double rho) {
    double g = first.at(rho);
    double h = firstY.at(rho);
    double squares = yy.at(rho) - h * h / g;
    if (second != null) {
      double share = both.at(rho) / g;
      g = second.at(rho) - share * both.at(rho);
      h = secondY.at(rho) - share * h;
      squares -= h * h / g;
    }
    return g > 0 ? Math.max(0, squares) : Double.POSITIVE_INFINITY;
  }
}
