package io.complexometer.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthCountersTest {

  @Test
  void analysed_durations_areCountedWithinTheirBounds() {
    HealthCounters counters = new HealthCounters();
    counters.analysed(1); // within a millisecond, as is
    counters.analysed(1_000_000); // a bound belongs to what is within
    counters.analysed(1_000_001);
    counters.analysed(60_000_000_000L);
    counters.analysed(60_000_000_001L); // beyond a minute
    Health health = counters.health(false);
    assertEquals(
        List.of(2L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 3L, 4L),
        health.analysesWithin());
    assertEquals(5, health.analyses());
    assertEquals(120.002_000_003, health.analysisSeconds(), 1e-9);
  }
}
