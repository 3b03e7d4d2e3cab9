package io.complexometer.monitor;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** How far a session has come, since its beginning, however often it was interrupted. */
final class Progress {
  private final Map<Measure, Long> lastTaken = new EnumMap<>(Measure.class);
  private Optional<String> stopped = Optional.empty();
  private OptionalLong resumedAfter = OptionalLong.empty();
  private long iteration = -1;
  private boolean begun; // an iteration was done since the listener was attached

  void iterationDone(long newest) {
    iteration = newest;
    begun = true;
  }

  void taken(Snapshot snapshot) {
    snapshot.measures().forEach(m -> lastTaken.put(m, snapshot.iteration(m)));
  }

  /** The criterion has stopped the training. */
  void stopped(String why) {
    stopped = Optional.of(why);
  }

  void resume(SavedSession saved) {
    iteration = saved.iteration();
    resumedAfter = OptionalLong.of(iteration);
    lastTaken.putAll(saved.lastTaken());
    stopped = saved.stopped();
  }

  SavedSession save(Session session, long modelIterations) {
    return new SavedSession(
        session.id(),
        session.name(),
        session.startMillis(),
        iteration,
        modelIterations,
        lastTaken,
        stopped);
  }

  /** The last one; -1 if there was none. */
  long iteration() {
    return iteration;
  }

  /** Whether there is something new since the listener was attached. */
  boolean hasBegun() {
    return begun;
  }

  /** Whether the last iteration has been sampled of a measure. */
  boolean isTaken(Measure measure) {
    return lastTaken.getOrDefault(measure, -1L) == iteration;
  }

  /** Why the criterion has stopped the training, now or before it was interrupted. */
  Optional<String> stopped() {
    return stopped;
  }

  OptionalLong resumedAfter() {
    return resumedAfter;
  }
}
