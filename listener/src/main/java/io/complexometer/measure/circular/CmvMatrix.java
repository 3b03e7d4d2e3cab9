package io.complexometer.measure.circular;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A random unitary matrix, given by its Verblunsky coefficients alpha_0 .. alpha_(n-1), whose
 * eigenvalues can be counted without being computed.
 */
final class CmvMatrix {

  // How it works.
  //
  // Killip and Nenciu, "Matrix models for circular ensembles", IMRN 2004 (Theorem 1): if the
  // coefficients are independent, alpha_k ~ Theta_nu with nu = beta (n - k - 1) + 1, the
  // five-diagonal CMV matrix made of them has the eigenvalues of the circular ensemble, in law.
  // Theta_nu lives in the unit disc with density proportional to (1 - |z|^2)^((nu - 3) / 2), so
  // 1 - |alpha_k|^2 = U^(2 / (nu - 1)) with U uniform on (0, 1]; Theta_1 is uniform on the circle.
  // A draw takes 2n random numbers, not n^2.
  //
  // The eigenvalues are the zeros of Phi_n, where Phi_(k+1) = z Phi_k - conj(alpha_k) Phi_k^*. On
  // the circle, z = e^(i theta), B_k = z Phi_k / Phi_k^* has modulus 1, and its phase psi_k obeys
  // (the Pruefer phase of Killip and Stoiciu, Duke Math. J. 146, 2009)
  //
  //   psi_0 = theta,   psi_(k+1) = psi_k + theta - 2 arg(1 - alpha_k e^(i psi_k)),
  //
  // the argument between -pi/2 and pi/2. It grows with theta, by 2 pi n once round the circle, and
  // e^(i theta) is an eigenvalue where psi_(n-1) + arg alpha_(n-1) is a multiple of 2 pi. So the
  // number of eigenvalues on an arc is a difference of two integers, each found in n steps: a
  // histogram of 40 bins takes 78 n, where an eigensolver takes n^2 at best.

  private static final double TURN = 2 * Math.PI;

  /** Halvings of the circle down to the last bit of a double near pi. */
  private static final int HALVINGS = 54;

  private final double[] moduli;
  private final double[] arguments;

  /**
   * A given matrix.
   *
   * @param moduli |alpha_k|, all but the last, which is 1
   * @param arguments arg alpha_k, all of them, radians
   */
  CmvMatrix(double[] moduli, double[] arguments) {
    this.moduli = moduli;
    this.arguments = arguments;
  }

  /**
   * A random matrix.
   *
   * @param order n, at least 1
   * @param beta of the circular ensemble
   * @param random where 2n - 1 numbers are taken from
   * @return the matrix
   */
  static CmvMatrix draw(int order, int beta, UniformRandomProvider random) {
    if (order < 1) {
      throw new IllegalArgumentException("the order of a matrix is at least 1, not " + order);
    }
    double[] moduli = new double[order - 1];
    double[] arguments = new double[order];
    for (int k = 0; k < order; k++) {
      if (k < order - 1) {
        double exponent = 2.0 / (beta * (order - k - 1.0));
        double logarithm = Math.log(1 - random.nextDouble());
        moduli[k] = Math.sqrt(-Math.expm1(exponent * logarithm));
      }
      arguments[k] = TURN * random.nextDouble();
    }
    return new CmvMatrix(moduli, arguments);
  }

  int order() {
    return arguments.length;
  }

  /** |alpha_k|. */
  double modulus(int index) {
    return index < moduli.length ? moduli[index] : 1;
  }

  /** Arg alpha_k, radians. */
  double argument(int index) {
    return arguments[index];
  }

  /** How many eigenvalues have the cosine of their phase in each of {@link CosineBins}. */
  long[] cosineCounts() {
    long[] counts = new long[CosineBins.COUNT];
    long atLeastHigh = 0;
    for (int b = CosineBins.COUNT - 1; b >= 0; b--) {
      double angle = Math.acos(CosineBins.edge(b));
      long atLeastLow = b == 0 ? order() : (long) (turns(angle) - turns(-angle));
      counts[b] = atLeastLow - atLeastHigh;
      atLeastHigh = atLeastLow;
    }
    return counts;
  }

  /** The eigenphases in (-pi, pi], smallest first, by bisection. */
  double[] phases() {
    double[] phases = new double[order()];
    double before = turns(-Math.PI);
    double low = -Math.PI;
    for (int j = 0; j < phases.length; j++) {
      double high = Math.PI;
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (turns(middle) - before > j) {
          high = middle;
        } else {
          low = middle;
        }
      }
      phases[j] = high;
    }
    return phases;
  }

  /** Grows by 1 at each eigenphase: the integer part of (psi_(n-1) + arg alpha_(n-1)) / 2 pi. */
  private double turns(double theta) {
    double psi = theta;
    for (int k = 0; k < moduli.length; k++) {
      double angle = psi + arguments[k];
      double re = moduli[k] * Math.cos(angle);
      double im = moduli[k] * Math.sin(angle);
      psi += theta + 2 * Math.atan2(im, 1 - re);
    }
    return Math.floor((psi + arguments[moduli.length]) / TURN);
  }
}
