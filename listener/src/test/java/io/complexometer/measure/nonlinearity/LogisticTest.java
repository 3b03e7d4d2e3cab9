package io.complexometer.measure.nonlinearity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class LogisticTest {

  @Test
  void probabilities_everywhere_areThoseOfMath() {
    float[] s = new float[8001];
    for (int i = 0; i < s.length; i++) {
      s[i] = (i - 4000) / 100f;
    }
    float[] p = new float[s.length];
    Logistic.probabilities(s, p, s.length);
    for (int i = 0; i < s.length; i++) {
      assertEquals(1 / (1 + Math.exp(-s[i])), p[i], 2e-7, "of " + s[i]);
    }
  }

  /** Integers, which floats add exactly: n (n + 1) / 2. */
  @Test
  void sum_ofAnyLength_isExact() {
    for (int n : new int[] {0, 1, 31, 32, 33, 64, 65, 1000, 1601}) {
      float[] t = new float[n];
      for (int i = 0; i < n; i++) {
        t[i] = i + 1;
      }
      assertEquals(n * (n + 1) / 2.0, Logistic.sum(t, n));
    }
  }

  /** log(1 + exp(s)) - y s as it stands, where that does not overflow, and its limits. */
  @Test
  void codeLength_ofManyRows_isTheLogLoss() {
    float[] s = new float[2000];
    float[] y = new float[s.length];
    double expected = 0;
    for (int i = 0; i < s.length; i++) {
      s[i] = (i % 61 - 30) / 2f;
      y[i] = i % 2;
      expected += Math.log1p(Math.exp(s[i])) - y[i] * s[i];
    }
    assertEquals(expected, Logistic.codeLength(s, y, s.length), 1e-9);
    Arrays.fill(s, 1000);
    Arrays.fill(y, 1);
    assertEquals(0, Logistic.codeLength(s, y, s.length));
    Arrays.fill(y, 0);
    assertEquals(2e6, Logistic.codeLength(s, y, s.length));
  }
}
