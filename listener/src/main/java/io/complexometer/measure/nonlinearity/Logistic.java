package io.complexometer.measure.nonlinearity;

/**
 * The logistic function of arrays in single precision, and sums over them, in loops that a compiler
 * turns into vector instructions: calls of {@link Math#exp} would take longer than all products of
 * matrices around them.
 */
final class Logistic {
  /** Beyond it, 1 is nearer than any other float. */
  private static final float LIMIT = 18;

  // 1/2 + s P(s^2) / Q(s^2) is within 6e-10 of 1 / (1 + exp(-s)) for |s| <= 18, before rounding:
  // a minimax fit of degrees 5 and 4
  private static final float P0 = 0.25f;
  private static final float P1 = 0.008547715f;
  private static final float P2 = 6.0373895e-05f;
  private static final float P3 = 1.0907538e-07f;
  private static final float P4 = 2.9688238e-11f;
  private static final float P5 = -2.949936e-15f;
  private static final float Q1 = 0.117524184f;
  private static final float Q2 = 0.0017018465f;
  private static final float Q3 = 6.14225e-06f;
  private static final float Q4 = 5.0067537e-09f;

  private Logistic() {}

  /** p = 1 / (1 + exp(-s)), to 2e-7. */
  static void probabilities(float[] s, float[] p, int length) {
    for (int i = 0; i < length; i++) {
      float x = Math.max(-LIMIT, Math.min(LIMIT, s[i]));
      float t = x * x;
      float above = ((((P5 * t + P4) * t + P3) * t + P2) * t + P1) * t + P0;
      float below = (((Q4 * t + Q3) * t + Q2) * t + Q1) * t + 1;
      p[i] = Math.max(0f, Math.min(1f, 0.5f + x * above / below));
    }
  }

  /** t = p (1 - p) q^2: what a step along q adds to the slope of the loss. */
  static void curvatures(float[] p, float[] q, float[] t, int length) {
    for (int i = 0; i < length; i++) {
      t[i] = p[i] * (1 - p[i]) * (q[i] * q[i]);
    }
  }

  /** t = (p - y) q: the slope of the loss along q. */
  static void slopes(float[] p, float[] y, float[] q, float[] t, int length) {
    for (int i = 0; i < length; i++) {
      t[i] = (p[i] - y[i]) * q[i];
    }
  }

  /** s += step q. */
  static void move(float[] s, float[] q, float step, int length) {
    for (int i = 0; i < length; i++) {
      s[i] += step * q[i];
    }
  }

  /** The sum of the first numbers, pairwise; the array is used up. */
  static double sum(float[] t, int length) {
    int rest = length;
    while (rest > 32) {
      int half = (rest + 1) / 2;
      for (int i = 0; i < rest - half; i++) {
        t[i] += t[half + i];
      }
      rest = half;
    }
    double sum = 0;
    for (int i = 0; i < rest; i++) {
      sum += t[i];
    }
    return sum;
  }

  /** sum of log(1 + exp(s)) - y s, in nats: the code length of y when s are the log odds. */
  static double codeLength(float[] s, float[] y, int length) {
    double sum = 0;
    double product = 1; // one logarithm for many factors between 1 and 2
    for (int i = 0; i < length; i++) {
      product *= 1 + Math.exp(-Math.abs(s[i]));
      if ((i & 511) == 511) {
        sum += Math.log(product);
        product = 1;
      }
      sum += Math.max(s[i], 0) - y[i] * s[i];
    }
    return sum + Math.log(product);
  }
}
