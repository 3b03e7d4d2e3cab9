package io.complexometer.export;

import java.time.Duration;

/** How long somebody is willing to wait: of centuries, which no clock here can count, ten years. */
final class Patience {
  private static final Duration MOST = Duration.ofDays(3650);

  private Patience() {}

  static Duration of(Duration wanted) {
    return wanted.compareTo(MOST) > 0 ? MOST : wanted;
  }
}
