package io.complexometer.monitor;

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
 */
final class BackgroundLane implements Lane {
  private static final long LOOK_AGAIN = 20; // milliseconds, whether what can wait may go on

  private final Consumer<Snapshot> analysis;
  private final Idle idle;
  private final Thread thread;
  private Snapshot waiting;
  private Runnable alone; // is done as soon as nothing waits
  private boolean closed;

  BackgroundLane(String name, Consumer<Snapshot> analysis, Idle idle) {
    this.analysis = analysis;
    this.idle = idle;
    this.thread = new Thread(this::run, name);
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
    Optional<Snapshot> taken = Optional.ofNullable(waiting);
    waiting = null;
    return taken;
  }

  private void run() {
    long analysed = 0;
    long idled = 0;
    while (awaitWork()) {
      Optional<Snapshot> next = takeBack();
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

  private boolean canIdle() {
    return idle.hasWork() && idle.mayStep();
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
    boolean interrupted = false;
    while (true) {
      try {
        return task.get(LOOK_AGAIN, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (!thread.isAlive()) {
          task.run(); // somebody has ended our thread: nothing else is being done
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
