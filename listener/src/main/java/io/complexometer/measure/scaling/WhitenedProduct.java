package io.complexometer.measure.scaling;

/**
 * The scalar product of two columns after whitening, for every correlation rho from one pass over
 * the points:
 *
 * <pre>
 *   P - rho Q + rho^2 R,     P = sum u_i v_i                       over all points
 *                            Q = sum u_i v_(i-1) + u_(i-1) v_i     over all neighbours
 *                            R = sum u_i v_i                       without the first and the last
 * </pre>
 *
 * @param all P
 * @param neighbours Q
 * @param inner R
 */
record WhitenedProduct(double all, double neighbours, double inner) {

  static WhitenedProduct of(double[] u, double[] v) {
    int last = u.length - 1;
    double all = u[0] * v[0];
    double neighbours = 0;
    for (int i = 1; i <= last; i++) {
      all += u[i] * v[i];
      neighbours += u[i] * v[i - 1] + u[i - 1] * v[i];
    }
    double inner = 0;
    for (int i = 1; i < last; i++) { // not P less two: they may be nearly all of it
      inner += u[i] * v[i];
    }
    return new WhitenedProduct(all, neighbours, inner);
  }

  WhitenedProduct plus(WhitenedProduct other) {
    return new WhitenedProduct(all + other.all, neighbours + other.neighbours, inner + other.inner);
  }

  double at(double rho) {
    return all - rho * neighbours + rho * rho * inner;
  }
}
