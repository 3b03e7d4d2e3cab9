package io.complexometer.examples.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.complexometer.measure.Value;
import io.complexometer.monitor.Sample;
import io.complexometer.monitor.SampleSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static Sample at(long millis) {
    return new Sample(
        "run", millis, 0, millis, Value.of(1), List.of(), List.of(), Optional.empty(), List.of());
  }

  /** Also where the clock was set back. */
  @Test
  void accept_waitsAsTheRunDid() {
    List<Long> nanos = new ArrayList<>();
    SampleSink sink = sample -> nanos.add(System.nanoTime());
    Pace pace = new Pace(10, List.of(sink, sink));
    for (long millis : new long[] {5000, 7000, 6000, 10_000}) {
      pace.accept(at(millis));
    }
    assertEquals(8, nanos.size());
    assertTrue(nanos.get(2) - nanos.get(0) >= Duration.ofMillis(200).toNanos());
    assertTrue(nanos.get(6) - nanos.get(0) >= Duration.ofMillis(600).toNanos());
  }

  @Test
  void accept_veryFast_doesNotWait() {
    List<Sample> samples = new ArrayList<>();
    Pace pace = new Pace(1e12, List.of(samples::add));
    pace.accept(at(0));
    pace.accept(at(Duration.ofDays(100).toMillis()));
    assertEquals(2, samples.size());
  }
}
