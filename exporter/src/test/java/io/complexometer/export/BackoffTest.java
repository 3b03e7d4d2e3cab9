package io.complexometer.export;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

  /** 1, 2, 4 .. 32, 60, 60 seconds, of which at least half. */
  @Test
  void next_eachFailure_doublesUpToTheBound() {
    Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(60));
    for (int round = 0; round < 2; round++) {
      for (int failure = 0; failure < 70; failure++) {
        double longest = Math.min(Math.pow(2, failure), 60) * 1e9;
        long pause = backoff.next();
        assertTrue(pause >= longest / 2 && pause <= longest, failure + ": " + pause);
      }
      backoff.reset();
    }
  }

  @Test
  void next_manyRuns_spread() {
    Set<Long> pauses =
        IntStream.range(0, 100)
            .mapToObj(run -> new Backoff(Duration.ofSeconds(8), Duration.ofSeconds(8)).next())
            .collect(Collectors.toSet());
    assertTrue(pauses.size() > 90, pauses::toString);
    assertTrue(pauses.stream().anyMatch(pause -> pause < 5e9), pauses::toString);
    assertTrue(pauses.stream().anyMatch(pause -> pause > 7e9), pauses::toString);
  }
}
