package io.complexometer.monitor;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Asks a training to stop, and remembers why; safe for all threads. */
public final class StopSignal {
  private final AtomicReference<String> reason = new AtomicReference<>();

  /** A signal that nobody has given yet. */
  public StopSignal() {}

  /**
   * Asks the training to stop; only the first request counts.
   *
   * @param why in words
   * @return whether this was the first request
   */
  public boolean request(String why) {
    return reason.compareAndSet(null, why);
  }

  /**
   * Whether the training was asked to stop.
   *
   * @return true from the first request on
   */
  public boolean isRequested() {
    return reason.get() != null;
  }

  /**
   * Why the training was asked to stop.
   *
   * @return the first request's words
   */
  public Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }
}
