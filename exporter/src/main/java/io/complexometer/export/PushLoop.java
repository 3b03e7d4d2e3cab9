package io.complexometer.export;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes on a thread of its own, as often as it is asked to and as soon as it can: whoever asks
 * only leaves a note. What is pushed is the newest there is when a push begins, so that any number
 * of notes left during a slow or failing push make one push more, and nothing queues up.
 *
 * <p>What fails is tried again after a {@link Backoff}. The first failure and the first success
 * after it are logged, all failures are counted.
 */
final class PushLoop implements Runnable {

  /** Where it pushes to. */
  interface Gateway {
    /** Replaces what is there by the newest. */
    void push() throws IOException;

    /** Takes away what is there. */
    void delete() throws IOException;
  }

  private enum Task {
    PUSH,
    DELETE,
    NOTHING
  }

  private static final Logger log = LoggerFactory.getLogger(PushLoop.class);
  private static final long PAUSE_WHEN_WAITED_FOR = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_CHARACTERS = 300; // of a failure's message: a gateway writes it

  private final String name;
  private final Gateway gateway;
  private final Backoff backoff;
  private final AtomicLong failures = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // All guarded by the lock; moments are those of System.nanoTime.
  private long notes;
  private long pushed; // notes that were there when the newest successful push began
  private boolean waitedFor;
  private boolean abandoned;
  private Optional<Long> deletion = Optional.empty();
  private boolean deleted;

  private boolean failing; // only its own thread reads and writes it

  /**
   * A loop that {@link #run} starts.
   *
   * @param name of the session and the gateway, for the log
   * @param gateway where to push to
   * @param backoff used by this loop alone
   */
  PushLoop(String name, Gateway gateway, Backoff backoff) {
    this.name = name;
    this.gateway = gateway;
    this.backoff = backoff;
  }

  /** Pushes and deletions that failed. */
  long failures() {
    return failures.get();
  }

  /** Asks for a push. */
  void note() {
    locked(() -> notes++);
  }

  /** Asks for deletion once a time has passed, which another call can only shorten. */
  void delete(Duration after) {
    long moment = System.nanoTime() + after.toNanos();
    locked(() -> deletion = Optional.of(moment));
  }

  /** Does nothing more, and ends as soon as a push that is under way comes back. */
  void abandon() {
    locked(() -> abandoned = true);
  }

  /** Whether something was asked for, and all of it has been pushed. */
  boolean isPushed() {
    lock.lock();
    try {
      return notes > 0 && pushed == notes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all that was asked for is pushed, but no longer than this. */
  boolean awaitPushed(Duration most) throws InterruptedException {
    return await(most, () -> pushed == notes);
  }

  /** Waits until it is deleted, but no longer than this. */
  boolean awaitDeleted(Duration most) throws InterruptedException {
    return await(most, () -> deleted);
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean await(Duration most, BooleanSupplier condition) throws InterruptedException {
    long remaining = most.toNanos();
    lock.lock();
    try {
      waitedFor = true;
      changed.signalAll();
      while (!condition.getAsBoolean()) {
        if (remaining <= 0) {
          return false;
        }
        remaining = changed.awaitNanos(remaining);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    try {
      for (Task task = next(); task != Task.NOTHING; task = next()) {
        if (!done(task)) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does; it would mean to end
    }
  }

  /** Waits for the next task: nothing once it is abandoned. */
  private Task next() throws InterruptedException {
    lock.lock();
    try {
      while (!abandoned) {
        if (pushed < notes) {
          return Task.PUSH;
        }
        if (deletion.isEmpty() || deleted) {
          changed.await();
        } else {
          long remaining = deletion.get() - System.nanoTime();
          if (remaining <= 0) {
            return Task.DELETE;
          }
          changed.awaitNanos(remaining);
        }
      }
      return Task.NOTHING;
    } finally {
      lock.unlock();
    }
  }

  private boolean done(Task task) {
    long asked = notes();
    try {
      if (task == Task.PUSH) {
        gateway.push();
      } else {
        gateway.delete();
      }
    } catch (Throwable e) { // also of an error this thread does not end: nobody would push then
      failed(e);
      return false;
    }
    succeeded();
    locked(
        () -> {
          if (task == Task.PUSH) {
            pushed = asked;
          } else {
            deleted = true;
          }
        });
    return true;
  }

  private long notes() {
    lock.lock();
    try {
      return notes;
    } finally {
      lock.unlock();
    }
  }

  private void failed(Throwable fault) {
    failures.incrementAndGet();
    if (!failing) {
      failing = true;
      log.warn("{}: cannot be pushed, and is tried again: {}", name, message(fault));
    }
  }

  private void succeeded() {
    backoff.reset();
    if (failing) {
      failing = false;
      log.info("{}: is pushed again; {} pushes failed so far", name, failures.get());
    }
  }

  private static String message(Throwable fault) {
    String line = String.valueOf(fault.getMessage()).replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + " ..";
  }

  /** Waits before what has failed is tried again: not for long if somebody waits for it. */
  private void pause() throws InterruptedException {
    lock.lock();
    try {
      boolean inVain = waitedFor;
      long remaining = backoff.next();
      if (inVain) {
        remaining = Math.min(remaining, PAUSE_WHEN_WAITED_FOR);
      }
      while (remaining > 0 && !abandoned && waitedFor == inVain) {
        remaining = changed.awaitNanos(remaining);
      }
    } finally {
      lock.unlock();
    }
  }
}
