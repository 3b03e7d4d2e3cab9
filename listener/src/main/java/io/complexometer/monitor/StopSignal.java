package io.complexometer.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a training to stop, and remembers why; safe for all threads. */
public final class StopSignal {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);

  private final List<Consumer<String>> waiting = new ArrayList<>(); // also the lock
  private volatile String reason;
  private volatile Consumer<Throwable> faults =
      fault -> log.warn("a callback of the stop signal failed", fault);

  /** A signal that nobody has given yet. */
  public StopSignal() {}

  /**
   * Asks the training to stop; only the first request counts.
   *
   * @param why in words
   * @return whether this was the first request
   */
  public boolean request(String why) {
    Objects.requireNonNull(why, "why");
    List<Consumer<String>> callbacks;
    synchronized (waiting) {
      if (reason != null) {
        return false;
      }
      reason = why;
      callbacks = List.copyOf(waiting);
      waiting.clear();
    }
    callbacks.forEach(callback -> tell(callback, why));
    return true;
  }

  /**
   * Whether the training was asked to stop.
   *
   * @return true from the first request on
   */
  public boolean isRequested() {
    return reason != null;
  }

  /**
   * Why the training was asked to stop.
   *
   * @return the first request's words
   */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /**
   * Asks to be told of the first request: at once where it was made already, else on the thread
   * that makes it, which may be the training's or the analysis': a callback should be quick.
   *
   * @param callback is given the words of the request, once; if it throws, that is logged and
   *     counted among the failures of the monitor, and nothing else happens
   */
  public void onRequest(Consumer<String> callback) {
    synchronized (waiting) {
      if (reason == null) {
        waiting.add(callback);
        return;
      }
    }
    tell(callback, reason);
  }

  /** Where faults of callbacks are counted. */
  void tellFaults(Consumer<Throwable> counter) {
    this.faults = counter;
  }

  private void tell(Consumer<String> callback, String why) {
    try {
      callback.accept(why);
    } catch (Throwable e) {
      faults.accept(e);
    }
  }
}
