package io.complexometer.export;

import io.complexometer.monitor.Session;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One session while it is pushed: the thread, the counter of its failures, and how it ends. */
final class SessionPush {
  private static final Logger log = LoggerFactory.getLogger(SessionPush.class);
  private static final Duration HURRY = Duration.ofSeconds(1);

  private final String name;
  private final PushLoop loop;
  private final Map<MeterRegistry, Meter> counters = new LinkedHashMap<>();

  private SessionPush(String name, PushLoop loop) {
    this.name = name;
    this.loop = loop;
  }

  /**
   * Starts the thread.
   *
   * @param session the session
   * @param name of session and gateway, for the log
   * @param loop what the thread does
   * @param registries where failures are counted
   */
  static SessionPush start(
      Session session, String name, PushLoop loop, List<MeterRegistry> registries) {
    SessionPush push = new SessionPush(name, loop);
    for (MeterRegistry registry : registries) {
      push.counters.put(
          registry,
          FunctionCounter.builder(SeriesName.PREFIX + "push.failures", loop, PushLoop::failures)
              .description("Pushes to the Pushgateway, and deletions there, that failed.")
              .tags(SessionTags.of(session))
              .register(registry));
    }
    Thread thread = new Thread(loop, "complexity-push-" + session.id());
    thread.setDaemon(true); // a gateway that hangs must not hold the process
    thread.start();
    return push;
  }

  /** Asks for a push. */
  void note() {
    loop.note();
  }

  /** Whether all that was asked for has been pushed. */
  boolean hasArrived() {
    return loop.isPushed();
  }

  /**
   * Waits for what was asked for, and ends.
   *
   * @param most how long to wait for the last push, and for the deletion
   * @param deleteAfter how long after the last push to delete; empty for never
   */
  void finish(Duration most, Optional<Duration> deleteAfter) {
    try {
      if (!loop.awaitPushed(most)) {
        log.warn("{}: the last sample has not arrived, and is given up", name);
      } else if (deleteAfter.isPresent()) {
        delete(deleteAfter.get(), most);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      log.warn("{}: interrupted; the last sample may not have arrived", name);
    } finally {
      loop.abandon();
      counters.forEach(MeterRegistry::remove);
    }
  }

  private void delete(Duration after, Duration most) {
    boolean deleted = false;
    loop.delete(after);
    try {
      deleted = loop.awaitDeleted(after.plus(most));
    } catch (InterruptedException e) {
      deleted = deleteAtOnce();
      Thread.currentThread().interrupt();
    }
    if (!deleted) {
      log.warn("{}: could not be deleted, and stays there", name);
    }
  }

  private boolean deleteAtOnce() {
    loop.delete(Duration.ZERO);
    try {
      return loop.awaitDeleted(HURRY);
    } catch (InterruptedException e) {
      return false; // the caller is interrupting itself again
    }
  }
}
