package io.complexometer.monitor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Analyses on one daemon thread; one snapshot may wait while another is analysed, and what can wait
 * is done while none does.
 *
 * <p>Whoever submits, or wants to be alone, may have to wait, as {@link Lane} says, though never
 * for ever: not for a thread that has ended, and once whoever submits has waited too long in vain,
 * not before that thread has moved again.
 */
final class BackgroundLane implements Lane {
  private static final long LOOK_AGAIN = 20; // milliseconds, whether what can wait may go on
  private static final Duration PATIENCE = Duration.ofMinutes(10); // longer than any analysis

  private final Consumer<Snapshot> analysis;
  private final Idle idle;
  private final Duration patience;
  private final Thread thread;
  private Snapshot waiting;
  private Runnable alone; // is done as soon as nothing waits
  private boolean awaited; // by the thread that submits
  private boolean stuck;
  private boolean ended;
  private boolean closed;

  BackgroundLane(String name, Consumer<Snapshot> analysis, Idle idle) {
    this(name, analysis, idle, PATIENCE);
  }

  /** A lane that is waited for so long at most. */
  BackgroundLane(String name, Consumer<Snapshot> analysis, Idle idle, Duration patience) {
    this.analysis = analysis;
    this.idle = idle;
    this.patience = patience;
    this.thread = new Thread(this::runToTheEnd, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void submit(Snapshot snapshot) {
    waiting = snapshot;
    notifyAll();
  }

  @Override
  public synchronized Optional<Snapshot> takeBack() {
    awaitAnalysisOfExempt();
    Optional<Snapshot> taken = Optional.ofNullable(waiting);
    waiting = null;
    return taken;
  }

  /** Returns when no exempt snapshot waits, or when there is no hope. */
  private synchronized void awaitAnalysisOfExempt() {
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    awaited = true;
    while (exemptWaits() && !ended && !stuck) {
      try {
        wait(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
        stuck = exemptWaits() && System.nanoTime() >= end;
      } catch (InterruptedException e) {
        interrupted = true; // an analysis later the caller is told
      }
    }
    awaited = false;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean exemptWaits() {
    return waiting != null && waiting.exempt();
  }

  /** The next snapshot to analyse. */
  private synchronized Optional<Snapshot> next() {
    Optional<Snapshot> next = Optional.ofNullable(waiting);
    waiting = null;
    stuck = false;
    notifyAll();
    return next;
  }

  private void runToTheEnd() {
    try {
      run();
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  private void run() {
    long analysed = 0;
    long idled = 0;
    while (awaitWork()) {
      Optional<Snapshot> next = next();
      long start = System.nanoTime();
      next.ifPresentOrElse(analysis, () -> takeAlone().ifPresent(Runnable::run));
      long end = System.nanoTime();
      analysed += end - start;
      // where a snapshot always waits, what can wait takes a quarter of what analyses take
      if (canIdle() && (next.isEmpty() || idled + idle.nextNanos() <= analysed / 4)) {
        idle.step();
        idled += System.nanoTime() - end;
      }
    }
  }

  private synchronized boolean canIdle() {
    return !awaited && idle.hasWork() && idle.mayStep();
  }

  /** Waits for a snapshot or idle work; false at the end. */
  private synchronized boolean awaitWork() {
    try {
      while (waiting == null && alone == null && !closed && !canIdle()) {
        wait(idle.hasWork() ? LOOK_AGAIN : 0);
      }
    } catch (InterruptedException e) {
      return false; // somebody ends our thread: so be it
    }
    return waiting != null || alone != null || !closed;
  }

  private synchronized Optional<Runnable> takeAlone() {
    Optional<Runnable> taken = Optional.ofNullable(alone);
    alone = null;
    return taken;
  }

  @Override
  public <T> T alone(Supplier<T> work) {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("an analysis cannot wait for its own end");
    }
    FutureTask<T> task = new FutureTask<>(work::get);
    synchronized (this) {
      alone = task;
      notifyAll();
    }
    long end = System.nanoTime() + patience.toNanos();
    boolean interrupted = false;
    while (true) {
      try {
        return task.get(LOOK_AGAIN, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!thread.isAlive()) {
          task.run(); // somebody has ended our thread: nothing else is being done
        } else if (System.nanoTime() - end >= 0) {
          task.cancel(false);
          throw new IllegalStateException("the analysis hangs", e);
        }
      } catch (InterruptedException e) {
        interrupted = true; // the caller is told afterwards
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } finally {
        if (interrupted && task.isDone()) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // what was recorded is worth the wait; the caller is told afterwards
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
