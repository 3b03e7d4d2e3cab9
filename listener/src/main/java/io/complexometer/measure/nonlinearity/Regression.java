package io.complexometer.measure.nonlinearity;

/**
 * One penalised logistic regression on its way to the optimum: log odds s = A w of y being 1, p
 * their probabilities, and a direction of conjugate gradients.
 *
 * <p>The loss is 1/2 |w|^2 + sum log(1 + exp(-+s)), C = 1. Along a direction d with images q = A d
 * one Newton step is taken, -slope / curvature with slope = g d and curvature = sum p (1 - p) q^2 +
 * |d|^2: it needs no further product with A. Where the loss flattens on the way the step may lead
 * too far; then it is shortened until the slope there is at most half of what it was.
 */
final class Regression {
  private static final int SHORTENINGS = 30;

  private final float[] y;
  private final float[] s;
  private final float[] p;
  private final float[] w;
  private final float[] gradient;
  private final float[] direction;
  private final float[] whitened;
  private double norm;
  private boolean started;

  /**
   * At w = 0.
   *
   * @param y zeros and ones, one for each row
   * @param length number of weights
   */
  Regression(float[] y, int length) {
    this.y = y;
    this.s = new float[y.length];
    this.p = new float[y.length];
    this.w = new float[length];
    this.gradient = new float[length];
    this.direction = new float[length];
    this.whitened = new float[length];
    Logistic.probabilities(s, p, y.length);
  }

  int length() {
    return w.length;
  }

  /** The weights: intercept first. */
  float[] weights() {
    return w;
  }

  /** Begins elsewhere than at zero. */
  void start(float[] logOdds) {
    System.arraycopy(logOdds, 0, s, 0, s.length);
    Logistic.probabilities(s, p, y.length);
  }

  /** p - y. */
  void residuals(float[] target) {
    for (int i = 0; i < y.length; i++) {
      target[i] = p[i] - y[i];
    }
  }

  /** Takes A^T (p - y), and makes it the gradient by adding the penalty's. */
  float[] gradient(float[] product) {
    for (int i = 0; i < w.length; i++) {
      gradient[i] = product[i] + w[i];
    }
    return gradient;
  }

  /**
   * Takes L^-1 g and chooses the share of the old direction in the new one (Polak and Ribiere).
   *
   * @return that share; {@link #norm} is then g H^-1 g
   */
  double conjugate(float[] whitenedGradient) {
    double overlap = 0;
    double square = 0;
    for (int i = 0; i < w.length; i++) {
      float u = whitenedGradient[i];
      overlap += u * whitened[i];
      square += u * u;
      whitened[i] = u;
    }
    double share = started ? Math.max(0, (square - overlap) / norm) : 0;
    started = true;
    norm = square;
    return share;
  }

  /** g H^-1 g: at least half of it can still be gained, in nats over all rows. */
  double norm() {
    return norm;
  }

  float[] whitened() {
    return whitened;
  }

  /** Takes H^-1 g and a share of the old direction; gives the new direction. */
  float[] turn(float[] preconditioned, double share) {
    double slope = 0;
    for (int i = 0; i < w.length; i++) {
      direction[i] = (float) (share * direction[i] - preconditioned[i]);
      slope += gradient[i] * direction[i];
    }
    if (slope >= 0) { // rounding: not downhill
      for (int i = 0; i < w.length; i++) {
        direction[i] = -preconditioned[i];
      }
    }
    return direction;
  }

  /**
   * Goes along the direction.
   *
   * @param q A d
   * @param scratch as long
   */
  void step(float[] q, float[] scratch) {
    double slope = 0;
    double curvature = 0;
    for (int i = 0; i < w.length; i++) {
      slope += gradient[i] * direction[i];
      curvature += direction[i] * direction[i];
    }
    Logistic.curvatures(p, q, scratch, y.length);
    curvature += Logistic.sum(scratch, y.length);
    double near = 0;
    double far = -slope / curvature;
    double nearSlope = slope;
    double at = move(0, far, q);
    double farSlope = slopeNow(q, scratch);
    for (int i = 0; i < SHORTENINGS && farSlope > -slope / 2; i++) {
      double between = near + (far - near) * nearSlope / (nearSlope - farSlope);
      at = move(at, between, q);
      double betweenSlope = slopeNow(q, scratch);
      if (betweenSlope > 0) {
        far = between;
        farSlope = betweenSlope;
        nearSlope /= 2; // the Illinois rule, lest the near end stays for ever
      } else {
        break;
      }
    }
  }

  private double move(double from, double to, float[] q) {
    float step = (float) (to - from);
    Logistic.move(s, q, step, y.length);
    Logistic.move(w, direction, step, w.length);
    Logistic.probabilities(s, p, y.length);
    return from + step;
  }

  /** The slope of the loss along the direction where we are. */
  private double slopeNow(float[] q, float[] scratch) {
    Logistic.slopes(p, y, q, scratch, y.length);
    double slope = Logistic.sum(scratch, y.length);
    for (int i = 0; i < w.length; i++) {
      slope += w[i] * direction[i];
    }
    return slope;
  }
}
