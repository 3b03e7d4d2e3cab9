package io.complexometer.measure.linalg;

/**
 * What block Lanczos knows of a Gram matrix G of order n: the eigenvalues of its projection on a
 * Krylov space, and how much of the starting vectors lies along each of their vectors.
 *
 * <p>{@code weights[j]} over {@code values} is a quadrature: for polynomials f up to twice the
 * number of steps less one, sum_i weights[j][i] f(values[i]) = v_j^T f(G) v_j.
 *
 * @param values Ritz values, smallest first, none negative
 * @param residuals for each of them a radius within which G has an eigenvalue, but for rounding
 * @param weights for each starting vector its squared components along the Ritz vectors, which sum
 *     to 1
 * @param passes how often the matrix was gone through
 */
@SuppressWarnings("ArrayRecordComponent") // handed from one room to the next, never compared
public record RitzValues(double[] values, double[] residuals, double[][] weights, int passes) {

  /**
   * The number of starting vectors.
   *
   * @return at least 1
   */
  public int vectors() {
    return weights.length;
  }
}
